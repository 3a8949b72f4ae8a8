"""The interface of every backend that turns a frame and a plate into a matte: pictures of the host in and out."""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple, Protocol, TypeVar, cast, overload, runtime_checkable

import numpy as np
import numpy.typing as npt

from matting_rt.errors import ConfigError, FrameShapeError, UsageError
from matting_rt.frame import AnyImage, AnyMatte, Colours, DeepImage, DeepMatte, FloatMap, FrameSize, Image, Matte
from matting_rt.inference.depth import FineMatte, matte_at_depth
from matting_rt.pictures.depth import WHITE, is_soft, to_levels
from matting_rt.state import State

Engine = TypeVar("Engine", bound="MattingEngine")

LEAST_SIDE = 64
"""Pixels; no camera is smaller, and the coarsest feature of anything smaller is a single pixel."""

MOST_PIXELS = 200_000_000
"""Of a frame; as many as pictures may have."""

MULTIPLE = 4
"""Of the sides that networks take: frames are continued to them, with their last pixels."""


class MatteDetails(NamedTuple):
    """A matte, and what the network did to come to it; all at the frame's size."""

    matte: AnyMatte
    """In the frame's kind of numbers."""
    error: Image
    """uint8 (H, W), 255 times the error that the base network expects in its alpha."""
    refined: Image
    """uint8 (H, W), 255 where alpha was refined, else 0."""


@runtime_checkable
class PlateLike(Protocol):
    """A plate that says where it shows the room, as `plate.store.Plate` does."""

    @property
    def image(self) -> Image:
        """uint8 (H, W, 3) RGB."""

    @property
    def known(self) -> npt.NDArray[np.bool_] | None:
        """(H, W) where it shows the room; None: everywhere."""

    def resized(self, size: FrameSize) -> "PlateLike":
        """At the size of the frames. Raises PlateError where it cannot be."""


class FrameContext(NamedTuple):
    """What a stream's next frame is matted with."""

    plate: Image
    """uint8 (H, W, 3) RGB of the stream's size; the same object as long as it is the same plate."""
    known: FloatMap | None
    """(h, w) 0..1 of any size, how far the plate is known; None: wholly."""
    follows: bool
    """Whether the frame before is the last one of the same scene."""


