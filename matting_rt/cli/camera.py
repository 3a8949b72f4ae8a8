"""What the commands on live video share: how a camera is asked for, and what it says of itself."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from matting_rt.frame import FrameSize

if TYPE_CHECKING:
    from matting_rt.sources.base import FrameSource

SYNTHETIC = "synthetic"
"""The camera that is painted."""


class _Named(Protocol):
    @property
    def stable_id(self) -> str: ...


@runtime_checkable
class KnownCamera(Protocol):
    """A source that is a real camera, as opposed to a file that is played like one. Only once it is open."""

    @property
    def camera(self) -> _Named:
        """The device."""

    @property
    def is_held(self) -> bool:
        """Whether its exposure, white balance and focus stand still by now, or never will."""

    def controls(self) -> Mapping[str, int]:
        """Its settings by the driver's names."""


def add_camera_options(parser: argparse.ArgumentParser) -> None:
    """--camera and --size."""
    parser.add_argument(
        "--camera",
        required=True,
        metavar="ID|FILE|synthetic",
        help="a camera's number, path, id or name; a video or a folder of pictures plays as if it were one",
    )
    parser.add_argument(
        "--size",
        type=parse_size,
        default=FrameSize(1280, 720),
        metavar="WxH",
        help="of its pictures (default: %(default)s)",
    )


def parse_size(text: str) -> FrameSize:
    """ "1280x720". Raises argparse.ArgumentTypeError."""
    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; give width and height in pixels, like 1280x720")
    return FrameSize(int(match[1]), int(match[2]))


def camera_id_of(source: "FrameSource", camera: str) -> str:
    """What names a camera in a plate's metadata.

    Args:
        source: opened.
        camera: what --camera was given.
    """
    if isinstance(source, KnownCamera):
        return source.camera.stable_id
    return camera if camera == SYNTHETIC else Path(camera).name


def controls_of(source: "FrameSource") -> Mapping[str, int]:
    """The settings of an opened camera; none where it is a file."""
    return source.controls() if isinstance(source, KnownCamera) else {}


def is_held(source: "FrameSource") -> bool:
    """Whether the light of what an opened source shows is its own, and no longer the camera's doing."""
    return source.is_held if isinstance(source, KnownCamera) else True
