"""The interfaces of compositing: what gives the backdrop of a frame, and what puts the person in front of it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

from matting_rt.frame import AnyImage, AnyMatte, Frame, Image
from matting_rt.state import State


class Backdrop(ABC):
    """Gives the backdrop of every frame. Used from one thread, the matting thread."""

    moves = True
    """Whether its picture may change although the plate does not."""

    @abstractmethod
    def picture(self, plate: Image, time_s: float) -> Image | None:
        """The backdrop behind one frame.

        Args:
            plate: uint8 (H, W, 3) RGB, the plate as fitted to this frame; it also says the size. The same array as
                before is taken for the same picture.
            time_s: the frame's presentation time.

        Returns:
            uint8 (H, W, 3) RGB, not to be written into; the same array as before is taken for the same picture. None
            where the composite is to be transparent.
        """

    def state(self) -> State:
        """What is remembered of the frames so far; see `matting_rt.state`. Most remember nothing."""
        return {}

    def restore(self, state: State) -> None:  # noqa: B027
        """Go on where another one of the same kind has ended, before the first frame."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Release what it holds: nobody uses it any more. May be called twice, from any thread; a frame that was begun
        before may still ask for its picture.
        """


class Compositor(Protocol):
    """Puts a foreground in front of a backdrop."""

    def compose(self, matte: AnyMatte, backdrop: Image | None, image: Image, plate: Image) -> AnyImage:
        """One frame.

        Args:
            matte: of the frame.
            backdrop: uint8 (H, W, 3) RGB; None: nothing.
            image: uint8 (H, W, 3) RGB, the frame.
            plate: uint8 (H, W, 3) RGB, as this frame would show it.

        Returns:
            (H, W, 3) RGB of the matte's kind, or (H, W, 4) RGBA with straight alpha where `backdrop` is None.
        """


class MediaReader(Protocol):
    """Reads the files that backdrops are made of."""

    @property
    def is_live(self) -> bool:
        """Whether they are for live video, in which nobody waits for a picture."""

    def read_image(self, path: Path) -> Image:
        """uint8 (H, W, 3) RGB; what is transparent lies over a plain colour. Raises SourceError."""

    def open_video(self, path: Path) -> Callable[[], Generator[Frame, None, None]]:
        """What gives its frames from the start, each time that it is called. Raises SourceError: it is not a video."""
