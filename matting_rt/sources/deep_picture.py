"""What a decoded video frame holds beyond 8 bits."""

from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.format import VideoFormat

from matting_rt.frame import DeepImage, FloatMap, FrameSize, Image
from matting_rt.pictures.depth import SWSCALE_WHITE, to_kind
from matting_rt.pictures.transfer import from_light

_FLOATS: dict[str, npt.DTypeLike] = {"f16le": "<f2", "f16be": ">f2", "f32le": "<f4", "f32be": ">f4"}
"""How FFmpeg's names of formats in floating point end."""


def bits_of(format_: VideoFormat) -> int:
    """Of a channel of its colours."""
    return max(component.bits for component in format_.components if not component.is_alpha)


def holds_floats(format_: VideoFormat) -> bool:
    """Whether it holds floating point in planes, as all of FFmpeg's decoders give it."""
    return format_.name[-5:] in _FLOATS and (format_.is_planar or len(format_.components) == 1)


def read_floats(frame: av.VideoFrame, size: FrameSize) -> FloatMap:
    """Its numbers as they are, float32 (H, W, 3) RGB, resized: by swscale they would end at 0 and 1."""
    kind = np.dtype(_FLOATS[frame.format.name[-5:]])
    planes = [
        np.frombuffer(memoryview(plane), kind).reshape(frame.height, -1)[:, : frame.width] for plane in frame.planes[:3]
    ]
    green, blue, red = planes if len(planes) == 3 else 3 * planes
    picture: FloatMap = cv2.merge([plane.astype(np.float32) for plane in (red, green, blue)])
    if (frame.width, frame.height) == size:
        return picture
    resized: FloatMap = cv2.resize(
        picture, size, interpolation=cv2.INTER_AREA if size.height < frame.height else cv2.INTER_CUBIC
    )
    return resized


def whiten(rgb: npt.NDArray[Any], format_: VideoFormat) -> npt.NDArray[Any]:
    """uint16 RGB that swscale made of a format, so that white is 65535; what is beyond is clipped."""
    white = 65535
    if not format_.is_rgb:
        bits = bits_of(format_)
        # levels of grey are shifted, and so end with zeros
        white = ((1 << bits) - 1) << (16 - bits) if len(format_.components) < 3 else SWSCALE_WHITE
    if white == 65535:
        return np.ascontiguousarray(rgb)
    whole: npt.NDArray[Any] = cv2.addWeighted(rgb, 65535 / white, rgb, 0, 0)
    return whole


def show_light(light: DeepImage) -> Image:
    """What is seen of light up to white, uint8."""
    shares: Image = _LEVELS_OF_LIGHT[to_kind(light, np.dtype(np.uint16))]
    return shares


_LEVELS_OF_LIGHT = np.rint(255 * from_light(np.linspace(0, 1, 65536, dtype=np.float32))).astype(np.uint8)
