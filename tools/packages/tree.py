"""The program with all that it needs, in one folder that may stand anywhere: interpreter, packages, Qt.

The folder is the same in the Debian package and in the AppImage. It holds `matting-rt` and `matting-rt-gui`, which
start the interpreter beside them; it looks for modules nowhere else, whatever the user's environment says.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomllib

from tools.packages.elf import find_programs, is_program, read_needs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAM = "matting-rt"
CONTENTS: dict[str, Any] = tomllib.loads((HERE / "contents.toml").read_text(encoding="utf-8"))
PYTHON = f"python{CONTENTS['python']['version']}"
SITE = Path("lib") / PYTHON / "site-packages"
NEWEST_GLIBC = (2, 35)
"""That of Ubuntu 22.04, the oldest system that is promised."""
_COMMANDS = {"matting-rt": "matting_rt.cli", "matting-rt-gui": "matting_rt.gui"}
_START = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/{python}" -m {module} "$@"
"""
_FFMPEG = re.compile(r"(lib(?:av(?:codec|device|filter|format|util)|sw(?:resample|scale)))-\w+\.so\.(\d+)[\d.]*")
_SOURCES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "matting_rt", "gui", "models")
"""What the wheel is made of; copied, because setuptools leaves a folder with old modules behind where it works."""


class BuildError(Exception):
    """What is wrong, in one line."""


def build_tree(tree: Path) -> None:
    """Fill a folder that does not exist. Needs Debian 12 on x86_64, its package archive and a Python package index.

    Raises:
        BuildError: what is found would not run where it is promised to.
    """
    _take_python(tree)
    with TemporaryDirectory() as scratch:
        _install_wheels(_build_wheel(Path(scratch)), tree / SITE)
    share_ffmpeg(tree / SITE)
    _leave_out(tree / SITE, CONTENTS["wheels"]["leave_out"])
    _trim_qt(tree / SITE / "PyQt6")
    for name, module in _COMMANDS.items():
        start = tree / name
        start.write_text(_START.format(python=PYTHON, module=module), encoding="utf-8")
        start.chmod(0o755)
    # compiled now: nobody may write there later, and root would leave files behind that no package owns
    run([str(tree / PYTHON), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(tree / "lib")])
    check_programs(tree)


def check_programs(folder: Path) -> None:
    """Raises BuildError: a file needs a newer glibc than is promised, or a library that no table knows."""
    programs = list(find_programs(folder))
    own = {path.name for path in folder.rglob("*.so*")}
    known = own | CONTENTS["system"].keys() | CONTENTS["brought"].keys() | set(CONTENTS["optional"]["libraries"])
    for path in programs:
        needs = read_needs(path)
        if needs.glibc > NEWEST_GLIBC:
            raise BuildError(f"{path} needs glibc {'.'.join(map(str, needs.glibc))}")
        if unknown := needs.libraries - known:
            raise BuildError(f"{path} needs {', '.join(sorted(unknown))}, which contents.toml does not have")


def share_ffmpeg(site: Path) -> None:
    """Let OpenCV use the FFmpeg of PyAV, and leave its own out with what only that needs.

    OpenCV's wheel has FFmpeg with OpenSSL 1.1.1, whose licence does not go with the GPL-3 of PyQt6; PyAV's has GnuTLS.

    Raises:
        BuildError: they are no longer of the same kind, so one cannot replace the other.
    """
    own, other = site / "opencv_python_headless.libs", site / "av.libs"
    module = site / "cv2/cv2.abi3.so"
    others = {_kind(path.name): path.name for path in other.iterdir() if _kind(path.name)}
    exchanged = {name: others.get(_kind(name)) for name in read_needs(module).libraries if _kind(name)}
    if not exchanged or None in exchanged.values():
        has = ", ".join(sorted(others.values())) or "none"
        raise BuildError(f"OpenCV needs {', '.join(sorted(exchanged)) or 'no FFmpeg'}, and PyAV has {has}")
    run(["patchelf", "--set-rpath", f"$ORIGIN/../{own.name}:$ORIGIN/../{other.name}", str(module)])
    # in a call of its own: together with the other, patchelf 0.14 garbles the path
    words = [word for old, new in exchanged.items() for word in ("--replace-needed", old, str(new))]
    run(["patchelf", *words, str(module)])
    libraries = {path.name: path for path in own.iterdir()}
    for name in libraries.keys() - _closure([module], libraries):
        libraries[name].unlink()


