"""The packages' parts that need no package archive: what files ask of a system, licences, the AppImage's beginning."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="packages are built by Debian 12's Python 3.11")
if sys.platform != "linux" or shutil.which("readelf") is None:
    pytest.skip("binutils are not installed", allow_module_level=True)

from tools.packages import appimage, elf, licences, tree


def add_package(site: Path, name: str, metadata: str = "", licence: str = "") -> None:
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (site / name).mkdir()
    (site / name / "__init__.py").touch()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{metadata}\n")
    (info / "LICENSE").write_text(licence)
    (info / "RECORD").write_text(f"{name}/__init__.py,,\n{info.name}/METADATA,,\n{info.name}/LICENSE,,\n")


def make_tree(folder: Path) -> Path:
    site = folder / tree.SITE
    site.mkdir(parents=True)
    (site / "av.libs").mkdir()
    (site.parent / "copyright").write_text("The interpreter's licence.\n")
    return site


def test_what_a_program_asks_of_a_system_is_read_from_it() -> None:
    needs = elf.read_needs(Path("/bin/true").resolve())
    assert "libc.so.6" in needs.libraries
    assert (2, 0) < needs.glibc < (3, 0)
    assert not elf.is_program(Path(__file__))


def test_a_library_that_no_table_has_ends_the_build(tmp_path: Path) -> None:
    shutil.copy(Path("/bin/true").resolve(), tmp_path / "fine")
    tree.check_programs(tmp_path)
    source = tmp_path / "source.c"
    source.write_text("int strange(void) { return 1; } int main(void) { return strange(); }")
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed")
    library = tmp_path / "elsewhere" / "libstrange.so"
    library.parent.mkdir()
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    subprocess.run(["gcc", "-o", tmp_path / "program", source, "-Wl,--no-as-needed", library], check=True)
    library.unlink()
    with pytest.raises(tree.BuildError, match=r"program needs .*libstrange\.so, which contents\.toml does not have"):
        tree.check_programs(tmp_path)


def build_library(path: Path, needed: Sequence[Path] = ()) -> Path:
    """One whose only function has its name; needs those of others, which it finds beside itself."""
    path.parent.mkdir(exist_ok=True)
    code = f"int {path.name.replace('.', '-').partition('-')[0]}(void) {{ return 1; }}"
    arguments = ["-Wl,--no-as-needed", f"-Wl,-soname,{path.name}", "-Wl,--disable-new-dtags", "-Wl,-rpath,$ORIGIN"]
    command = ["gcc", "-shared", "-x", "c", "-", "-x", "none", "-o", path, *arguments, *needed]
    subprocess.run(command, input=code, text=True, check=True)
    return path


@pytest.mark.skipif(None in map(shutil.which, ("gcc", "patchelf")), reason="gcc or patchelf is not installed")
def test_opencv_uses_the_ffmpeg_of_pyav_and_brings_no_openssl(tmp_path: Path) -> None:
    own, other = tmp_path / "opencv_python_headless.libs", tmp_path / "av.libs"
    ssl = build_library(own / "libssl-1a.so.1.1.1k")
    codec = build_library(own / "libavcodec-2b.so.62.28.101", [ssl])
    png = build_library(own / "libpng16-3c.so.16")
    image = build_library(own / "libavif-4d.so.16.4.2", [png])
    module = build_library(tmp_path / "cv2/cv2.abi3.so", [codec, image])
    build_library(other / "libavcodec-5e.so.62.30.0")
    tree.share_ffmpeg(tmp_path)
    assert elf.read_needs(module).libraries >= {"libavcodec-5e.so.62.30.0", image.name}
    assert {path.name for path in own.iterdir()} == {image.name, png.name}
    subprocess.run([sys.executable, "-c", f"import ctypes; ctypes.CDLL({str(module)!r}).libavcodec"], check=True)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
def test_another_generation_of_ffmpeg_in_pyav_ends_the_build(tmp_path: Path) -> None:
    codec = build_library(tmp_path / "opencv_python_headless.libs/libavcodec-2b.so.62.28.101")
    build_library(tmp_path / "cv2/cv2.abi3.so", [codec])
    build_library(tmp_path / "av.libs/libavcodec-5e.so.63.0.0")
    with pytest.raises(tree.BuildError, match=r"OpenCV needs libavcodec-2b\.so\.62\.28\.101, and PyAV has .*so\.63"):
        tree.share_ffmpeg(tmp_path)


def test_each_package_is_named_with_its_files_holders_and_licence(tmp_path: Path) -> None:
    site = make_tree(tmp_path)
    add_package(site, "good", "License-Expression: MIT OR GPL-3.0-only", "Copyright (c) 2020 Ada\n\nDo as you like.\n")
    text = licences.write_copyright(tmp_path, "https://example.org/source")
    assert "Source: https://example.org/source" in text
    place = f"usr/lib/matting-rt/{tree.SITE}"
    assert f"Files: {place}/good/*\n {place}/good-1.0.dist-info/*\nCopyright: 2020 Ada\n" in text
    assert "License: MIT or GPL-3\n Copyright (c) 2020 Ada\n .\n Do as you like.\n" in text
    assert "License: GPL-3\n The full text is in /usr/share/common-licenses/GPL-3" in text
    assert "\nLicense: MIT\n Permission is hereby granted" in text


def test_a_package_that_names_no_licence_ends_the_build(tmp_path: Path) -> None:
    add_package(make_tree(tmp_path), "nameless")
    with pytest.raises(tree.BuildError, match=r"nameless does not name its licence"):
        licences.write_copyright(tmp_path, "")


def test_a_library_in_a_wheel_that_no_row_has_ends_the_build(tmp_path: Path) -> None:
    site = make_tree(tmp_path)
    (site / "av.libs" / "libx264-1.so").touch()
    assert "libx264" in licences.write_copyright(tmp_path, "")
    (site / "av.libs" / "libnew-1.so").touch()
    with pytest.raises(tree.BuildError, match=r"libnew-1\.so has no row"):
        licences.write_copyright(tmp_path, "")


def test_the_beginning_of_an_appimage_unpacks_and_starts_what_is_behind_it(tmp_path: Path) -> None:
    if shutil.which("mksquashfs") is None or not Path("/usr/include/squashfuse").exists():
        pytest.skip("squashfs-tools and libsquashfuse-dev are not installed; tools/packages/build.sh installs them")
    folder = tmp_path / "AppDir"
    (folder / "deep").mkdir(parents=True)
    start = folder / "AppRun"
    start.write_text('#!/bin/sh\ncat "$APPDIR/deep/link"; echo "$APPIMAGE $*"; exit 7\n')
    start.chmod(0o755)
    (folder / "deep" / "large").write_text("x" * 600_000 + "\n")
    (folder / "deep" / "link").symlink_to("large")
    image = tmp_path / "program.AppImage"
    subprocess.run(["mksquashfs", folder, tmp_path / "packed", "-comp", "zstd", "-quiet", "-no-progress"], check=True)
    image.write_bytes(appimage.build_runtime(tmp_path / "runtime") + (tmp_path / "packed").read_bytes())
    image.chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [str(image), "--appimage-extract-and-run", "one", "two"]
    done = subprocess.run(command, env={"TMPDIR": str(temporary)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout == "x" * 600_000 + f"\n{image} one two\n"
    assert list(temporary.iterdir()) == []
    subprocess.run([image, "--appimage-extract"], cwd=temporary, check=True)
    assert (temporary / "squashfs-root" / "deep" / "link").readlink() == Path("large")
    assert image.read_bytes()[8:11] == b"AI\x02"


def test_no_module_that_the_program_imports_is_left_out() -> None:
    imported = set()
    for path in (path for room in ("gui", "matting_rt") for path in (tree.ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(str(node.module))
            elif isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
    qt = {name.partition(".")[2] for name in imported if name.startswith("PyQt6.")}
    assert qt <= set(tree.CONTENTS["qt"]["modules"])
    left_out = {pattern.rpartition("/")[2].rstrip("*") for pattern in tree.CONTENTS["python"]["leave_out"]}
    assert {name.partition(".")[0] for name in imported}.isdisjoint(left_out)
