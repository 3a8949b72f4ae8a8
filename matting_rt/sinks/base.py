"""The interface of everything composites go to."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Flag, auto
from fractions import Fraction

from matting_rt.errors import SinkError
from matting_rt.frame import FrameSize, Image, StreamInfo


class Picture(Flag):
    """The pictures that can be made of a frame; see `MattedFrame`."""

    COMPOSITE = auto()
    ALPHA = auto()
    FOREGROUND = auto()
    MIRRORED = auto()
    DIFFERENCE = auto()
    ERROR = auto()
    REFINED = auto()


GREY = Picture.ALPHA | Picture.ERROR | Picture.REFINED
"""Pictures of one channel."""
EXPLAINING = Picture.ERROR | Picture.REFINED
"""Pictures that only `MattingStream.explain` gives."""


@dataclass(frozen=True, slots=True, eq=False)
class MattedFrame:
    """A matted frame on its way out: the pictures that the sink asked for, and when to show them."""

    composite: Image | None
    """uint8 (H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha when the backdrop is transparent."""
    alpha: Image | None
    """uint8 (H, W) 0..255."""
    foreground: Image | None
    """uint8 (H, W, 4) RGBA, the foreground's own colour with straight alpha."""
    index: int
    pts: int
    time_base: Fraction
    name: str = ""
    mirrored: Image | None = None
    """uint8 (H, W, 3) RGB, the composite with the person turned the other way: for a mirror beside the output."""
    difference: Image | None = None
    """uint8 (H, W, 3) RGB, four times the distance of the frame from the plate."""

    error: Image | None = None
    """uint8 (H, W), the error that the base network expects in its alpha, 255 times."""
    refined: Image | None = None
    """uint8 (H, W), 255 where the refiner worked, else 0."""

    @property
    def size(self) -> FrameSize:
        pictures = (self.composite, self.alpha, self.foreground, self.error, self.refined)
        picture = next(picture for picture in pictures if picture is not None)
        return FrameSize(picture.shape[1], picture.shape[0])

    def picture(self, which: Picture) -> Image:
        """One of the pictures, which must have been made."""
        assert which.name is not None, "one picture at a time"
        image: Image | None = getattr(self, which.name.lower())
        assert image is not None, f"the pipeline makes no {which}"
        return image


class FrameSink(ABC):
    """Where matted frames go.

    `open` once, then `write` once a frame in the order of `index`, then exactly one of `finish` (all frames were
    written: publish the output under its final name) and `abort` (something failed or was cancelled: leave nothing
    half-written under the final name). All from one thread at a time: the owner may `open` before the output thread
    starts, and `abort` once it has ended. `abort` may be called twice, and after `finish`, where it does nothing.

    Raises:
        SinkExistsError: from `open`: the output exists and was not to be overwritten.
        SinkFullError: from `write`, `complete` and `finish`: the disk is full.
        SinkError: anything else that keeps frames from being written.
    """

    @abstractmethod
    def open(self, info: StreamInfo) -> None:
        """Get ready for frames of a stream like `info`."""

    @abstractmethod
    def write(self, frame: MattedFrame) -> None:
        """Write one frame."""

    def complete(self) -> None:  # noqa: B027 - a choice: most sinks have nothing to do here
        """Do all of `finish` that may fail, and publish nothing: of several outputs, all are completed first.

        Called at most once, right before `finish`, which must also work without it.
        """

    @abstractmethod
    def finish(self) -> None:
        """Flush, close, and move the output to its final name."""

    @abstractmethod
    def abort(self) -> None:
        """Close and remove whatever is unfinished."""


def opaque_composite(frame: MattedFrame, size: FrameSize) -> Image:
    """The composite of a frame for an output that knows one size and no transparency.

    Raises:
        SinkError: the frame is of another size, or its backdrop is transparent.
    """
    assert frame.composite is not None, "the pipeline makes no composite"
    if frame.size != size:
        raise SinkError(f"frame {frame.index} is {frame.size}, but the output was opened for {size}")
    if frame.composite.shape[2] != 3:
        raise SinkError("the output cannot be transparent; choose a backdrop that is not")
    return frame.composite
