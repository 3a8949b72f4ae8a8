"""Matted frames and their streams for tests of sinks."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame
from tests.sources.media import textured_image

RATE_FPS = Fraction(25)
TIME_BASE = Fraction(1, 90_000)


def alpha_ramp(width: int, height: int) -> Image:
    return np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))


def matted_frame(
    index: int = 0, *, width: int = 96, height: int = 64, pts: int | None = None, name: str = "", rgba: bool = False
) -> MattedFrame:
    """A frame with every picture; `rgba` puts an alpha channel into the composite."""
    composite, alpha = textured_image(width, height), alpha_ramp(width, height)
    foreground = np.dstack([composite, alpha])
    return MattedFrame(
        composite=foreground if rgba else composite,
        alpha=alpha,
        foreground=foreground,
        index=index,
        pts=index * 3600 if pts is None else pts,
        time_base=TIME_BASE,
        name=name,
    )


def stream_info(width: int = 96, height: int = 64) -> StreamInfo:
    return StreamInfo(FrameSize(width, height), RATE_FPS, TIME_BASE, None)


def write_all(sink: FrameSink, frames: Sequence[MattedFrame]) -> None:
    """Open, write and finish."""
    size = frames[0].size
    sink.open(stream_info(size.width, size.height))
    for frame in frames:
        sink.write(frame)
    sink.finish()
