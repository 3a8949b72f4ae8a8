"""What is in a wheel: nothing that licences.toml does not know, and all that the checkout has of the package.

    python -m tools.dist.contents FILE.whl
"""

import sys
import zipfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROWS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("licences.toml").read_text(encoding="utf-8")
)["rows"]


def unlicensed(names: Iterable[str]) -> list[str]:
    """Files that no row of licences.toml matches."""
    patterns = [pattern for row in ROWS for pattern in row["files"].split()]
    return [name for name in names if not any(fnmatch(name, pattern) for pattern in patterns)]


def forgotten(names: Iterable[str], checkout: Path) -> list[str]:
    """Modules of the checkout that are not in the wheel: a package that setup.cfg does not list."""
    places = {"matting_rt": "matting_rt", "gui": "matting_rt/gui"}
    expected = {
        f"{inside}/{path.relative_to(checkout / folder).as_posix()}"
        for folder, inside in places.items()
        for path in (checkout / folder).rglob("*.py")
    }
    return sorted(expected - set(names))


def main() -> int:
    wheel = Path(sys.argv[1])
    names = [name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")]
    faults = [f"{name} has no row in tools/dist/licences.toml" for name in unlicensed(names)]
    faults += [f"{name} was forgotten; list its package in setup.cfg" for name in forgotten(names, Path.cwd())]
    for fault in faults:
        print(f"{wheel.name}: {fault}", file=sys.stderr)
    if not faults:
        print(f"{wheel.name}: {len(names)} files, all licensed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
