"""The papers say what is there: links lead somewhere, commands parse, and files and names that they name exist."""

import re
import shlex
from pathlib import Path

import pytest

import matting_rt
from matting_rt.cli.__main__ import make_parser

ROOT = Path(__file__).parents[1]
PAPERS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("models/*.md")))
}
GUIDES = ("CONTRIBUTING.md", "docs/architecture.md")
"""Those that tell what to edit; a path without a folder of the top level is one of matting_rt."""
LINK = re.compile(r"\]\((?!https?:|\.\./\.\./security/)([^)\s#]*)(?:#([^)\s]+))?\)")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"[\w.][\w./-]*/[\w.-]*|\w+\.(?:py|md|toml|sh|cfg|c|sbatch)")
NAME = re.compile(r"([a-z0-9_/]+)\.(?!(?:py|md|toml|sh|cfg|c|sbatch)$)([A-Za-z_]\w*)")
FOLDERS = (".ci", ".github", "docs", "gui", "matting_rt", "models", "tests", "tools", "training")
FILES = [
    path.relative_to(ROOT).as_posix()
    for top in (ROOT.glob("*"), *((ROOT / folder).rglob("*") for folder in FOLDERS))
    for path in top
]
SOURCES = [(ROOT / name).read_text(encoding="utf-8") for name in FILES if name.endswith((".py", ".c", ".sh"))]
WORDS = {word for source in SOURCES for word in re.findall(r"\w+", source)}
FUNCTIONS = {name for source in SOURCES for name in re.findall(r"^def (\w+)", source, re.MULTILINE)}


def anchors(text: str) -> set[str]:
    """Of a paper's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    for target, anchor in LINK.findall(PAPERS[paper]):
        path = (ROOT / paper).parent / target if target else ROOT / paper
        assert path.exists(), f"{paper} links to {target}"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{paper} links to {target}#{anchor}"


def command_lines(text: str) -> list[str]:
    """Of all blocks, without comments; those with "..." are no whole commands."""
    lines = "\n".join(BLOCK.findall(text)).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if "..." not in line]


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_are_understood(paper: str) -> None:
    for line in command_lines(PAPERS[paper]):
        if line.startswith("matting-rt ") and "$" not in line:
            make_parser().parse_args(shlex.split(line, comments=True)[1:])
    for module in re.findall(r"python -m ((?:tools|training)[\w.]*)", PAPERS[paper]):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"{paper}: python -m {module}"


def is_there(path: str) -> bool:
    """Whether there is a file, module or folder of this path, or below one, such as "sinks/base" or "panels/"."""
    return any(f"/{known}".endswith((f"/{path.rstrip('/')}", f"/{path}.py")) for known in FILES)


def source_of(module: str) -> str | None:
    """Of a module as the guides name it, such as "build" or "gui/settings"; None: it is none."""
    for folder in (ROOT, ROOT / "matting_rt"):
        for path in (folder / f"{module}.py", folder / module / "__init__.py"):
            if path.is_file():
                return path.read_text(encoding="utf-8")
    return None


@pytest.mark.parametrize("guide", GUIDES)
def test_files_and_names_to_edit_exist(guide: str) -> None:
    for code in CODE.findall(BLOCK.sub("", PAPERS[guide])):
        if named := NAME.fullmatch(code):
            source = source_of(named[1])
            assert source is not None, f"{guide} names {code}"
            pattern = rf"^\s*(?:class|def) {named[2]}\b|^\s*{named[2]}\s*[:=]"
            assert re.search(pattern, source, re.MULTILINE), f"{guide} names {code}"
        elif PATH.fullmatch(code) and "NAME" not in code:
            assert is_there(code), f"{guide} names {code}"
        elif re.fullmatch(r"\w+[A-Z_]\w*(?:\(\))?", code) and code != "NAME":
            assert code.rstrip("()") in WORDS, f"{guide} names {code}"


def test_modules_of_the_rooms_exist() -> None:
    rooms = BLOCK.sub("", PAPERS["docs/architecture.md"]).partition("## Directions")[0]
    for code in CODE.findall(rooms):
        if re.fullmatch(r"[a-z_0-9]+", code):
            assert is_there(code) or code in FUNCTIONS, f"docs/architecture.md names {code}"


def test_the_changelog_begins_with_this_version() -> None:
    newest = re.search(r"^## \[(\d[^\]]*)\]", PAPERS["CHANGELOG.md"], re.MULTILINE)
    assert newest is not None
    assert newest[1] == matting_rt.__version__


def test_the_public_workflow_runs_all_parts_of_the_checks() -> None:
    parts = re.findall(r"^part_(\w+)\(\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    matrix = re.search(r"parts: \[(.*)\]", workflow)
    assert matrix is not None
    assert re.findall(r"\w+", matrix[1]) == parts
