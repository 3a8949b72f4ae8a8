"""What tests may touch: what is public, as those who use the code do."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
FIELDS = {"_asdict", "_fields", "_make", "_replace"}
"""Of a named tuple, and public there."""
NO_OTHER_WAY = {
    "_exit": "os has no other name for it, and a forked process must not end as its parent does",
    "_didModify": "zipfile writes a directory that lies about its files only when it is told so",
}

FILES = sorted(ROOT.rglob("*.py"))


def private_accesses(tree: ast.Module) -> list[str]:
    """`x._name`, with its line, of whatever is not the object itself."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and node.attr not in FIELDS | NO_OTHER_WAY.keys()
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_tests_go_by_what_is_public(path: Path) -> None:
    assert not private_accesses(ast.parse(path.read_text(encoding="utf-8")))
