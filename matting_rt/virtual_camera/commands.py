"""The commands for a terminal that people are told."""

import shutil
import sys
from pathlib import Path

from matting_rt.virtual_camera.facts import LOADED

_FIRST_NUMBER = 10
"""Numbers below are those that real cameras get."""


def own_command(verb: str) -> str:
    """`matting-rt virtual-camera VERB`, as it can be typed here."""
    command = "matting-rt"
    if shutil.which(command) is None:
        beside = Path(sys.executable).with_name(command)
        command = str(beside) if beside.exists() else f"{sys.executable} -m matting_rt.cli"
    return f"{command} virtual-camera {verb}"


def reload_command(path: str | None = None, root: Path = Path("/")) -> str:
    """The command that makes a virtual camera until the next restart; the module is reloaded if it is there.

    Args:
        path: where it is to be; None: where there is place.
        root: where dev and sys lie.
    """
    number = _FIRST_NUMBER
    name = Path(path).name if path is not None else ""
    if name.startswith("video") and name[5:].isdecimal():
        number = int(name[5:])
    else:
        while (root / f"dev/video{number}").exists():
            number += 1
    load = f'sudo modprobe v4l2loopback exclusive_caps=1 card_label="Matting RT" video_nr={number}'
    return f"sudo modprobe -r v4l2loopback && {load}" if (root / LOADED).exists() else load