class MattingEngine(ABC):
    """Runs one network on one device. It remembers nothing of what it matted: a video is a `MattingStream`.

    `warm_up` may be called before the first frame of a size (it may take seconds: compile, export, allocate), on the
    thread that made the engine or the one that mattes; `open_stream`, which does it where it was not done, on the
    matting thread. `close` may be called twice, from any thread, after the last frame; leaving a `with` block does it.
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

    def open_stream(self, size: tuple[int, int]) -> "MattingStream":
        """Begin a video of frames of `size`, (width, height) in pixels, warmed up.

        Raises:
            FrameShapeError: the size is none, or too small.
            ModelError: the network cannot run here.
        """
        whole = _to_size(size)
        require_size(whole)
        self.warm_up(whole)
        return self.new_stream(whole)

    @abstractmethod
    def new_stream(self, size: FrameSize) -> "MattingStream":
        """What `open_stream` does, of an engine's own; it is warmed up for `size`."""

    def close(self) -> None:  # noqa: B027 - most engines hold nothing that needs closing
        """Release the device."""

    def __enter__(self: Engine) -> Engine:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class MattingStream(ABC):
    """One video in an engine: its plate, and the memory by which edges that stand still do not flicker.

    Any number may be open in one engine; they know nothing of each other. Used from the thread that mattes.
    """

    def __init__(self, size: FrameSize) -> None:
        """By `MattingEngine.open_stream`. Raises FrameShapeError for what is too small."""
        require_size(size)
        self.size = size
        self._given: AnyImage | PlateLike | None = None
        """The plate, as it was given."""
        self._known: FloatMap | None = None
        self._follows = False

    def set_plate(self, plate: AnyImage | PlateLike, known: FloatMap | None = None) -> None:
        """Continue with this plate from the next frame on.

        Args:
            plate: (H, W, 3) RGB as frames may be, not necessarily as they are, aligned to them and in their light; or a
                `Plate`, which is resized to the frames and says where it is known. What is made of it is kept for as
                long as the same object is given: do not write into it.
            known: (h, w) 0..1 of any size, how far it is known; where it is 0, `plate` means nothing. None: as far as a
                `Plate` says, else wholly. A network that believes every plate takes no notice of it.

        Raises:
            FrameShapeError: the plate is not an image of the stream's size.
            PlateError: a `Plate` has another aspect ratio than the frames, or is much smaller.
        """
        if self._given is None or plate is not self._given:
            picture, known_there = self._unpack(plate)
            self._check(picture, "plate")
            self._given, self._plate, self._plate_known = plate, to_levels(picture), known_there
        self._known = self._plate_known if known is None else known

    def has_plate(self, plate: Image | None) -> bool:
        """Whether the frame before had this plate, the same object."""
        return plate is not None and plate is self._given

    def state(self) -> State:
        """What is remembered of the frames so far, but for the plate; see `matting_rt.state`."""
        return {"follows": self._follows, "memory": self.memory() if self._follows else None}

    def restore(self, state: State) -> None:
        """Go on where another stream has ended, before the first frame. Where that had the plate which the next frame
        has too, as the same object, it is set before.
        """
        self._follows = state["follows"]
        if state["memory"] is not None:
            self.restore_memory(state["memory"])

    def memory(self) -> State:
        """What `state` gives, of an engine's own."""
        return {}

    def restore_memory(self, memory: State) -> None:  # noqa: B027 - some remember nothing
        """The reverse of `memory`."""

    def reset(self) -> None:
        """Forget the last frame: the next one does not follow it. The plate stays."""
        self._follows = False

    @overload  # NumPy's types take an array of uint8 for one of uint16 too: the first that fits counts
    def matte(self, image: Image) -> Matte: ...  # type: ignore[overload-overlap]

    @overload
    def matte(self, image: DeepImage) -> DeepMatte: ...

    def matte(self, image: AnyImage) -> AnyMatte:
        """Matte the next frame.

        Args:
            image: (H, W, 3) RGB: uint8, uint16 0..65535, or float32 0..1, beyond which values are allowed. The network
                sees 8 bits of it. The stream keeps it until the next frame: leave it as it is.

        Returns:
            Arrays of the caller's own, in the frame's kind of numbers. Of a frame of more than 8 bits alpha is finer
            than bytes, and the foreground as fine as the frame: its values, and where alpha is soft the person's own.

        Raises:
            FrameShapeError: the frame is not an image of the stream's size.
            ModelError: the network produced NaN or infinite values; the next frame follows none.
            UsageError: there is no plate yet.
        """
        self._check(image, "frame")
        if image.dtype == np.uint8:
            return self.begin(cast(Image, image))()
        return self.begin(to_levels(image), cast(DeepImage, image))()

    @overload
    def begin(self, image: Image, deep: None = None, colours: Colours = ...) -> Callable[[], Matte]: ...

    @overload
    def begin(self, image: Image, deep: DeepImage, colours: Colours = ...) -> Callable[[], DeepMatte]: ...

    @overload
    def begin(self, image: Image, deep: DeepImage | None, colours: Colours = ...) -> Callable[[], AnyMatte]: ...

    def begin(
        self, image: Image, deep: DeepImage | None = None, colours: Colours = Colours.BT709
    ) -> Callable[[], AnyMatte]:
        """Begin the next frame and give what finishes it.

        So two threads can matte a video, one half of each frame while the other has the other half of the frame
        before. What finishes a frame is called once, frame after frame, and before the next but one is begun.

        Args:
            image: uint8, as for `matte`: what the network sees.
            deep: the same frame in more than 8 bits, in whose kind of numbers the matte is given.
            colours: of `deep`, and of the matte's foreground.
        """
        self._check(image, "frame", ["uint8"])
        if deep is None:
            return self.begin_next(image, self._next_context())
        self._check(deep, "frame")
        return partial(_finish_deep, deep, image, colours, self.begin_finely(image, self._next_context()))

    def matte_detailed(self, image: Image) -> MatteDetails:
        """As `matte` of a uint8 frame, with more to look at; slower.

        Raises:
            ConfigError: the engine gives nothing but mattes.
        """
        return self.begin_detailed(image)()

    def begin_detailed(
        self, image: Image, deep: DeepImage | None = None, colours: Colours = Colours.BT709
    ) -> Callable[[], MatteDetails]:
        """As `begin`, of `matte_detailed`."""
        self._check(image, "frame", ["uint8"])
        if deep is None:
            return partial(self.detail_next, image, self._next_context())
        self._check(deep, "frame")
        return partial(self._detail_deep, deep, image, colours, self._next_context())

    @abstractmethod
    def matte_next(self, image: Image, context: FrameContext) -> Matte:
        """What `matte` does, of an engine's own; `image` fits."""

    def begin_next(self, image: Image, context: FrameContext) -> Callable[[], Matte]:
        """What `begin` does, of an engine's own; here all is left to the end."""
        return partial(self.matte_next, image, context)

    def detail_next(self, image: Image, context: FrameContext) -> MatteDetails:
        """What `matte_detailed` does, of an engine's own."""
        return self.detail_finely(image, context)[0]

    def begin_finely(self, image: Image, context: FrameContext) -> Callable[[], tuple[Matte, FineMatte]]:
        """As `begin_next`, and what the bytes were rounded from; the bytes themselves where an engine has no more."""
        finish = self.begin_next(image, context)

        def finish_finely() -> tuple[Matte, FineMatte]:
            matte = finish()
            alpha, foreground = (x.astype(np.float32) for x in matte)
            return matte, FineMatte(alpha / np.float32(255), (foreground - image) / np.float32(255))

        return finish_finely

    def detail_finely(self, image: Image, context: FrameContext) -> tuple[MatteDetails, FineMatte]:
        """As `detail_next`, and what the bytes were rounded from."""
        raise ConfigError("this engine gives neither errors nor refined cells; choose the engine torch")

    def _detail_deep(self, deep: DeepImage, image: Image, colours: Colours, context: FrameContext) -> MatteDetails:
        details, fine = self.detail_finely(image, context)
        return details._replace(matte=matte_at_depth(deep, is_soft(details.matte.alpha), fine, image, colours))

    def _next_context(self) -> FrameContext:
        context = FrameContext(self._plate, self._known, self._follows)
        self._follows = True
        return context

    def _unpack(self, plate: AnyImage | PlateLike) -> tuple[AnyImage, FloatMap | None]:
        """Picture and `known` of a plate, at the size of the frames where it can be resized."""
        if isinstance(plate, PlateLike):
            fitted = plate.resized(self.size)
            return fitted.image, None if fitted.known is None else fitted.known.astype(np.float32)
        return plate, None

    def _check(self, picture: AnyImage, name: str, kinds: Iterable[str] = WHITE) -> None:
        if name == "frame" and self._given is None:
            raise UsageError("a stream needs its plate before its first frame; call set_plate")
        whole = (self.size.height, self.size.width, 3)
        shape, dtype = getattr(picture, "shape", None), getattr(picture, "dtype", None)
        if shape != whole or str(dtype) not in kinds:
            given = f"{dtype} of shape {shape}" if dtype else f"no array but of the type {type(picture).__name__}"
            *others, last = kinds
            wanted = f"{', '.join(others)} or {last}" if others else last
            raise FrameShapeError(
                "the {name} is {given}; the stream is of {size}: give {wanted} of shape {whole}",
                name=name,
                given=given,
                size=self.size,
                wanted=wanted,
                whole=whole,
            )


