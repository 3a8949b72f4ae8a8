"""A small picture of a video or image file, for a gallery; of a video also how it moves."""

from pathlib import Path

import numpy as np

from matting_rt import build
from matting_rt.compositing.backdrop_spec import parse_backdrop
from matting_rt.errors import SourceFormatError
from matting_rt.frame import FrameSize, Image

_MAX_SKIPPED = 60
"""Frames from the start of a video among which one is looked for that is not black: many fade in."""
_BLACK = 12.0
"""Mean grey level."""


def make_thumbnail(path: Path, size: FrameSize) -> Image:
    """What a file shows, uint8 (h, w, 3) RGB of exactly `size`; the overhang is cut, nothing is stretched.

    A video is shown by its first picture that is not black. Takes from milliseconds to a second.

    Raises:
        MattingError: it cannot be read as a picture or a video.
    """
    from matting_rt.sources.image_files import load_image

    spec = parse_backdrop(str(path.absolute()))
    return _covering(_first_picture(path) if spec.kind.is_moving else load_image(path, build.BACKDROP_COLOUR), size)


def make_strip(path: Path, size: FrameSize, length_s: float, rate_fps: float) -> list[Image]:
    """How a video begins, in so many pictures a second, each as of `make_thumbnail`.

    Raises:
        MattingError: it cannot be read.
    """
    pictures: list[Image] = []
    with build.build_moving_source(path) as source:
        for frame in source:
            seconds = float(frame.pts * source.info.time_base)
            if seconds >= length_s:
                break
            if seconds >= len(pictures) / rate_fps:
                pictures.append(_covering(frame.image, size))
    return pictures


def _first_picture(path: Path) -> Image:
    chosen: Image | None = None
    with build.build_moving_source(path) as source:
        for number, frame in enumerate(source):
            if chosen is None or frame.image.mean() > _BLACK:
                chosen = frame.image
            if chosen.mean() > _BLACK or number >= _MAX_SKIPPED:
                return chosen
    if chosen is None:
        raise SourceFormatError("the video {path} holds no picture; choose another", path=path)
    return chosen


def _covering(image: Image, size: FrameSize) -> Image:
    import cv2

    height, width = image.shape[:2]
    scale = max(size.width / width, size.height / height)
    kept_width, kept_height = min(width, round(size.width / scale)), min(height, round(size.height / scale))
    left, top = (width - kept_width) // 2, (height - kept_height) // 2
    kept = image[top : top + kept_height, left : left + kept_width]
    small: Image = np.asarray(
        cv2.resize(kept, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.uint8
    )
    return small
