"""Build the packages: `python -m tools.packages [--output FOLDER]`, which `make packages` runs."""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.packages.appimage import build_appimage
from tools.packages.deb import build_deb, lay_out, read_about
from tools.packages.tree import BuildError, build_tree

LIMIT_BYTES = 250_000_000
_DEBIAN = "12"
_TOOLS = ("apt-get", "dpkg-deb", "gcc", "mksquashfs", "patchelf", "readelf")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.packages", description="Build the Debian package and the AppImage.")
    parser.add_argument("--output", type=Path, default=Path("dist"), metavar="FOLDER", help="default: dist")
    output = parser.parse_args().output
    try:
        _check_system()
        for path in _build(output):
            print(f"wrote {path}, {path.stat().st_size / 1e6:.0f} MB")
            if path.stat().st_size > LIMIT_BYTES:
                raise BuildError(f"{path} is larger than {LIMIT_BYTES / 1e6:.0f} MB")
    except (BuildError, OSError) as error:
        print(f"tools.packages: error: {error}", file=sys.stderr)
        return 1
    return 0


def _build(output: Path) -> list[Path]:
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="matting-rt-") as scratch:
        tree = Path(scratch) / "tree"
        root = Path(scratch) / "root"
        tree.mkdir()
        root.mkdir()
        build_tree(tree)
        about = read_about(tree)
        lay_out(tree, root, about)
        return [build_appimage(root, about, output), build_deb(root, about, output)]


def _check_system() -> None:
    """The interpreter and the libraries are taken from the archive of the system that builds."""
    release = Path("/etc/os-release")
    text = release.read_text(encoding="utf-8") if release.exists() else ""
    if "ID=debian\n" not in text or f'VERSION_ID="{_DEBIAN}"' not in text:
        raise BuildError(f"packages are built on Debian {_DEBIAN}; tools/packages/README.md says how in a container")
    if missing := [name for name in _TOOLS if shutil.which(name) is None]:
        raise BuildError(f"{', '.join(missing)} missing; tools/packages/build.sh installs all that is needed")


if __name__ == "__main__":
    sys.exit(main())
