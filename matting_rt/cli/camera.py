"""How the commands on live video are told which camera to use."""

import argparse
import re
from dataclasses import replace
from typing import Any

from matting_rt.config import CameraConfig
from matting_rt.frame import FrameSize

_DEFAULTS = CameraConfig()


def add_camera_options(parser: argparse.ArgumentParser) -> None:
    """--camera, --size and --rate."""
    parser.add_argument(
        "--camera",
        required=True,
        metavar="ID|FILE|synthetic",
        help="a camera's number, path, id or name; a video or a folder of pictures plays as if it were one",
    )
    parser.add_argument(
        "--size",
        type=parse_size,
        metavar="WxH",
        help=f"of its pictures (default: {_DEFAULTS.width}x{_DEFAULTS.height})",
    )
    parser.add_argument("--rate", type=float, metavar="FPS", help=f"frames a second (default: {_DEFAULTS.rate_fps:g})")


def camera_config_of(arguments: argparse.Namespace, config: CameraConfig) -> CameraConfig:
    """`config` with the options of `add_camera_options` that are given. Raises ConfigError."""
    given: dict[str, Any] = {}
    if arguments.size is not None:
        given = {"width": arguments.size.width, "height": arguments.size.height}
    if arguments.rate is not None:
        given["rate_fps"] = arguments.rate
    return replace(config, **given)


def parse_size(text: str) -> FrameSize:
    """ "1280x720". Raises argparse.ArgumentTypeError."""
    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; give width and height in pixels, like 1280x720")
    return FrameSize(int(match[1]), int(match[2]))