def _kind(name: str) -> str:
    """What programs built with a library of FFmpeg rely on, such as libavcodec.so.62; "" is another library."""
    found = _FFMPEG.fullmatch(name)
    return f"{found[1]}.so.{found[2]}" if found else ""


def download_packages(names: Iterable[str], folder: Path) -> None:
    """Unpack Debian packages into a folder, without installing them."""
    with TemporaryDirectory() as scratch:
        run(["apt-get", "download", "-qq", *names], cwd=Path(scratch))
        for path in sorted(Path(scratch).glob("*.deb")):
            run(["dpkg-deb", "--extract", str(path), str(folder)])


def run(command: Sequence[str], cwd: Path | None = None) -> str:
    """Run a program and return what it printed. Raises BuildError with what it complained of."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise BuildError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def _take_python(tree: Path) -> None:
    library = tree / "lib" / PYTHON
    with TemporaryDirectory() as scratch:
        download_packages(CONTENTS["python"]["packages"], Path(scratch))
        shutil.copytree(Path(scratch) / "usr/lib" / PYTHON, library, symlinks=True)
        shutil.copy2(Path(scratch) / "usr/bin" / PYTHON, tree / PYTHON)
        copyright_file = Path(scratch) / "usr/share/doc" / f"{PYTHON}-minimal" / "copyright"
        shutil.copy2(copyright_file, library / "copyright")
    _leave_out(library, CONTENTS["python"]["leave_out"])
    where = [library, library / "lib-dynload", tree / SITE]
    paths = "".join(f"{path.relative_to(tree)}\n" for path in where)
    (tree / f"{PYTHON}._pth").write_text(paths, encoding="utf-8")


def _build_wheel(scratch: Path) -> Path:
    source = scratch / "source"
    source.mkdir()
    for name in _SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, source / name)
    _pip("wheel", "--no-deps", "--wheel-dir", str(scratch), str(source))
    return next(scratch.glob("*.whl"))


def _install_wheels(wheel: Path, site: Path) -> None:
    """The program and all that it needs, as built for this interpreter and the oldest system that is promised."""
    newest = NEWEST_GLIBC[1]
    platforms = [f"manylinux_2_{minor}_x86_64" for minor in range(newest, 4, -1)]
    platforms += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]
    _pip(
        "install",
        *("--target", str(site), "--no-compile", "--only-binary", ":all:"),
        *("--implementation", "cp", "--python-version", CONTENTS["python"]["version"]),
        *(word for platform in platforms for word in ("--platform", platform)),
        f"{wheel}[gui]",
    )


def _pip(*words: str) -> None:
    run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words])


def _trim_qt(package: Path) -> None:
    """Leave modules and plugins that the table names, and the libraries that these need."""
    wanted = CONTENTS["qt"]
    qt = package / "Qt6"
    plugins = _match(qt / "plugins", wanted["plugins"])
    for folder in qt.iterdir():
        if folder.name not in ("lib", "plugins", "translations"):
            shutil.rmtree(folder)
    for path in package.glob("*.so"):
        if path.name.partition(".")[0] not in wanted["modules"]:
            path.unlink()
    for path in (qt / "plugins").rglob("*"):
        if path.is_file() and path not in plugins:
            path.unlink()
    for path in set((qt / "translations").iterdir()) - _match(qt / "translations", wanted["translations"]):
        path.unlink()
    libraries = {path.name: path for path in (qt / "lib").iterdir()}
    kept = _closure([*package.glob("*.so"), *plugins], libraries)
    for name, path in libraries.items():
        if name not in kept:
            path.unlink()


def _closure(roots: Iterable[Path], libraries: dict[str, Path]) -> set[str]:
    """Which libraries are needed by these files, and by those in turn."""
    found: set[str] = set()
    files = [path for path in roots if is_program(path)]
    while files:
        for name in read_needs(files.pop()).libraries & libraries.keys() - found:
            found.add(name)
            files.append(libraries[name])
    return found


def _match(folder: Path, patterns: Iterable[str]) -> set[Path]:
    return {path for pattern in patterns for path in folder.glob(pattern)}


def _leave_out(folder: Path, patterns: Iterable[str]) -> None:
    for path in _match(folder, patterns):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
