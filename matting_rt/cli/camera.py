"""How commands on live video choose the camera."""

import argparse

from matting_rt.cli.options import add_setting_options, spread
from matting_rt.cli.values import parse_size
from matting_rt.config import CameraConfig
from matting_rt.frame import FrameSize

_DEFAULTS = CameraConfig()


def add_camera_options(parser: argparse.ArgumentParser) -> None:
    """--camera, --size, and the camera's other settings."""
    parser.add_argument(
        "--camera",
        required=True,
        metavar="ID|FILE|synthetic",
        help="a camera's number, path, id or name; a video or a folder of images plays as if it were one",
    )
    parser.add_argument(
        "--size",
        **spread("camera.width", "camera.height"),
        type=lambda text: _sides(parse_size(text)),
        metavar="WxH",
        help=f"of the camera's frames (default: {_DEFAULTS.width}x{_DEFAULTS.height})",
    )
    add_setting_options(parser, "camera")


def _sides(size: FrameSize) -> tuple[int, int]:
    return size.width, size.height
