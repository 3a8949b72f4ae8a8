"""Which packages the program runs on, their versions and licences, as their own metadata have them."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

OWN = "matting-rt"
ENGINE_EXTRAS = ("gpu", "gui", "live", "openvino")
"""What a person may have installed for the desktop program; the others are for those who train."""
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_LICENCE = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Package:
    """One that is installed."""

    name: str
    version: str
    licence: str
    """As its metadata put it, such as "BSD-3-Clause"; empty where they say nothing."""
    texts: tuple[str, ...]
    """Of its licence files."""


def read_packages() -> list[Package]:
    """All that the program needs and that is installed, and what those need in turn, by their names."""
    found: dict[str, Package] = {}
    wanted = list(_requirements(OWN))
    while wanted:
        name = wanted.pop()
        key = _normal(name)
        if key in found or key == OWN:
            continue
        try:
            package = _read(name)
        except metadata.PackageNotFoundError:
            continue
        found[key] = package
        wanted += _requirements(name)
    return [found[key] for key in sorted(found)]


def own_texts() -> tuple[str, ...]:
    """The licence files of the program itself; empty where it runs from a checkout that is not installed.

    A Debian package and an AppImage have one more beside their interpreter, on all that is inside.
    """
    whole = Path(sys.executable).with_name("copyright")
    texts = (whole.read_text(encoding="utf-8"),) if whole.is_file() else ()
    try:
        return (*_texts(metadata.distribution(OWN)), *texts)
    except metadata.PackageNotFoundError:
        return texts


def _read(name: str) -> Package:
    distribution = metadata.distribution(name)
    tags = distribution.metadata
    classified = [line.removeprefix(_LICENCE) for line in tags.get_all("Classifier") or () if line.startswith(_LICENCE)]
    # some put the whole text into what should be a name
    written = "".join(tags.get_all("License") or ()).strip().partition("\n")[0]
    licence = "".join(tags.get_all("License-Expression") or ()) or ", ".join(classified) or written
    return Package(tags["Name"], distribution.version, licence, _texts(distribution))


def _texts(distribution: metadata.Distribution) -> tuple[str, ...]:
    listed = distribution.metadata.get_all("License-File") or ()
    files = [file.locate() for file in distribution.files or () if any(str(file).endswith(name) for name in listed)]
    return tuple(Path(str(file)).read_text("utf-8", errors="replace") for file in files if Path(str(file)).is_file())


def _requirements(name: str) -> Iterator[str]:
    """Names of what a package needs; of extras those of the desktop program, and only of the program itself."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        extra = re.search(r"extra == ['\"]([^'\"]+)", line)
        match = _NAME.match(line)
        if match and (extra is None or (name == OWN and extra[1] in ENGINE_EXTRAS)):
            yield match[0]


def _normal(name: str) -> str:
    """As packages' names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