def _finish_deep(
    deep: DeepImage, image: Image, colours: Colours, finish: Callable[[], tuple[Matte, FineMatte]]
) -> DeepMatte:
    matte, fine = finish()
    return matte_at_depth(deep, is_soft(matte.alpha), fine, image, colours)


def _to_size(size: tuple[int, int]) -> FrameSize:
    """A pair as a FrameSize. Raises FrameShapeError for anything else."""
    try:
        width, height = map(operator.index, size)
    except (TypeError, ValueError):
        raise FrameShapeError("the size of the frames is {size}; give (width, height) in pixels", size=size) from None
    return FrameSize(width, height)


def require_size(size: FrameSize) -> None:
    """Raise FrameShapeError for frames that are too small, or larger than anybody's."""
    if size.width * size.height > MOST_PIXELS:
        raise FrameShapeError(
            "the frame is {size}; it may have {megapixels:.0f} megapixels at most; choose a smaller size",
            size=size,
            megapixels=MOST_PIXELS / 1e6,
        )
    if size.short_side < LEAST_SIDE:
        raise FrameShapeError(
            "the frame is {size}; both sides must be at least {least} pixels; choose a larger size",
            size=size,
            least=LEAST_SIDE,
        )


def padded_size(size: FrameSize) -> FrameSize:
    return FrameSize(*(-(-side // MULTIPLE) * MULTIPLE for side in size))
