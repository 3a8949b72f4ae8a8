"""The interface through which a pipeline asks for the plate of each frame."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from matting_rt.frame import BoolMap, FloatMap, Frame, Image
from matting_rt.live.state import Absence
from matting_rt.state import State


class PlateFitter(ABC):
    """Gives the engine the plate that belongs to a frame.

    Called from the matting thread alone, for each frame in order: `fit`, then the engine, then `observe`.
    """

    trust: FloatMap | None = None
    """(h, w) 0..1 of any size, how far the plate that `fit` gave last is known and believed; None: everywhere."""

    lookalike: BoolMap | None = None
    """(h, w) of any size, what looks like a person in the plate that `fit` gave last and is a part of the room; None:
    nothing."""

    absence: Absence | None = None
    """Why the last frame should not be shown in live video; None: it may be."""

    follows: bool = True
    """Whether the frame that `fit` saw last is of the same shot as the one before it."""

    notes: Sequence[str] = ()
    """Lines on what is not known of the plate from the start."""

    @abstractmethod
    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        """The plate as this frame would show it.

        Args:
            frame: the next of the stream.
            person: (h, w) 0..1 of any size, where people are in the frame; None: not known.

        Returns:
            uint8 (H, W, 3) RGB, aligned and in the frame's light. The same array object as for the last frame as long
            as nothing has changed, so that what was made of it can be kept; another object once it has. Read it before
            the next call, for its memory is used again, and do not write into it.

        Raises:
            PlateMismatchError: the plate does not show the scene of the frame.
            PlateError: the plate cannot be used for a frame of this size.
        """

    @abstractmethod
    def observe(self, alpha: Image) -> None:
        """Learn from uint8 (H, W), the alpha of the frame just matted, where the person is."""

    @property
    def image(self) -> Image | None:
        """What `fit` gave last, where it may give the same object again; None: it will give another."""
        return None

    def state(self) -> State:
        """What is remembered of the frames so far; see `matting_rt.state`."""
        return {}

    def restore(self, state: State) -> None:  # noqa: B027 - some remember nothing
        """Go on where another one of the same plate has ended, before the first frame."""

    @property
    def shots(self) -> Sequence[Mapping[str, object]]:
        """What is known of each shot from the start, as plain data ready for JSON, where the plate has shots."""
        return ()

    @abstractmethod
    def report(self) -> dict[str, object]:
        """What was done to the plate for the last frame, as plain data ready for JSON; empty before the first."""
