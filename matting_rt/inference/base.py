"""The interface of every backend that turns a frame and a plate into a matte: pictures of the host in and out."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from matting_rt.errors import ConfigError, FrameShapeError
from matting_rt.frame import FloatMap, FrameSize, Image, Matte

LEAST_SIDE = 64
"""Pixels; no camera is smaller, and the coarsest feature of anything smaller is a single pixel."""

MULTIPLE = 4
"""Of the sides that networks take: frames are continued to them, with their last pixels."""


class Explained(NamedTuple):
    """A matte, and what the network did to come to it; all at the frame's size."""

    matte: Matte
    error: Image
    """uint8 (H, W), 255 times the error that the base network expects in its alpha."""
    refined: Image
    """uint8 (H, W), 255 where alpha was refined, else 0."""


class MattingEngine(ABC):
    """Runs one network on one device. It remembers nothing of what it matted: a video is a `MattingStream`.

    `warm_up` is called before the first frame of a size (it may take seconds: compile, export, allocate), on the thread
    that made the engine or the one that mattes; `open_stream` on the matting thread. `close` may be called twice, from
    any thread, after the last frame.
    """

    name: str
    """"torch", "torchscript" or "onnx"."""
    device_name: str = "cpu"
    """What it runs on: "cpu", or "cuda", with its number where there is one."""
    precision_name: str = "fp32"
    """What it computes in."""

    @abstractmethod
    def warm_up(self, size: FrameSize) -> None:
        """Prepare for frames of `size`. Raises ModelError if the network cannot run here."""

    @abstractmethod
    def open_stream(self, size: FrameSize) -> "MattingStream":
        """For one video, warmed up. Raises ModelError if the network cannot run here."""

    def close(self) -> None:  # noqa: B027 - most engines hold nothing that needs closing
        """Release the device."""


class MattingStream(ABC):
    """One video in an engine: its plate, and the memory by which edges that stand still do not flicker.

    Any number may be open in one engine; they know nothing of each other. Used from the thread that mattes.
    """

    def __init__(self, size: FrameSize) -> None:
        """By `MattingEngine.open_stream`. Raises FrameShapeError for what is too small."""
        require_size(size)
        self.size = size
        self._plate: Image | None = None

    def set_plate(self, plate: Image, known: FloatMap | None = None) -> None:
        """Go on with this plate from the next frame on.

        Args:
            plate: uint8 (H, W, 3) RGB, aligned to the frames and in their light. What is made of it is kept for as long
                as the same array is given: do not write into it.
            known: (h, w) 0..1 of any size, how far it is known; where it is 0, `plate` means nothing. None: wholly. A
                network that believes every plate takes no notice of it.

        Raises:
            FrameShapeError: the plate is no picture of the stream's size.
        """
        self._check(plate, "plate")
        self._plate = plate
        self.take_plate(plate, known)

    def matte(self, image: Image) -> Matte:
        """Matte the next frame.

        Args:
            image: uint8 (H, W, 3) RGB. The stream keeps it until the next frame: leave it as it is.

        Returns:
            Arrays of the caller's own.

        Raises:
            FrameShapeError: the frame is no picture of the stream's size.
            ModelError: the network gave no numbers; the next frame follows none.
        """
        self._check(image, "frame")
        return self.matte_next(image)

    def explain(self, image: Image) -> Explained:
        """As `matte`, with more to look at; slower. Raises ConfigError where the engine gives nothing but mattes."""
        raise ConfigError("this engine gives neither errors nor refined cells; choose the engine torch")

    @abstractmethod
    def reset(self) -> None:
        """Forget the last frame: the next one does not follow it. The plate stays."""

    @abstractmethod
    def take_plate(self, plate: Image, known: FloatMap | None) -> None:
        """What `set_plate` does, of an engine's own; `plate` fits."""

    @abstractmethod
    def matte_next(self, image: Image) -> Matte:
        """What `matte` does, of an engine's own; `image` fits, and there is a plate."""

    def _check(self, picture: Image, name: str) -> None:
        if name == "frame" and self._plate is None:
            raise ValueError("a stream needs its plate before its first frame")
        if picture.shape != (self.size.height, self.size.width, 3) or picture.dtype != "uint8":
            given = f"{picture.dtype} of shape {picture.shape}"
            raise FrameShapeError(f"the {name} is {given}; the stream is of uint8 pictures of {self.size}")


def require_size(size: FrameSize) -> None:
    """Raise FrameShapeError for frames that are too small."""
    if size.short_side < LEAST_SIDE:
        raise FrameShapeError(f"the frame is {size}; both sides must be at least {LEAST_SIDE} pixels")


def padded_size(size: FrameSize) -> FrameSize:
    return FrameSize(*(-(-side // MULTIPLE) * MULTIPLE for side in size))
