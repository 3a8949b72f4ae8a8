"""Some frames of a video as a job would matte them, before it is run: nothing is written."""

import logging
import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from matting_rt import build
from matting_rt.batch.job_spec import VideoJob
from matting_rt.batch.open_job import JobParts
from matting_rt.batch.opening import open_video_parts
from matting_rt.errors import ConfigError
from matting_rt.frame import Image, TimeRange
from matting_rt.lines import Line
from matting_rt.matting import MattingStage
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.null import NullSink
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


class JobPreview:
    """What `open_preview` returns, with all that takes part open; leaving its `with` block closes it."""

    def __init__(self, job: VideoJob, parts: JobParts, resources: ExitStack) -> None:
        self._job, self._parts, self._resources = job, parts, resources
        self.rate_fps, self._start_s = float(parts.source.info.rate_fps), job.start_s or 0.0
        self._stats = PipelineStats(MattingStage.STAGES)
        self._stage = MattingStage(parts.plate, self._stats, parts.people)
        self.frame_count = parts.source.info.frame_count
        """May be an estimate; None where nobody knows."""

    @property
    def frame_ms(self) -> float:
        """What a frame has taken, of those that were matted: two are in hand at a time."""
        return max(self._stats.stages[half].recent_median_ms() for half in MattingStage.HALVES)

    def frames(self, start_s: float, end_s: float) -> Iterator[PreviewFrame]:
        """Matte what is from a time on and before another, after `WARM_UP_S` of frames that are not given.

        Args:
            start_s: as `end_s`, from the start of the job's part of the video.

        Raises:
            MattingError: it cannot be read; there is nothing at that time.
        """
        first = max(0, math.ceil((start_s - WARM_UP_S) * self.rate_fps))
        self._stage.on_discontinuity()
        with build.build_video_source(
            self._job.source,
            self._job.size,
            stream=self._job.stream,
            rate_fps=self._job.rate_fps,
            part=TimeRange(self._start_s + first / self.rate_fps, self._start_s + end_s),
        ) as piece:
            for each in piece:
                # the place in the whole video, by which a plate that moves is found
                frame = replace(each, index=first + each.index)
                matted = self._stage.process(frame, self._parts.setup)
                at_s = frame.index / self.rate_fps
                if at_s > start_s - 0.5 / self.rate_fps:
                    yield PreviewFrame(self._start_s + at_s, frame.image, matted)

    def __enter__(self) -> "JobPreview":
        return self

    def __exit__(self, *exception: object) -> None:
        self._resources.close()


def open_preview(
    job: VideoJob,
    *,
    on_message: Callable[[str], None] = log.info,
    on_plate_frame: Callable[[int, int | None], None] = lambda read, frame_count: None,
) -> JobPreview:
    """Open a job as `open_batch` does, to matte parts of it and write nothing.

    Args:
        on_message: see `open_batch`.
        on_plate_frame: see `open_batch`.

    Raises:
        MattingError: something cannot be read or used.
    """
    if job.is_pipe:
        raise ConfigError("standard input is read once, so there is no preview of it")
    unwritten = replace(job, output=None, others={})
    with ExitStack() as resources:
        parts = open_video_parts(unwritten, resources, None, NullSink(), on_message, on_plate_frame)
        parts.source.close()
        return JobPreview(job, parts, resources.pop_all())


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
    with open_preview(job, on_message=on_message, on_plate_frame=on_plate_frame) as preview:
        frame_count = preview.frame_count
        if frame_count is None:
            raise ConfigError("{source} does not tell its length, which a preview needs", source=job.source)
        frames = []
        for number in range(count):
            at_s = round((number + 0.5) * frame_count / count - 0.5) / preview.rate_fps
            shown_s = (job.start_s or 0.0) + at_s
            on_message(
                Line("Frame {number} of {count}, at {at_s:.1f} s ...", number=number + 1, count=count, at_s=shown_s)
            )
            frames += list(preview.frames(at_s, at_s + 0.5 / preview.rate_fps))[-1:]
        return VideoPreview(tuple(frames), preview.frame_ms / 1000 * frame_count)
