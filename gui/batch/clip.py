"""A second of a job's video beside what becomes of it: matted now, or read from the result."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from PyQt6.QtCore import QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage

import matting_rt  # what it loads late is looked up when it is called
from gui.look.language import line_of, tr
from matting_rt import JobCancelled, VideoJob
from matting_rt.errors import MattingError
from matting_rt.frame import Image

LENGTH_S = 1.0
_MAX_SIZE = QSize(1280, 720)
"""Of the pictures that are kept, of which there are two a frame."""
Step = Callable[[str, float], None]
"""Told what is being done, and how much of it, 0..1, or -1 where nobody knows; what it raises ends it."""


class Pair(NamedTuple):
    """A frame, and what becomes of it: uint8 (H, W, 3) RGB, the latter also (H, W, 4) RGBA."""

    frame: Image
    result: Image


class Clip(Protocol):
    """A video that can be read at any time of it."""

    @property
    def duration_s(self) -> float | None: ...

    def pairs(self, start_s: float, end_s: float) -> Iterator[Pair]: ...


@contextmanager
def matted(job: VideoJob, step: Step) -> Iterator[Clip]:
    """The job as it would be, without writing anything. Raises MattingError."""

    def watch(read: int, count: int | None) -> None:
        step(tr("Building the plate from the video …"), min(read / count, 1.0) if count else -1.0)

    with matting_rt.open_preview(
        job, on_message=lambda line: step(line_of(line), -1.0), on_plate_frame=watch
    ) as preview:

        class Matted:
            duration_s = preview.frame_count / preview.rate_fps if preview.frame_count else None

            def pairs(self, start_s: float, end_s: float) -> Iterator[Pair]:
                for each in preview.frames(start_s, end_s):
                    composite = each.matted.composite
                    assert composite is not None, "a preview has one"
                    yield Pair(each.frame, composite)  # type: ignore[arg-type]

        yield Matted()


@contextmanager
def finished(job: VideoJob, step: Step) -> Iterator[Clip]:
    """The job's video and its result, both read from files. Raises MattingError."""
    output = next(iter(job.outputs.values()))
    step(tr("Opening …"), -1.0)

    class Finished:
        duration_s = _duration_s(output)

        def pairs(self, start_s: float, end_s: float) -> Iterator[Pair]:
            sources = matting_rt.video_frames(job.source, (job.start_s or 0.0) + start_s)
            results = matting_rt.video_frames(output, start_s)
            for source, result in zip(sources, results, strict=False):
                if result.time_s >= end_s:
                    return
                yield Pair(source.image, result.image)

    yield Finished()


def start_of(share: float, duration_s: float | None) -> float:
    """When the second at a share of a video begins; the last one ends with the video."""
    return 0.0 if duration_s is None else share * max(0.0, duration_s - LENGTH_S)


def _duration_s(video: Path) -> float | None:
    from matting_rt.media.facts import read_facts

    facts = read_facts(video)
    duration_s: float | None = facts["video"].get("duration_s") or facts["duration_s"]  # audio may be longer
    return duration_s


class ClipReader(QObject):
    """Reads a second at a time on a thread of its own, for one dialog. Used on the GUI thread.

    It has no parent in Qt: its thread may still be loading a network when the dialog has gone.
    """

    opened = pyqtSignal(object)
    """How long the video is, in seconds, or None."""
    stepped = pyqtSignal(str, float)
    glimpsed = pyqtSignal(QImage)
    """The frame with which the second begins, before all else is opened."""
    came = pyqtSignal(QImage, QImage)
    """The next frame of the second, and what becomes of it."""
    ended = pyqtSignal(str)
    """The second is complete; or a line on why it is not."""
    _came = pyqtSignal(int, QImage, QImage)
    _ended = pyqtSignal(int, str)
    """As those, with the number of what was asked for: an earlier second may still be on its way."""

    def __init__(self, open_clip: Callable[[VideoJob, Step], AbstractContextManager[Clip]], job: VideoJob) -> None:
        super().__init__()
        self._open_clip, self._job = open_clip, job
        self._changed = threading.Condition()
        self._wanted: float | None = None
        self._is_closed = False
        self._number = 0
        self._came.connect(lambda number, *pair: self.came.emit(*pair) if number == self._number else None)
        self._ended.connect(lambda number, problem: self.ended.emit(problem) if number == self._number else None)
        self.thread_of_clip = threading.Thread(target=self._run, name="clip", daemon=True)
        self.thread_of_clip.start()

    def read(self, share: float) -> None:
        """Read the second at a share of the video, 0..1; one that is being read is given up."""
        with self._changed:
            self._wanted = share
            self._number += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Give up what is being done, soon."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    # --- on its thread

    def _run(self) -> None:
        try:
            self._glimpse()
            with self._open_clip(self._job, self._step) as clip:
                self.opened.emit(clip.duration_s)
                while (wanted := self._wait()) is not None:
                    self._read(clip, *wanted)
        except JobCancelled:
            return
        except (MattingError, OSError) as error:
            self._ended.emit(self._number, line_of(error))

    def _glimpse(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._wanted is not None)
        if self._wanted is not None and self._job.source.is_file():
            start_s = (self._job.start_s or 0.0) + start_of(self._wanted, _duration_s(self._job.source))
            frame = next(matting_rt.video_frames(self._job.source, start_s), None)
            if frame is not None:
                self.glimpsed.emit(_to_image(frame.image))

    def _read(self, clip: Clip, number: int, share: float) -> None:
        start_s, problem = start_of(share, clip.duration_s), tr("The video has no frames at this time.")
        try:
            for pair in clip.pairs(start_s, start_s + LENGTH_S):
                if number != self._number or self._is_closed:
                    return
                self._came.emit(number, _to_image(pair.frame), _to_image(pair.result))
                problem = ""
        except (MattingError, OSError) as error:
            self._ended.emit(number, line_of(error))
        else:
            self._ended.emit(number, problem)

    def _wait(self) -> tuple[int, float] | None:
        """What is to be read next, with its number; None: nothing more."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._wanted is not None)
            share, self._wanted = self._wanted, None
            return None if self._is_closed or share is None else (self._number, share)

    def _step(self, line: str, share: float) -> None:
        if self._is_closed:
            raise JobCancelled
        self.stepped.emit(line, share)


def _to_image(pixels: Image) -> QImage:
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    image = QImage(pixels.tobytes(), width, height, channels * width, kind)
    if width <= _MAX_SIZE.width() and height <= _MAX_SIZE.height():
        return image.copy()
    return image.scaled(_MAX_SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
