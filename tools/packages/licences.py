"""Who made what is in the packages, and under which licences: the file `copyright`, in Debian's machine-readable form.

Every file of the program's folder is part of one paragraph: the interpreter's, that of the Python package which brought
it, or of a library inside such a package, as components.toml has them. A package without a licence, and a library
without a row, end the build.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import tomllib

from tools.packages.tree import HERE, PROGRAM, PYTHON, SITE, BuildError

COMMON = Path("/usr/share/common-licenses")
FOLDER = Path("usr/lib") / PROGRAM
"""Where the program's folder is in a package."""
_COMPONENTS: dict[str, Any] = tomllib.loads((HERE / "components.toml").read_text(encoding="utf-8"))
_HOLDER = re.compile(
    r"^[\W_]*(?:Copyright|\(c\)|©)(?:\s*\([cC]\)|\s*©|:)?\s+(.*\d{4}.*)$", re.IGNORECASE | re.MULTILINE
)
_HOLDERS_SHOWN = 8
_COMMON_BEGINNINGS = ("GNU GENERAL PUBLIC LICENSE", "GNU LESSER GENERAL PUBLIC LICENSE", "Apache License Version 2.0")
"""Of the texts that Debian has anyway."""
_HEAD = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Matting RT
Source: {source}
Comment:
 The program's own files are under the MIT licence and Apache-2.0, as its paragraph
 says. PyQt6, in which its window is written, is under the GPL, version 3: so this
 package as a whole is passed on under that. The sources of each part are where its
 paragraph or its licence says; those of the interpreter are Debian's package
 {python}.

