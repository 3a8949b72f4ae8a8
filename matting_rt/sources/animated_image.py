"""Frames of animated pictures, through Pillow: GIF, PNG, WebP and AVIF."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

from matting_rt.errors import SourceFormatError, SourceNotFoundError, unreadable
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import Frame, FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.pictures.files import check_size
from matting_rt.pictures.formats import format_of, image_size
from matting_rt.pictures.pillow import FAULTS, OpenPicture, open_picture, picture_to_rgb
from matting_rt.sources.base import FrameSource

log = logging.getLogger(__name__)

TIME_BASE = Fraction(1, 1000)
"""Pictures last whole milliseconds."""
_SHORTEST_MS = 20
_DEFAULT_MS = 100
"""What browsers, and FFmpeg, make of pictures that are to last shorter than that."""


class AnimatedImageSource(FrameSource):
    """Every picture of an animation once, upright, 8-bit RGB in sRGB, with how long it lasts.

    Of one that is damaged in its middle come the pictures before, and `shortfall` says so.
    """

    def __init__(self, path: Path | str, over: tuple[int, int, int]) -> None:
        """`over` is the colour, RGB 0..255, that transparent pictures lie over."""
        self._path, self._over = Path(path), over
        self._resources = ExitStack()
        self._picture: OpenPicture | None = None
        self._info: StreamInfo | None = None
        self._shortfall: str | None = None
        self._skipped = 0
        """1 where the file begins with a picture for programs that know no animated PNG."""

    def open(self) -> None:
        try:
            content = read_file(self._path, PICTURE_LIMIT_BYTES)
        except FileNotFoundError:
            raise SourceNotFoundError("there is no picture {path}; check its name", path=self._path) from None
        except OSError as error:
            raise unreadable(self._path, error) from error
        found, size = format_of(content), image_size(content)
        if found is None or size is None:
            raise self._refusal()
        check_size(size, self._path)
        try:
            self._picture = self._resources.enter_context(open_picture(content, found.pillow))
            self._skipped = int(self._picture.info.get("default_image", False))
            first, duration_ms = self._read(0)
            count = int(getattr(self._picture, "n_frames", 1)) - self._skipped
        except FAULTS as error:
            self.close()
            raise self._refusal() from error
        shown = FrameSize(first.shape[1], first.shape[0])
        self._info = StreamInfo(shown, Fraction(1000, duration_ms), TIME_BASE, count)

    @property
    def info(self) -> StreamInfo:
        assert self._info is not None, "open() comes first"
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        pts, count = 0, self.info.frame_count or 1
        for index in range(count):
            try:
                image, duration_ms = self._read(index)
            except FAULTS as error:
                log.debug("%s: %s", self._path, error)
                self._shortfall = Line(
                    "{path} is damaged: it holds {index} of {count} pictures",
                    path=self._path,
                    index=index,
                    count=count,
                )
                return
            yield Frame(image, index, pts, TIME_BASE, duration=duration_ms)
            pts += duration_ms

    @property
    def shortfall(self) -> str | None:
        return self._shortfall

    def close(self) -> None:
        self._resources.close()
        self._picture = None

    def _read(self, index: int) -> tuple[Image, int]:
        """A picture, and how many milliseconds it lasts. Raises FAULTS."""
        assert self._picture is not None, "open() comes first"
        self._picture.seek(index + self._skipped)
        self._picture.load()  # only then is it known how long some last
        duration_ms = round(self._picture.info.get("duration", 0))
        return picture_to_rgb(self._picture, self._over), duration_ms if duration_ms >= _SHORTEST_MS else _DEFAULT_MS

    def _refusal(self) -> SourceFormatError:
        return SourceFormatError(
            "{path} is not an animated picture that can be read; it is damaged; copy it again, or choose another",
            path=self._path,
        )
