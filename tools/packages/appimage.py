"""The AppImage: one file that runs where it lies. A small program, and behind it a compressed file system."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.packages.deb import About
from tools.packages.elf import find_foreign, find_programs
from tools.packages.licences import FOLDER, common_licences
from tools.packages.tree import CONTENTS, HERE, PROGRAM, SITE, check_programs, download_packages, run

_COMPRESSORS = ("-llzma", "-llzo2", "-llz4", "-lzstd", "-lz")
_FUSE = ("-lsquashfuse_ll", "-lsquashfuse", "-lfuse3", "-lpthread", "-ldl", *_COMPRESSORS)
_RUNTIME_PACKAGES = ("libsquashfuse0", "libfuse3-3", "liblzma5", "liblzo2-2", "liblz4-1", "libzstd1", "zlib1g")
"""Of what is linked into the runtime; their licences come along."""
_MAGIC = b"AI\x02"
"""At byte 8 of the file: by it desktops and file managers know an AppImage of type 2."""
_START = """#!/bin/sh
# The window; with matting-rt as the first word, the command.
folder=$(dirname "$(readlink -f "$0")")/{folder}
if [ "${{1-}}" = matting-rt ]; then
    shift
    exec "$folder/matting-rt" "$@"
fi
exec "$folder/matting-rt-gui" "$@"
"""


def build_appimage(root: Path, about: About, output: Path) -> Path:
    """Make the root that `lay_out` filled one file, with the libraries beside it that a desktop may lack."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "AppDir"
        run(["cp", "-a", "--reflink=auto", str(root), str(folder)])
        _bring_libraries(folder)
        check_programs(folder / FOLDER)
        _lay_out(folder)
        runtime = build_runtime(Path(scratch) / "runtime")
        packed = Path(scratch) / "packed"
        words = (
            "-comp",
            "zstd",
            "-Xcompression-level",
            "12",
            "-b",
            "256K",
            "-root-owned",
            "-noappend",
            "-quiet",
            "-no-progress",
        )
        run(["mksquashfs", str(folder), str(packed), *words])
        path = output / f"Matting_RT-{about.version}-x86_64.AppImage"
        path.write_bytes(runtime)
        with path.open("ab") as file, packed.open("rb") as rest:
            shutil.copyfileobj(rest, file)
        path.chmod(0o755)
    return path


def build_runtime(path: Path) -> bytes:
    """The program at the beginning, which needs no library at all."""
    source = HERE / "appimage_runtime.c"
    flags = ("-O2", "-Wall", "-Wextra", "-Werror", "-static", "-s", "-D_FILE_OFFSET_BITS=64")
    # the linker warns that libfuse3 may load modules, which nobody asks it for here
    run(["gcc", *flags, "-Wl,--no-warnings", "-I/usr/include/fuse3", "-o", str(path), str(source), *_FUSE])
    program = bytearray(path.read_bytes())
    program[8 : 8 + len(_MAGIC)] = _MAGIC
    return bytes(program)


def _bring_libraries(folder: Path) -> None:
    """Those of Debian, beside Qt's, where the plugins look; each finds its neighbours there."""
    place = folder / FOLDER / SITE / "PyQt6/Qt6/lib"
    wanted = find_foreign(find_programs(folder / FOLDER)) | set(CONTENTS["loaded"]["libraries"])
    table: dict[str, str] = CONTENTS["brought"]
    with TemporaryDirectory() as scratch:
        everything = Path(scratch)
        download_packages([*sorted(set(table.values())), *_RUNTIME_PACKAGES], everything)
        found = {path.name: path for path in everything.rglob("*.so*")}
        brought: set[str] = set()
        while missing := (wanted & table.keys()) - brought:
            for name in missing:
                shutil.copyfile(found[name].resolve(), place / name)
                run(["patchelf", "--set-rpath", "$ORIGIN", str(place / name)])
            brought |= missing
            wanted = find_foreign([place / name for name in brought])
        for package in {*(table[name] for name in brought), *_RUNTIME_PACKAGES}:
            text = everything / "usr/share/doc" / package / "copyright"
            target = folder / "usr/share/doc" / package / "copyright"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, target)
    _show_the_way(folder / FOLDER, place)


def _show_the_way(folder: Path, libraries: Path) -> None:
    """Tell Debian's interpreter and its modules where the libraries are: a variable would reach all they start."""
    programs = [path for path in folder.glob("python*") if path.suffix != "._pth"]
    for path in [*programs, *folder.glob("lib/python*/lib-dynload/*.so")]:
        run(["patchelf", "--set-rpath", f"$ORIGIN/{os.path.relpath(libraries, path.parent)}", str(path)])


def _lay_out(folder: Path) -> None:
    """What is in the root of every AppImage."""
    start = folder / "AppRun"
    start.write_text(_START.format(folder=FOLDER), encoding="utf-8")
    start.chmod(0o755)
    entry = f"{PROGRAM}.desktop"
    text = (folder / "usr/share/applications" / entry).read_text(encoding="utf-8")
    (folder / entry).write_text(text, encoding="utf-8")
    shutil.copyfile(folder / "usr/share/icons/hicolor/scalable/apps" / f"{PROGRAM}.svg", folder / f"{PROGRAM}.svg")
    (folder / ".DirIcon").symlink_to(f"{PROGRAM}.svg")
    licences = folder / "usr/share/doc" / PROGRAM / "common-licenses"
    licences.mkdir()
    for path in common_licences():
        shutil.copyfile(path, licences / path.name)