Files: *
Copyright: Matting RT contributors
License: MIT and Apache-2.0
"""


@dataclass(slots=True)
class Paragraph:
    """Of files that share holders and licences."""

    name: str
    files: list[str]
    """Patterns, relative to the root of the system."""
    holders: list[str]
    licence: str
    source: str = ""
    texts: list[str] = field(default_factory=list)
    """All that the makers wrote about licences."""

    def __str__(self) -> str:
        return "\n".join(
            [
                "Files: " + "\n ".join(self.files),
                "Copyright: " + "\n ".join(self.holders),
                f"License: {self.licence}",
                *(_indent(text) for text in self.texts),
                f"Comment: {self.name}" + (f", {self.source}" if self.source else ""),
                "",
            ]
        )


def write_copyright(tree: Path, source: str) -> str:
    """The whole file. Raises BuildError: something is in the tree of which nothing is known.

    Args:
        source: the address of the program's own sources.
    """
    site = tree / SITE
    paragraphs = [_of_python(tree), *_of_distributions(site), *_of_libraries(site)]
    used = {word for each in [*paragraphs, "MIT Apache-2.0"] for word in _names(getattr(each, "licence", str(each)))}
    head = _HEAD.format(source=source, python=PYTHON)
    return "\n".join([head, *map(str, paragraphs), *_licence_texts(used)])


def common_licences() -> list[Path]:
    """Files of Debian that `copyright` refers to."""
    return [COMMON / name for name in sorted(set(_COMPONENTS["common"].values()))]


def _of_python(tree: Path) -> Paragraph:
    library = tree / "lib" / PYTHON
    text = (library / "copyright").read_text(encoding="utf-8")
    files = [f"{FOLDER}/{PYTHON}*", f"{FOLDER}/lib/{PYTHON}/*"]
    holders = ["2001-2023 Python Software Foundation", "1995-2001 Corporation for National Research Initiatives"]
    return Paragraph("Python", files, holders, "Python-2.0", "https://www.python.org", [text])


def _of_distributions(site: Path) -> Iterator[Paragraph]:
    found = [Distribution.at(folder) for folder in sorted(site.glob("*.dist-info"), key=lambda path: path.name.lower())]
    for distribution in found:
        tags = distribution.metadata
        texts = _texts_of(distribution, site)
        holders = list(dict.fromkeys(found.strip() for text in texts for found in _HOLDER.findall(text)))
        makers = [str(tags[tag]) for tag in ("Author", "Author-Email", "Maintainer") if tags[tag]] or ["its authors"]
        yield Paragraph(
            f"{tags['Name']} {distribution.version}",
            [f"{FOLDER / SITE}/{path}" for path in _paths_of(distribution, found, site)],
            holders[:_HOLDERS_SHOWN] or makers[:1],
            _licence_of(tags["Name"], str(tags["License-Expression"] or "")),
            "" if tags["Name"] == PROGRAM else f"https://pypi.org/project/{tags['Name']}/{distribution.version}/",
            texts,
        )


def _paths_of(distribution: Distribution, all_of_them: Sequence[Distribution], site: Path) -> list[str]:
    """Patterns of what it brought; folders that it shares with others (PyQt6 is of three) by what is in them."""
    tops = {each: _tops(each) for each in all_of_them}
    shared = {top for each in all_of_them if each is not distribution for top in tops[each]}
    files = [path for path in distribution.files or () if (site / path).exists()]
    found = {path.parts[: 2 if path.parts[0] in shared else 1] for path in files if path.parts[0] not in ("..", "bin")}
    paths = sorted(Path(*parts) for parts in found)
    return [f"{path}/*" if (site / path).is_dir() else str(path) for path in paths]


def _tops(distribution: Distribution) -> set[str]:
    return {path.parts[0] for path in distribution.files or ()}


def _licence_of(name: str, expression: str) -> str:
    key = re.sub(r"[-_.]+", "-", name).lower()
    licence = str(_COMPONENTS["distributions"].get(key, expression))
    if not licence:
        raise BuildError(f"{name} does not name its licence; add it to components.toml")
    for spdx, debian in (
        (".0-only", ""),
        (".0-or-later", "+"),
        (" AND ", " and "),
        (" OR ", " or "),
        (" WITH ", " with "),
    ):
        licence = licence.replace(spdx, debian)
    return licence


def _texts_of(distribution: Distribution, site: Path) -> list[str]:
    """Of its licence files, wherever it has them; not those that Debian has anyway."""
    own = ("licen[cs]e*", "copying*", "notice*", "thirdpartynotices*", "person.licen*", "person.notice*")
    texts = []
    for file in distribution.files or ():
        is_named = any(fnmatch(file.name.lower(), pattern) for pattern in own) or "licenses" in file.parts
        path = site / file
        if is_named and path.is_file() and path.suffix not in (".py", ".pyc"):
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    return [text for text in dict.fromkeys(texts) if not " ".join(text.split()).startswith(_COMMON_BEGINNINGS)]


def _of_libraries(site: Path) -> Iterator[Paragraph]:
    table = _COMPONENTS["libraries"]
    rows = [Paragraph("", [], [row["copyright"]], row["licence"], row["source"]) for row in table["rows"]]
    for paragraph, row in zip(rows, table["rows"], strict=True):
        patterns = row["files"].split()
        paragraph.files = [f"{FOLDER / SITE}/{pattern}" for pattern in patterns]
        names = {path.name.split(".")[0].split("-")[0] for pattern in patterns for path in site.glob(pattern)}
        paragraph.name = ", ".join(sorted(names))
    patterns = [pattern for row in table["rows"] for pattern in row["files"].split()]
    for path in (path for folder in table["folders"] for path in (site / folder).iterdir()):
        if not any(fnmatch(str(path.relative_to(site)), pattern) for pattern in patterns):
            raise BuildError(f"{path.name} has no row in components.toml")
    return (row for row in rows if row.name)


def _licence_texts(used: Iterable[str]) -> Iterator[str]:
    for name in sorted(used):
        if common := _COMPONENTS["common"].get(name):
            yield f"License: {name}\n The full text is in {COMMON / common} on Debian.\n"
        elif text := _COMPONENTS["texts"].get(name):
            yield f"License: {name}\n{_indent(text.strip())}\n"


def _names(licence: str) -> list[str]:
    return [word.strip("()") for word in licence.split() if word not in ("and", "or", "with")]


def _indent(text: str) -> str:
    return "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in text.strip("\n").splitlines())
