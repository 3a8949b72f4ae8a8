"""The Debian package: the program's folder in /usr/lib, and what brings it into menus, paths and polkit."""

import gzip
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools.packages.elf import find_foreign, find_programs
from tools.packages.licences import FOLDER, write_copyright
from tools.packages.tree import CONTENTS, PROGRAM, PYTHON, ROOT, SITE, run

ARCHITECTURE = "amd64"
_DESKTOP_ENTRY = Path("usr/share/applications") / f"{PROGRAM}.desktop"
_ICON = Path("usr/share/icons/hicolor/scalable/apps") / f"{PROGRAM}.svg"
_DOCS = Path("usr/share/doc") / PROGRAM
_HELPER = Path("usr/libexec") / PROGRAM / "virtual-camera"
"""What polkit may run as root; its policy names it."""
_POLICIES = Path("usr/share/polkit-1/actions")
_CONTROL = """Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size_kib}
Section: video
Priority: optional
Depends: {depends}
Recommends: libpulse0, pkexec | policykit-1, xdg-utils
Suggests: v4l2loopback-dkms
{homepage}Description: background replacement with true hair edges
 Puts people in front of any background, live in a meeting or in video files,
 with true hair edges and without a green screen. All of it happens on this
 computer; it needs no graphics card.
 .
 It comes with its own Python and all that it needs besides the system's
 libraries.
"""


@dataclass(frozen=True, slots=True)
class About:
    """Of the program, as the metadata of its wheel have it."""

    version: str
    maintainer: str
    homepage: str
    """Empty where there is none."""

    @property
    def source(self) -> str:
        return self.homepage or "the repository that this package was built from"


def read_about(tree: Path) -> About:
    code = (
        "from importlib.metadata import metadata as m; t = m('matting-rt'); print(t['Version'], t['Home-page'] or '')"
    )
    version, _, homepage = run([str(tree / PYTHON), "-c", code]).strip().partition(" ")
    return About(version, "Matting RT contributors <matting-rt@localhost>", homepage)


def lay_out(tree: Path, root: Path, about: About) -> None:
    """Move the program's folder into the root of a system, and put beside it what a desktop looks for."""
    folder = root / FOLDER
    folder.parent.mkdir(parents=True)
    shutil.move(tree, folder)
    _write(root / _DOCS / "copyright", write_copyright(folder, about.source))
    (folder / "copyright").symlink_to(Path("../../..") / _DOCS / "copyright")
    _write(root / _DESKTOP_ENTRY, _entry_text(folder))
    _copy(folder / SITE / "matting_rt/gui/look/icons/app.svg", root / _ICON)


def build_deb(root: Path, about: About, output: Path) -> Path:
    """Add to a root what only Debian wants, and pack it."""
    bin_folder = root / "usr/bin"
    bin_folder.mkdir()
    for name in ("matting-rt", "matting-rt-gui"):
        (bin_folder / name).symlink_to(Path("..") / FOLDER.relative_to("usr") / name)
    helper = root / FOLDER / SITE / "matting_rt/virtual_camera"
    _copy(helper / "virtual-camera.sh", root / _HELPER, mode=0o755)
    for policy in helper.glob("*.policy"):
        _copy(policy, root / _POLICIES / policy.name)
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    (root / _DOCS / "changelog.gz").write_bytes(changes)
    control = root / "DEBIAN"
    _copy(Path(__file__).with_name("postrm"), control / "postrm", mode=0o755)
    _write(control / "control", _control_text(root, about))
    _write(control / "md5sums", run(["sh", "-c", "find usr -type f -print0 | sort -z | xargs -0 md5sum"], cwd=root))
    run(["chmod", "-R", "u+rwX,go+rX,go-w", str(root)])
    path = output / f"{PROGRAM}_{about.version}_{ARCHITECTURE}.deb"
    # every dpkg that this may be installed by knows zstd, which installs in a third of the time of xz
    run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(root), str(path)])
    return path


def system_packages(folder: Path) -> list[str]:
    """The Debian packages that have what the programs in a folder need and do not bring."""
    names = {**CONTENTS["system"], **CONTENTS["brought"]}
    needed = find_foreign(find_programs(folder)) | set(CONTENTS["loaded"]["libraries"])
    return sorted({names[soname] for soname in needed if soname in names})


def _control_text(root: Path, about: About) -> str:
    depends = [f"{name} (>= 2.35)" if name == "libc6" else name for name in system_packages(root)]
    return _CONTROL.format(
        name=PROGRAM,
        version=about.version,
        architecture=ARCHITECTURE,
        maintainer=about.maintainer,
        size_kib=sum(-(-path.lstat().st_size // 1024) for path in root.rglob("*") if not path.is_dir()),
        depends=", ".join([*depends, "hicolor-icon-theme"]),
        homepage=f"Homepage: {about.homepage}\n" if about.homepage else "",
    )


def _entry_text(folder: Path) -> str:
    code = (
        "from matting_rt import gui; from gui.app.desktop_entry import entry_text; print(entry_text('matting-rt-gui'))"
    )
    return run([str(folder / PYTHON), "-c", code]).strip() + "\n"


def _copy(source: Path, path: Path, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    path.chmod(mode)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
