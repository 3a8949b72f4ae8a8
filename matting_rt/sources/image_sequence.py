"""Frames from numbered image files."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from matting_rt.errors import SourceError, SourceFormatError, SourceNotFoundError, unreadable
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import WHOLE, Colours, DeepImage, Frame, FrameSize, Image, StreamInfo, TimeRange
from matting_rt.lines import Line, join
from matting_rt.pictures.depth import to_levels
from matting_rt.pictures.exr import decode_exr, holds_halves
from matting_rt.pictures.files import decode_picture
from matting_rt.pictures.formats import format_of, image_suffixes
from matting_rt.pictures.numbered import FramePattern, parse_pattern, pattern_of
from matting_rt.sources.base import FrameSource
from matting_rt.sources.image_files import load_image
from matting_rt.sources.video_file import DEFAULT_RATE_FPS, TIME_ROUNDING_S
from matting_rt.sources.video_picture import require_shape

log = logging.getLogger(__name__)

_NAMED_GAPS = 5


class ImageSequenceSource(FrameSource):
    """Numbered image files as a video: shot.%04d.exr, or a directory that holds one sequence.

    Frames keep their numbers, and those that are missing leave a gap in time. OpenEXR holds light; the other formats
    code values as a monitor shows them. An alpha in the files is not used. Files that cannot be read
    leave a gap, too, and a note tells of them.

    Raises:
        ConfigError: from `open`: `size` would stretch the frames, or none are in `part`.
        SourceFormatError: also while iterating: a picture is of another size than the first.
    """

    def __init__(
        self,
        path: Path | str,
        size: FrameSize | None = None,
        *,
        rate_fps: Fraction | None = None,
        is_deep: bool = False,
        part: TimeRange = WHOLE,
    ) -> None:
        """
        Args:
            size: what frames are resized to; None: as they are.
            rate_fps: of the sequence; None: `DEFAULT_RATE_FPS`.
            is_deep: give deep pictures too where the files hold more than 8 bits.
            part: of the sequence; other frames are left out.
        """
        self._path, self._size, self._is_deep = Path(path), size, is_deep
        self._rate_fps = rate_fps or DEFAULT_RATE_FPS
        self._part = part
        self._files: dict[int, Path] = {}
        self._notes: list[str] = []
        self._info: StreamInfo | None = None
        self._stored_size = FrameSize(0, 0)
        self._losses: dict[str, int] = {}

    def open(self) -> None:
        pattern = parse_pattern(self._path) or _only_sequence(self._path)
        files = pattern.find() if pattern.folder.is_dir() else {}
        if not files:
            raise SourceNotFoundError("there is no picture {pattern}", pattern=pattern)
        self._first_number = next(iter(files))
        self._files = {number: path for number, path in files.items() if self._is_wanted(number)}
        if not self._files:
            raise SourceNotFoundError("{path} has no picture in the part that is asked for", path=self._path)
        self._notes = [
            Line("{path}: {gaps} missing; the numbers of the others are kept", path=self._path, gaps=gaps)
            for gaps in _name_gaps(list(self._files))
        ]
        first, image, deep = self._read_first()
        if deep is not None and not self._is_deep:
            line = Line("its {bits} bits a channel become 8; --depth keeps more of them", bits=_bits_of(first, deep))
            self._notes.append(Line("{path}: {line}", path=self._path, line=line))
        self._stored_size = FrameSize(image.shape[1], image.shape[0])
        if self._size is not None:
            require_shape(self._size, self._stored_size, self._path)
        is_light = self._is_deep and deep is not None and first.suffix.lower() == ".exr"
        self._info = StreamInfo(
            size=self._size or self._stored_size,
            rate_fps=self._rate_fps,
            time_base=1 / self._rate_fps,
            frame_count=len(self._files),
            colours=Colours.LINEAR if is_light else Colours.BT709,
        )

    def _read_first(self) -> tuple[Path, Image, DeepImage | None]:
        """The first picture that can be read. Raises SourceError: none can."""
        error: SourceError | None = None
        for path in self._files.values():
            try:
                return path, *self._read(path, is_deep=True)
            except SourceError as failure:
                error = error or failure
        assert error is not None, "there are pictures"
        raise error

    def _is_wanted(self, number: int) -> bool:
        time_s = float((number - self._first_number) / self._rate_fps) + TIME_ROUNDING_S
        return self._part.has_begun(time_s) and not self._part.has_ended(time_s)

    @property
    def info(self) -> StreamInfo:
        assert self._info is not None, "open() comes first"
        return self._info

    @property
    def notes(self) -> Sequence[str]:
        return self._notes

    @property
    def losses(self) -> Mapping[str, int]:
        return self._losses

    def __iter__(self) -> Iterator[Frame]:
        index = 0
        unreadable: list[int] = []
        for number, path in self._files.items():
            try:
                image, deep = self._read(path, self._is_deep)
            except SourceError as error:
                log.debug("%s", error)
                unreadable.append(number)
                continue
            if image.shape[1::-1] != self._stored_size:
                raise SourceFormatError(
                    "{path} is {width}x{height}, those before were {size}",
                    path=path,
                    width=image.shape[1],
                    height=image.shape[0],
                    size=self._stored_size,
                )
            frame = Frame(image, index, number - self._first_number, self.info.time_base, deep=deep, number=number)
            yield frame if self._size is None else _resized(frame, self._size)
            index += 1
        if unreadable:
            self._losses = {"missing": len(unreadable), "damaged": 0}
            self._notes.append(
                Line(
                    "{path}: {numbers} cannot be read, and are left out; the numbers of the others are kept",
                    path=self._path,
                    numbers=_name_runs(_runs_of(unreadable)),
                )
            )

    def close(self) -> None:
        """Nothing is held open between two pictures."""

    def _read(self, path: Path, is_deep: bool) -> tuple[Image, DeepImage | None]:
        """A picture in 8 bits, and with more where it is asked for and the file has them."""
        if not is_deep:
            return load_image(path), None
        try:
            content = read_file(path, PICTURE_LIMIT_BYTES)
        except OSError as error:
            raise unreadable(path, error) from error
        found = format_of(content)
        image = np.asarray(decode_picture(content, path, cv2.IMREAD_COLOR_RGB), np.uint8)
        if found is not None and found.name == "exr":
            light = decode_exr(content)
            assert light is not None, "it has just been decoded"
            return image, np.ascontiguousarray(light[..., :3])
        # of a deep TIFF OpenCV makes nothing but zeros where it is asked for RGB
        bgr = decode_picture(content, path, cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
        if bgr.dtype not in (np.uint16, np.float32):
            return image, None
        deep = np.ascontiguousarray(bgr[..., ::-1])
        return to_levels(deep), deep


def _only_sequence(folder: Path) -> FramePattern:
    """The sequence that a directory holds. Raises SourceNotFoundError, SourceFormatError: there is none, or several."""
    patterns: dict[tuple[str, str], list[FramePattern]] = defaultdict(list)
    for path in sorted(folder.iterdir()):
        pattern = pattern_of(path)
        if pattern is not None and path.suffix.lower() in image_suffixes() and not path.name.startswith("."):
            patterns[pattern.before, pattern.after].append(pattern)
    if not patterns:
        raise SourceNotFoundError("there are no numbered pictures in {folder}", folder=folder)
    some = [min(same, key=lambda pattern: pattern.digits) for same in patterns.values()]
    if len(some) > 1:
        raise SourceFormatError(
            "{folder} holds several sequences; choose one of them: {patterns}",
            folder=folder,
            patterns=", ".join(map(str, some)),
        )
    return some[0]


def _name_gaps(numbers: list[int]) -> list[str]:
    """What is missing in rising numbers, in a line; none where nothing is."""
    gaps = [(one + 1, other - 1) for one, other in pairwise(numbers) if other > one + 1]
    return [_name_runs(gaps)] if gaps else []


def _runs_of(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of rising numbers that follow one another."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first = runs.pop()[0] if runs and runs[-1][1] == number - 1 else number
        runs.append((first, number))
    return runs


def _name_runs(runs: list[tuple[int, int]]) -> str:
    named = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_NAMED_GAPS]]
    more = [Line("{count} more gaps", count=len(runs) - _NAMED_GAPS)] if len(runs) > _NAMED_GAPS else []
    return join([*named, *more])


def _bits_of(path: Path, deep: DeepImage) -> int:
    """Of a channel in a file; of half floats, too, which are read as whole ones."""
    is_half = path.suffix.lower() == ".exr" and holds_halves(read_file(path, PICTURE_LIMIT_BYTES))
    return 16 if is_half else 8 * deep.itemsize


def _resized(frame: Frame, size: FrameSize) -> Frame:
    way = cv2.INTER_AREA if size.width < frame.size.width else cv2.INTER_CUBIC
    image = np.asarray(cv2.resize(frame.image, size, interpolation=way), np.uint8)
    deep = None if frame.deep is None else cv2.resize(frame.deep, size, interpolation=way)
    return replace(frame, image=image, deep=deep)
