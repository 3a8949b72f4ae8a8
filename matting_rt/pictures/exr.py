"""OpenEXR pictures, by FFmpeg: OpenCV's wheels are built without them."""

import re
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.pictures.transfer import from_light

BEGINNING = rb"\x76\x2f\x31\x01"
_CHANNEL = re.compile(rb"channels\0chlist\0.{4}[^\0]+\0(.{4})", re.DOTALL)
_WINDOW = re.compile(rb"dataWindow\0box2i\0\x10\0\0\0(.{16})", re.DOTALL)


def exr_size(content: bytes) -> FrameSize | None:
    """Of the pixels that a file holds; None where its header does not say."""
    found = _WINDOW.search(content)
    if found is None:
        return None
    left, top, right, bottom = struct.unpack("<iiii", found[1])
    return FrameSize(right - left + 1, bottom - top + 1) if right >= left and bottom >= top else None


def holds_halves(content: bytes) -> bool:
    """Whether its first channel is floating point of 16 bits, and not of 32."""
    found = _CHANNEL.search(content)
    return found is not None and found[1] == b"\1\0\0\0"


def encode_exr(image: Any) -> bytes:
    """
    Args:
        image: light, (H, W), (H, W, 3) RGB or (H, W, 4) RGBA, float16 or float32, and stored so. Channels are called
            R, G, B and A, which all programs know; grey is in all three.

    Raises:
        ValueError: it is no such picture.
    """
    import av

    if image.ndim == 2:
        image = np.repeat(image[..., None], 3, axis=2)
    if image.ndim != 3 or image.shape[2] not in (3, 4) or image.dtype.kind != "f":
        raise ValueError(f"{image.dtype} of shape {image.shape} is not an image that such files hold")
    kind = "half" if image.dtype == np.float16 else "float"
    pixel_format = "gbrpf32le" if image.shape[2] == 3 else "gbrapf32le"
    context = av.CodecContext.create("exr", "w")
    assert isinstance(context, av.VideoCodecContext)
    context.height, context.width = image.shape[:2]
    context.pix_fmt = pixel_format
    context.options = {"compression": "zip16", "format": kind}
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image, np.float32), pixel_format)
    return b"".join(bytes(packet) for given in (frame, None) for packet in context.encode(given))


def decode_exr(content: bytes) -> FloatMap | None:
    """Light, float32 (H, W, 3) RGB or (H, W, 4) RGBA with alpha as the file has it; None: it is damaged."""
    import av

    context = av.CodecContext.create("exr", "r")
    try:
        frames = [frame for given in (av.Packet(content), None) for frame in context.decode(given)]
    except av.FFmpegError:
        return None
    if not frames or not isinstance(frames[0], av.VideoFrame):
        return None
    frame = frames[0]
    kind = np.dtype("<f2" if "f16" in frame.format.name else "<f4")
    if not frame.format.name.startswith(("gbr", "grayf")):
        return None
    # by hand: FFmpeg's own way from half to float goes by whole numbers of 16 bits
    rows = [np.frombuffer(memoryview(plane), kind).reshape(frame.height, -1) for plane in frame.planes]
    planes = [row[:, : frame.width] for row in rows]
    green, blue, red, *alpha = planes if len(planes) > 1 else planes * 3
    return np.dstack([red, green, blue, *alpha]).astype(np.float32)


def read_exr(content: bytes, flags: int) -> npt.NDArray[Any] | None:
    """As OpenCV would with its flags: in 8 bits as a monitor shows it, else light, float32 BGR or BGRA."""
    import cv2

    light = decode_exr(content)
    if light is None:
        return None
    if flags not in (cv2.IMREAD_COLOR, cv2.IMREAD_COLOR_RGB):
        return np.asarray(cv2.cvtColor(light, cv2.COLOR_RGB2BGR if light.shape[2] == 3 else cv2.COLOR_RGBA2BGRA))
    shown: Image = np.rint(from_light(np.nan_to_num(light[..., :3]).clip(0, 1)) * 255).astype(np.uint8)
    return shown if flags == cv2.IMREAD_COLOR_RGB else np.ascontiguousarray(shown[..., ::-1])
