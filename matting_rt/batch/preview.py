"""Some frames of a video as a job would matte them, before it is run: nothing is written."""

import logging
import math
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from matting_rt import build
from matting_rt.batch.jobs import VideoJob
from matting_rt.batch.opening import open_video_parts
from matting_rt.errors import ConfigError
from matting_rt.frame import Image, TimeRange
from matting_rt.lines import Line
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.null import NullSink
from matting_rt.sources.base import FrameSource
from matting_rt.timing import PipelineStats

log = logging.getLogger(__name__)

WARM_UP_S = 1.0
"""What is matted before each of the frames, so that the network's memory, the plate's place and its light are as they
will be there. A plate that is learned knows less of the room than it will."""


@dataclass(frozen=True, slots=True, eq=False)
class PreviewFrame:
    """One of the frames, and what becomes of it."""

    time_s: float
    """From the start of the video."""
    frame: Image
    """uint8 (H, W, 3) RGB."""
    matted: MattedFrame
    """Its alpha and its composite."""


@dataclass(frozen=True, slots=True, eq=False)
class VideoPreview:
    """What `preview_video` returns."""

    frames: tuple[PreviewFrame, ...]
    whole_s: float
    """What matting the whole video will take, at the speed of these frames."""


def preview_video(
    job: VideoJob,
    count: int = 3,
    *,
    on_message: Callable[[str], None] = log.info,
    on_plate_frame: Callable[[int, int | None], None] = lambda read, frame_count: None,
) -> VideoPreview:
    """Matte some frames, spread over a video, as a job would.

    Args:
        count: how many frames; at least 1.
        on_message: see `open_batch`.
        on_plate_frame: see `open_batch`.

    Raises:
        ConfigError: `count` is not 1 or more, or the video's length is not known.
        MattingError: something cannot be read or used.
    """
    if count < 1:
        raise ConfigError("a preview has one frame or more, not {count}", count=count)
    if job.is_pipe:
        raise ConfigError("standard input is read once, so there is no preview of it")
    unwritten = replace(job, output=None, others={})
    with ExitStack() as resources:
        parts = open_video_parts(unwritten, resources, None, NullSink(), on_message, on_plate_frame)
        parts.source.close()
        info = parts.source.info
        if info.frame_count is None:
            raise ConfigError("{source} does not tell its length, which a preview needs", source=job.source)
        rate_fps, start_s = float(info.rate_fps), job.start_s or 0.0
        stats = PipelineStats(MattingStage.STAGES)
        stage = MattingStage(parts.plate, stats, parts.people)
        frames = []
        for number in range(count):
            index = round((number + 0.5) * info.frame_count / count - 0.5)
            first = max(0, math.ceil(index - WARM_UP_S * rate_fps))
            at_s = start_s + index / rate_fps
            on_message(
                Line("Frame {number} of {count}, at {at_s:.1f} s ...", number=number + 1, count=count, at_s=at_s)
            )
            stage.on_discontinuity()
            with build.build_video_source(
                job.source,
                job.size,
                stream=job.stream,
                rate_fps=job.rate_fps,
                part=TimeRange(start_s + first / rate_fps, at_s + 0.5 / rate_fps),
            ) as piece:
                frames.append(_matte_last(piece, first, at_s, stage, parts.setup))
        slower_ms = max(stats.stages[half].recent_median_ms() for half in MattingStage.HALVES)
    return VideoPreview(tuple(frames), slower_ms / 1000 * info.frame_count)


def _matte_last(source: FrameSource, first: int, at_s: float, stage: MattingStage, setup: MattingSetup) -> PreviewFrame:
    """The last frame of a source, matted after all before it.

    Args:
        first: the place in the whole video of the source's first frame, by which a plate that moves is found.
        at_s: the time of its last frame.
    """
    last: PreviewFrame | None = None
    for piece in source:
        frame = replace(piece, index=first + piece.index)
        last = PreviewFrame(at_s, frame.image, stage.process(frame, setup))
    assert last is not None, "an opened source has a frame"
    return last
