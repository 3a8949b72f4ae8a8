"""Frames from picture files, and the reader of single pictures."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from matting_rt.errors import ConfigError, SourceError, SourceNotFoundError, unreadable
from matting_rt.frame import Frame, FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.pictures.files import read_picture, read_picture_over
from matting_rt.pictures.formats import image_suffixes
from matting_rt.sources.base import FrameSource

# OpenCV would put lines of its own about a damaged file on the terminal, beside the one that we raise.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

RATE_FPS = Fraction(1)
"""Pictures have no time; each lasts a second, so that `pts` is its position."""


class ImageFilesSource(FrameSource):
    """One picture, or every picture of a directory (not of those within) in natural order: 2.png before 10.png.

    In a directory the suffix tells what is a picture; a file that is named itself may have any.

    Frames are upright (EXIF orientation is applied) and 8-bit RGB, see `load_image`; their sizes may differ. A frame's
    `name` is the stem of its file: it is the same whatever lies beside it.

    In a directory a picture that cannot be read is left out, with a note; `shortfall` counts them.

    Raises:
        ConfigError: from `open`: two files of a directory share a stem (a.png, a.jpg), and so would their outputs.
        SourceError: while iterating: none of the pictures can be read; the error is that of the first.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._pictures: dict[str, Path] = {}
        self._notes: list[str] = []
        self._unreadable: list[SourceError] = []
        self._info: StreamInfo | None = None

    def open(self) -> None:
        self._notes.clear()
        paths = self._list() if self._path.is_dir() else [self._path]
        size = None
        if len(paths) == 1:
            only = load_image(paths[0])
            size = FrameSize(only.shape[1], only.shape[0])
        self._pictures = {}
        for path in paths:
            other = self._pictures.setdefault(path.stem, path)
            if other != path:
                raise ConfigError(
                    "{other} and {name} would have outputs of the same name; move one of them to another directory",
                    other=other,
                    name=path.name,
                )
        self._info = StreamInfo(
            size=size,
            rate_fps=RATE_FPS,
            time_base=1 / RATE_FPS,
            frame_count=len(paths),
        )

    def _list(self) -> list[Path]:
        """The pictures of the directory, in order; a line names each file that is none by its suffix."""
        # Hidden files are left out: macOS puts a "._a.jpg" that is not a picture beside every a.jpg on foreign disks.
        shown = [path for path in self._path.iterdir() if not path.name.startswith(".")]
        files = [path for path in shown if path.is_file()]
        known = image_suffixes()
        paths = [path for path in files if path.suffix.lower() in known]
        if not paths:
            raise SourceNotFoundError(
                "there is no picture in {path}; known are {known}", path=self._path, known=" ".join(sorted(known))
            )
        for path in sorted(shown, key=_natural_order):
            if path.is_symlink() and not path.exists():
                self._notes.append(Line("{path} is left out: it is a link to what is not there", path=path))
            elif path.is_file() and path not in paths:
                self._notes.append(Line("{path} is left out: such files are not read as pictures", path=path))
        return sorted(paths, key=_natural_order)

    @property
    def info(self) -> StreamInfo:
        assert self._info is not None, "open() comes first"
        return self._info

    @property
    def pictures(self) -> dict[str, Path]:
        """The file of every frame by the frame's name, in order; only after `open`."""
        return self._pictures

    def __iter__(self) -> Iterator[Frame]:
        self._unreadable.clear()
        for index, (name, path) in enumerate(self._pictures.items()):
            try:
                image = load_image(path)
            except SourceError as error:
                self._unreadable.append(error)
                if len(self._unreadable) == len(self._pictures):
                    raise self._unreadable[0] from None
                self._notes.append(Line("{reason}; it is left out", reason=error))
                continue
            yield Frame(image=image, index=index, pts=index, time_base=self.info.time_base, name=name)

    @property
    def notes(self) -> Sequence[str]:
        return self._notes

    @property
    def shortfall(self) -> str | None:
        if not self._unreadable:
            return None
        return Line(
            "{count} of the {total} pictures in {folder} cannot be read",
            count=len(self._unreadable),
            total=len(self._pictures),
            folder=self._path,
        )

    def close(self) -> None:
        """Nothing is held open between two pictures."""


def load_image(path: Path | str, over: tuple[int, int, int] | None = None) -> Image:
    """Read a picture as uint8 (H, W, 3) RGB, upright.

    Grey, palette and CMYK become RGB, 16 bits a channel become 8, and colours are brought from the file's profile to
    sRGB.

    Args:
        over: the colour, RGB 0..255, that a transparent picture lies over; None: its alpha channel is dropped.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceFormatError: it is not a picture that is read here, it is damaged, or it is too large.
    """
    path = Path(path)
    try:
        # Not cv2.imread: it cannot open every name on Windows, and does not tell a missing file from a damaged one.
        image = read_picture(path, cv2.IMREAD_COLOR_RGB) if over is None else read_picture_over(path, over)
    except FileNotFoundError:
        raise SourceNotFoundError("there is no picture {path}; check its name", path=path) from None
    except OSError as error:
        raise unreadable(path, error) from error
    return np.asarray(image, dtype=np.uint8)


def _natural_order(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Digits count as numbers, letters without case; the name itself breaks ties (a1, A01)."""
    parts = re.findall(r"[0-9]+|[^0-9]+", path.name)
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in parts], path.name
