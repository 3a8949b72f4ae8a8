"""Which camera is meant, and which of its modes fits best; the same on every operating system."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from matting_rt.config import CameraConfig, PixelFormat
from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.lines import Line

ADVICE = Line("matting-rt devices lists the cameras")

_PREFERENCE = ("YUYV", "UYVY", "MJPG", "NV12", "YU12", "YV12", "NV21", "JPEG", "RGB3", "BGR3")
"""FOURCCs that OpenCV turns into RGB, best first: not compressed, then with full chroma lines, then the rest."""

_RATE_TOLERANCE = 0.97
"""29.97 frames a second are 30 to a user."""


@dataclass(frozen=True, slots=True)
class CameraMode:
    """One format and size that a camera sends, with the rates it can send them at."""

    fourcc: str
    """Four letters of V4L2, e.g. "MJPG", "YUYV"."""
    size: FrameSize
    rates_fps: tuple[float, ...]
    """Rising; empty where the driver does not tell."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera that is connected now."""

    stable_id: str
    """Names the same camera after it was plugged in again or the computer was started again, as far as can be."""
    path: str
    """/dev/videoN on Linux, OpenCV's index elsewhere."""
    name: str
    """As its driver calls it."""
    driver: str = ""
    """E.g. "uvcvideo"; "v4l2 loopback" is a virtual camera that somebody feeds."""
    modes: tuple[CameraMode, ...] = ()
    """Empty where the operating system does not tell."""

    def __str__(self) -> str:
        return f"{self.name} ({self.path})"


@dataclass(frozen=True, slots=True)
class Request:
    """What a camera is asked for; `fourcc` is None where its driver may choose."""

    fourcc: str | None
    size: FrameSize
    rate_fps: float


def find_camera(cameras: Sequence[CameraInfo], wanted: str) -> CameraInfo:
    """The camera that a user means.

    Args:
        wanted: a number N for /dev/videoN, a path (links are followed), a stable id, or a part of the name in any case.

    Raises:
        SourceNotFoundError: none is, or several are, meant by `wanted`; the message names those there are.
    """
    path = f"/dev/video{wanted}" if wanted.isdecimal() else os.path.realpath(wanted)
    for camera in cameras:
        if wanted in (camera.stable_id, camera.path) or camera.path == path:
            return camera
    # A number is never a part of a name: "9" must not find a C920.
    part = "" if wanted.isdecimal() else wanted.casefold()
    named = [camera for camera in cameras if part == camera.name.casefold()]
    named = named or [camera for camera in cameras if part and part in camera.name.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(camera.stable_id for camera in named)
        raise SourceNotFoundError(
            'several cameras have "{wanted}" in their name; choose one by its id: {ids}', wanted=wanted, ids=ids
        )
    there_are = ", ".join(str(camera) for camera in cameras)
    there_are = Line("there are {cameras}", cameras=there_are) if cameras else Line("no camera is connected")
    raise SourceNotFoundError(
        "there is no camera or file {wanted}; {there_are} ({advice})", wanted=wanted, there_are=there_are, advice=ADVICE
    )


def choose_request(camera: CameraInfo, config: CameraConfig) -> Request:
    """The format, size and rate to ask of a camera.

    The nearest size comes first, then a rate that is reached, then the format: YUYV before Motion JPEG, which costs
    time and edges, so that Motion JPEG is used where USB is too slow for YUYV at the wanted size and rate.

    Raises:
        SourceFormatError: the camera does not send the format that was asked for.
    """
    size = FrameSize(config.width, config.height)
    wanted = None if config.pixel_format is PixelFormat.AUTO else config.pixel_format.value.upper()
    known = [wanted] if wanted else list(_PREFERENCE)
    modes = [mode for mode in camera.modes if mode.fourcc in known]
    if not modes:
        if wanted and camera.modes:
            sends = ", ".join(dict.fromkeys(mode.fourcc for mode in camera.modes))
            raise SourceFormatError(
                "camera {camera} does not send {wanted} but {sends}; choose the pixel format auto",
                camera=camera,
                wanted=wanted,
                sends=sends,
            )
        return Request(wanted, size, config.rate_fps)

    def rank(mode: CameraMode) -> tuple[int, float, int]:
        away = abs(mode.size.width - size.width) + abs(mode.size.height - size.height)
        return away, _shortfall(mode, config.rate_fps), known.index(mode.fourcc)

    best = min(modes, key=rank)
    return Request(best.fourcc, best.size, _nearest_rate(best, config.rate_fps))


def _shortfall(mode: CameraMode, rate_fps: float) -> float:
    """Frames per second that are missing to the wanted rate; a driver that tells no rates is trusted."""
    fastest = max(mode.rates_fps, default=rate_fps)
    return 0.0 if fastest >= rate_fps * _RATE_TOLERANCE else rate_fps - fastest


def _nearest_rate(mode: CameraMode, rate_fps: float) -> float:
    """The lowest rate that is enough, or the highest there is."""
    enough = [rate for rate in mode.rates_fps if rate >= rate_fps * _RATE_TOLERANCE]
    return min(enough) if enough else max(mode.rates_fps, default=rate_fps)
