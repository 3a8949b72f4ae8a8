"""What programs and libraries in the ELF format ask of the system that they run on, by binutils' readelf."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"\x7fELF"
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Needs:
    """Of one file."""

    libraries: frozenset[str]
    """By their sonames."""
    glibc: tuple[int, int]
    """The version of the newest symbol; (0, 0) where there is none."""


def read_needs(path: Path) -> Needs:
    command = ["readelf", "--wide", "--dynamic", "--version-info", str(path)]
    text = subprocess.run(command, check=True, capture_output=True, text=True, errors="replace").stdout
    versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(text)]
    return Needs(frozenset(_NEEDED.findall(text)), max(versions, default=(0, 0)))


def find_programs(folder: Path) -> Iterator[Path]:
    """All files of the format below a folder, links left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and is_program(path):
            yield path


def is_program(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def find_foreign(paths: Iterable[Path]) -> set[str]:
    """The sonames that these files need and that are not among them."""
    files = list(paths)
    needed = {library for path in files for library in read_needs(path).libraries}
    return needed - {path.name for path in files}
