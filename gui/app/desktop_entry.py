"""The program in the menu of a Linux desktop: an entry and its icon in the user's own folders."""

import os
import re
import shutil
import sys
from pathlib import Path

from gui.look import icons
from gui.look.language import ENGLISH, languages, load, mark
from matting_rt.errors import SinkError, UsageError
from matting_rt.files import replacing, user_data_folder

NAME = "matting-rt"
"""By it a desktop brings window, entry and icon together; the application has to be called so in Qt too."""
COMMAND = "matting-rt-gui"

VIDEO_TYPES = (
    *("video/mp4", "video/quicktime", "video/x-matroska", "video/webm", "video/x-msvideo", "video/mpeg", "video/mp2t"),
    *("video/x-ms-wmv", "video/x-flv", "video/ogg", "video/dv", "video/3gpp", "application/mxf"),
)
"""What a desktop may offer to open with the program: videos go onto the list of the tab *Videos*."""
_TEXTS = {
    "GenericName": mark("Background Replacement"),
    "Comment": mark("Replace your background in meetings and videos"),
}
_ENTRY = """[Desktop Entry]
Type=Application
Name=Matting RT
{texts}
Exec={command} %F
Icon={name}
Terminal=false
StartupNotify=true
StartupWMClass={name}
Categories=AudioVideo;Video;
Keywords=camera;webcam;background;meeting;matting;video;virtual;
MimeType={types}
"""


def install(data_folder: Path | None = None) -> tuple[Path, Path]:
    """Write entry and icon; those of an earlier version are replaced. Returns their paths.

    Args:
        data_folder: None: the user's own, by the XDG base directory specification.

    Raises:
        UsageError: this is not Linux.
        SinkError: a file cannot be written.
    """
    if sys.platform != "linux":
        raise UsageError("a desktop entry is for Linux; on this system make a shortcut to matting-rt-gui")
    folder = user_data_folder().parent if data_folder is None else data_folder
    entry = folder / "applications" / f"{NAME}.desktop"
    icon = folder / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    # the icon first: a desktop looks for it when it sees the entry
    _write(icon, (icons.FOLDER / "app.svg").read_text(encoding="utf-8"))
    _write(entry, entry_text(_start_command()))
    return entry, icon


def entry_text(command: str) -> str:
    """What stands in the entry.

    Args:
        command: what starts the program, as Exec wants it.
    """
    types = "".join(f"{each};" for each in VIDEO_TYPES)
    return _ENTRY.format(command=command, name=NAME, texts=_say_texts(), types=types)


def _say_texts() -> str:
    """In English, and in every language that there is: the desktop chooses."""
    known = [load(code) for code in languages() if code != ENGLISH]
    return "\n".join(
        line
        for key, text in _TEXTS.items()
        for line in (f"{key}={text}", *(f"{key}[{each.code}]={each.say(text)}" for each in known))
    )


def _start_command() -> str:
    """What starts this very installation, which need not be on a desktop's PATH."""
    if image := os.environ.get("APPIMAGE"):
        return quote(image)  # the files in it are elsewhere each time
    beside = Path(sys.executable).with_name(COMMAND)
    found = str(beside) if beside.exists() else shutil.which(COMMAND)
    package = "matting_rt.gui" if "matting_rt.gui" in sys.modules else "gui"
    return quote(found) if found else f"{quote(sys.executable)} -m {package}"


def quote(text: str) -> str:
    """An argument of Exec, by the Desktop Entry Specification: quoted, and then the whole of it is a string value."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", text)
    return f'"{quoted}"'.replace("\\", "\\\\").replace("%", "%%")


def _write(path: Path, text: str) -> None:
    try:
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SinkError(f"cannot write {path}: {error.strerror}; check the permissions of its folder") from error
