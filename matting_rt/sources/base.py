"""The interface of everything frames come from."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from types import TracebackType

from matting_rt.frame import Frame, StreamInfo


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

    @abstractmethod
    def close(self) -> None:
        """Release the file or device."""

    def __enter__(self) -> "FrameSource":
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
