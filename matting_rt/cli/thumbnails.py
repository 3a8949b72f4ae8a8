"""Small composites of a whole video, for its report."""

from typing import NamedTuple

import cv2
import numpy as np

from matting_rt.frame import AnyImage, Colours, Image, StreamInfo
from matting_rt.pictures.depth import to_levels
from matting_rt.pictures.transfer import from_light
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.timing import EvenSamples

WIDTH = 320
"""Pixels: twice what a report shows, for screens of twice the density."""
COUNT = 12
"""How many there are of a video that has as many frames."""
_JPEG_QUALITY = 80
_LIGHT, _DARK, _SQUARE = 235, 205, 8
"""Of the chequered ground under what is transparent: two grey levels, and pixels."""


class Thumbnail(NamedTuple):
    time_s: float
    jpeg: bytes


class ThumbnailStrip(FrameSink):
    """Keeps small pictures of some composites, at even distances."""

    def __init__(self) -> None:
        self._kept: EvenSamples[Thumbnail] = EvenSamples(4 * COUNT)
        self._is_light = False

    @property
    def thumbnails(self) -> list[Thumbnail]:
        kept = self._kept.samples
        chosen = np.linspace(0, len(kept) - 1, min(COUNT, len(kept)))
        return [kept[round(index)] for index in chosen]

    def open(self, info: StreamInfo) -> None:
        self._is_light = info.colours is Colours.LINEAR

    def write(self, frame: MattedFrame) -> None:
        composite = frame.composite
        assert composite is not None, "the pipeline makes no composite"
        time_s = float(frame.pts * frame.time_base)
        self._kept.offer(lambda: Thumbnail(time_s, encode_jpeg(shrink(self._as_seen(composite)))))

    def _as_seen(self, composite: AnyImage) -> AnyImage:
        if not self._is_light or composite.dtype != np.float32:
            return composite
        light = np.asarray(composite, np.float32)
        return np.asarray(np.dstack([from_light(light[..., :3]), light[..., 3:]]), np.float32)

    def finish(self) -> None:
        """Everything is kept."""

    def abort(self) -> None:
        """Nothing is left behind."""


def shrink(picture: AnyImage, width: int = WIDTH) -> Image:
    """Any kind of picture that frames have as uint8 (h, w, 3) RGB, at most `width` wide, over chequers."""
    scale = min(1.0, width / picture.shape[1])
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    small = to_levels(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    if small.ndim == 2:
        return np.repeat(small[..., None], 3, axis=2)
    if small.shape[2] == 3:
        return small
    rows, columns = np.indices(small.shape[:2]) // _SQUARE
    ground = np.where((rows + columns) % 2 == 0, _LIGHT, _DARK)[..., None]
    alpha = small[..., 3:] / 255
    return np.rint(small[..., :3] * alpha + ground * (1 - alpha)).astype(np.uint8)


def encode_jpeg(image: Image) -> bytes:
    """Of uint8 (H, W, 3) RGB."""
    _, content = cv2.imencode(".jpg", image[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY))
    return content.tobytes()
