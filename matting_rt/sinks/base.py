"""The interface of everything composites go to."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from matting_rt.errors import SinkError
from matting_rt.frame import AnyImage, Frame, FrameSize, Image, StreamInfo
from matting_rt.media.encodings import Encoding
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND, Output
from matting_rt.sound import SoundBlock

_FIELDS = (COMPOSITE, ALPHA, FOREGROUND)
"""Outputs that have a field of their own in a frame."""


class SegmentPlace(NamedTuple):
    """Where an output keeps its frames until all are there, in such a way that another program can continue."""

    folder: Path
    """It is there, on the disk of the output."""
    first: int = 0
    """The number of the segment that the frames begin with; those before are whole. One begins with every `cut`."""


@dataclass(frozen=True, slots=True, eq=False)
class MattedFrame:
    """A matted frame on its way out: the pictures that the sink asked for, and when to show them.

    They are uint8; of a frame that has a deep picture these are of its kind, uint16 or float32, and in its colours.
    """

    composite: AnyImage | None
    """(H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha when the backdrop is transparent."""
    alpha: AnyImage | None
    """(H, W)."""
    foreground: AnyImage | None
    """(H, W, 4) RGBA, the foreground's own colour with straight alpha."""
    index: int
    pts: int
    time_base: Fraction
    name: str = ""
    others: Mapping[str, AnyImage] = field(default_factory=dict)
    """Of `OUTPUTS`, by name."""
    number: int | None = None
    """See `Frame`."""

    @classmethod
    def of(cls, images: Mapping[Output, AnyImage], frame: Frame) -> "MattedFrame":
        """What was made of a frame."""
        others = {output.name: image for output, image in images.items() if output not in _FIELDS}
        composite, alpha, foreground = map(images.get, _FIELDS)
        return cls(
            composite, alpha, foreground, frame.index, frame.pts, frame.time_base, frame.name, others, frame.number
        )

    @property
    def size(self) -> FrameSize:
        images = (self.composite, self.alpha, self.foreground, *self.others.values())
        image = next(image for image in images if image is not None)
        return FrameSize(image.shape[1], image.shape[0])

    def find(self, output: Output) -> AnyImage | None:
        """One of the pictures, where it was made."""
        image: AnyImage | None = getattr(self, output.name) if output in _FIELDS else self.others.get(output.name)
        return image

    def picture(self, output: Output) -> AnyImage:
        """One of the pictures, which must have been made."""
        image = self.find(output)
        assert image is not None, f"the pipeline makes no {output.name}"
        return image

    def levels(self, output: Output) -> Image:
        """As `picture`, in 8 bits."""
        from matting_rt.pictures.depth import to_levels  # OpenCV, without which a window starts

        return to_levels(self.picture(output))

    def keeping(self, *outputs: Output) -> "MattedFrame":
        """The same with no others than these."""
        composite, alpha, foreground = (self.find(output) if output in outputs else None for output in _FIELDS)
        others = {output.name: self.others[output.name] for output in outputs if output.name in self.others}
        return replace(self, composite=composite, alpha=alpha, foreground=foreground, others=others)


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

    @property
    def is_deep(self) -> bool:
        """Whether frames of more than 8 bits are worth making; any sink takes them."""
        return False

    @property
    def notes(self) -> Sequence[str]:
        """Lines on what the output does not keep as it was; more may come until `finish` has returned."""
        return ()

    @abstractmethod
    def write(self, frame: MattedFrame) -> None:
        """Write one frame."""

    def write_sound(self, block: SoundBlock) -> None:  # noqa: B027 - a choice: most sinks have no sound
        """Write what was heard beside the frames, in order; its clock is that of the frames' times."""

    def cut(self) -> None:  # noqa: B027 - a choice: most sinks cannot be continued
        """Have all frames so far on disk in such a way that another program can continue with the next.

        Called between two frames, by jobs that survive the end of their program.
        """

    def complete(self) -> None:  # noqa: B027 - a choice: most sinks have nothing to do here
        """Do all of `finish` that may fail, and publish nothing: of several outputs, all are completed first.

        Called at most once, right before `finish`, which must also work without it.
        """

    @abstractmethod
    def finish(self) -> None:
        """Flush, close, and move the output to its final name."""

    @abstractmethod
    def abort(self) -> None:
        """Close and remove whatever is unfinished.

        It raises nothing, whatever the disk does: the error that led here is the one to tell.
        """


class EncodingSink(FrameSink):
    """One of the pictures of every frame, stored as an encoding says."""

    def __init__(self, output: Output, encoding: Encoding) -> None:
        self._output, self._encoding = output, encoding
        self._notes: list[str] = []

    @property
    def is_deep(self) -> bool:
        return self._encoding.is_deep

    @property
    def notes(self) -> Sequence[str]:
        return self._notes


def require_size(frame: MattedFrame, size: FrameSize) -> None:
    """Check a frame for an output that knows one size. Raises SinkError."""
    if frame.size != size:
        raise SinkError(
            "frame {index} is {frame_size}, but the output was opened for {size}",
            index=frame.index,
            frame_size=frame.size,
            size=size,
        )


def opaque_composite(frame: MattedFrame, size: FrameSize) -> Image:
    """The composite of a frame for an output that knows one size, 8 bits and no transparency.

    Raises:
        SinkError: the frame is of another size, or its backdrop is transparent.
    """
    assert frame.composite is not None, "the pipeline makes no composite"
    require_size(frame, size)
    if frame.composite.shape[2] != 3:
        raise SinkError("the output cannot be transparent; choose a backdrop that is not")
    from matting_rt.pictures.depth import to_levels

    return to_levels(frame.composite)
