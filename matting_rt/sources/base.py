"""The interface of everything frames come from."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TypeVar

from matting_rt.frame import Frame, Image, StreamInfo

Source = TypeVar("Source", bound="FrameSource")


class FrameSource(ABC):
    """A stream of frames.

    `open` touches the file or device (never `__init__`), then `info` is known and iterating yields each frame once, in
    order, upright, uint8 RGB. `open`, iteration and `close` may happen on different threads, one after another; `close`
    may be called twice, and without `open`. A `with` block opens and closes.

    Raises (from `open` and while iterating):
        SourceNotFoundError: there is no such file or device.
        SourceFormatError: it is there, but cannot be read as what it should be.
    """

    @abstractmethod
    def open(self) -> None:
        """Open the file or device, so that `info` is known."""

    @property
    @abstractmethod
    def info(self) -> StreamInfo:
        """What is known of the stream; only after `open`."""

    @abstractmethod
    def __iter__(self) -> Iterator[Frame]:
        """Yield every frame once, in order."""

    def frames_from(self, first: int) -> Iterator[Frame]:
        """As iterating, without the frames before the one of index `first`, of which as little as can be is done."""
        return (frame for frame in self if frame.index >= first)

    @abstractmethod
    def close(self) -> None:
        """Release the file or device."""

    @property
    def notes(self) -> Sequence[str]:
        """Lines on what is not shown as the file has it; more may come until all its frames were read."""
        return ()

    @property
    def shortfall(self) -> str | None:
        """A line on what a file lacks at its end, known once all its frames were read; None: nothing."""
        return None

    @property
    def losses(self) -> Mapping[str, int]:
        """Frames by what is wrong with them, "missing" or "damaged", once all were read; empty where none is known."""
        return {}

    def __enter__(self: Source) -> Source:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class LiveSource(FrameSource):
    """Frames as they happen, all of one size: a camera, or what stands in for one.

    `pts` is the time of capture in microseconds of `time.perf_counter`. `close` may come from another thread and ends
    an iteration within a second; afterwards `open` finds the same camera again. Besides what FrameSource raises:

        SourceBusyError: another program holds the camera.
        SourceLostError: it delivered frames and no longer does.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """What messages call it; once it is open."""

    @property
    @abstractmethod
    def stable_id(self) -> str:
        """What names it in a way that survives plugging it in elsewhere; once it is open."""

    @property
    def is_recording(self) -> bool:
        """Whether it stands in for a camera, so that a plate may be of the camera its pictures were taken with."""
        return False

    @property
    def is_held(self) -> bool:
        """Whether exposure, white balance and focus stay as they are by now: from here on a plate is worth taking."""
        return True

    def controls(self) -> Mapping[str, int]:
        """Their values by the driver's names, for a plate's notes; empty where there are none."""
        return {}

    def empty_scene(self) -> Image | None:
        """The scene without the person, uint8 (H, W, 3) RGB, where it is known: of a painted one."""
        return None
