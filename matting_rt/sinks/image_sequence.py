"""Matted frames as numbered image files."""

import re
import shutil
from pathlib import Path

from matting_rt.errors import ConfigError, SinkExistsError
from matting_rt.frame import Colours, StreamInfo
from matting_rt.lines import any_of
from matting_rt.media.encoding_choice import choose_encoding
from matting_rt.media.encoding_tables import CONTAINERS
from matting_rt.media.encodings import USUAL, EncodingWish
from matting_rt.media.files import left_out
from matting_rt.outputs import COMPOSITE, Output
from matting_rt.pictures.formats import FORMATS, PNG, ImageFormat
from matting_rt.pictures.numbered import FramePattern, parse_pattern
from matting_rt.sinks.base import EncodingSink, MattedFrame, SegmentPlace
from matting_rt.sinks.image_files import encode_picture
from matting_rt.sinks.stored_pictures import to_pixels
from matting_rt.unfinished_file import UnfinishedFile, prepare_folder, sink_error, unfinished_name


class ImageSequenceSink(EncodingSink):
    """One of the outputs of every frame as image files: by a pattern, or 00000.png, 00001.png, ... in a directory.

    Frames keep the numbers that they had in their source, those of a video are counted from 0. All files get their
    names when the last is written: a directory at once, those of a pattern one after another. With `overwrite` a
    directory is replaced that holds a sequence and nothing else, and of a pattern the files of the same numbers.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        output: Output = COMPOSITE,
        transparent: bool = False,
        overwrite: bool = False,
        format_: ImageFormat = PNG,
        wish: EncodingWish = USUAL,
        keeps_hdr: bool = False,
        carry_from: Path | None = None,
        segments: SegmentPlace | None = None,
    ) -> None:
        """
        Args:
            path: a pattern such as shot.%04d.exr, or a directory; folders are made where they are missing.
            output: which one of the pictures to write.
            transparent: the composite is RGBA (of the other pictures it is known).
            overwrite: replace an earlier sequence.
            format_: of the files in a directory; one that is written.
            wish: how the pictures are stored.
            keeps_hdr: HDR stays so, where files hold it.
            carry_from: what this file holds beside its pictures is named in a note, because it cannot come along.
            segments: where, on the same disk, pictures stay whatever happens until all are written.

        Raises:
            ConfigError: the name is that of a file, or such files cannot hold what is asked for.
        """
        path = Path(path)
        self._overwrite = overwrite
        self._pattern = parse_pattern(path)
        self._directory: Path | None = None
        suffix = ""
        if self._pattern is None:
            if path.suffix:
                raise ConfigError(
                    "{directory} cannot be a directory of pictures: leave {suffix} out, or write a place for the "
                    "number, such as {stem}.%04d{picture}",
                    directory=path,
                    suffix=path.suffix,
                    stem=path.stem,
                    picture=format_.suffixes[0],
                )
            suffix = format_.suffixes[0]
            self._directory, self._pattern = path, FramePattern(path, "", 5, suffix)
        super().__init__(
            output,
            choose_encoding(path, wish, output=output, transparent=transparent, keeps_hdr=keeps_hdr, suffix=suffix),
        )
        if not self._encoding.container.holds_pictures:
            raise ConfigError(
                "{path} has a place for a number, and numbered files are pictures; let the name end in {suffixes}, or "
                "leave the number out",
                path=path,
                suffixes=any_of(known for known, row in CONTAINERS.items() if row.holds_pictures),
            )
        self._format = FORMATS[self._encoding.container.name]
        self._colours = Colours.BT709
        self._carry_from = carry_from
        self._kept = None if segments is None else segments.folder / "pictures"
        self._unfinished: UnfinishedFile | None = None

    def open(self, info: StreamInfo) -> None:
        self._check_free()
        self._notes = [] if self._carry_from is None else left_out(self._carry_from)
        self._colours = info.colours
        final = self._directory or self._files.folder / "sequence"
        prepare_folder(final.parent)
        self._unfinished = UnfinishedFile(final, is_folder=True, kept=self._kept)
        try:
            self._unfinished.create()
        except OSError as error:
            raise sink_error(final, error) from error

    def write(self, frame: MattedFrame) -> None:
        assert self._unfinished is not None, "open() comes first"
        name = self._files.path(frame.index if frame.number is None else frame.number).name
        path = self._unfinished.path / name
        pixels = to_pixels(frame.picture(self._output), self._encoding, self._colours)
        try:
            path.write_bytes(encode_picture(path, pixels, self._format))
        except OSError as error:
            raise sink_error(path, error) from error

    @property
    def _files(self) -> FramePattern:
        assert self._pattern is not None
        return self._pattern

    def finish(self) -> None:
        assert self._unfinished is not None, "open() comes first"
        self._check_free()  # again: it may have appeared while frames were written
        try:
            if self._directory is None:
                self._unfinished.publish_content()
            else:
                self._replace(self._directory, self._unfinished)
        except OSError as error:
            self.abort()
            raise sink_error(self._files.folder, error) from error
        self._unfinished = None

    def _replace(self, directory: Path, unfinished: UnfinishedFile) -> None:
        old = (
            directory.rename(directory.with_name(unfinished_name()).with_suffix(".old")) if directory.is_dir() else None
        )
        unfinished.publish()
        if old is not None:
            # under a name by which others remove what is left, should this program be killed meanwhile
            shutil.rmtree(old.rename(old.with_suffix(".part")), ignore_errors=True)

    def abort(self) -> None:
        if self._unfinished is not None:
            self._unfinished.discard()
            self._unfinished = None

    def _check_free(self) -> None:
        """Raise SinkExistsError for what is there and may not be replaced; an empty directory may always be."""
        if self._directory is not None:
            self._check_directory(self._directory)
            return
        held = next(iter(self._files.find().values()), None) if self._files.folder.is_dir() else None
        if held is not None and not self._overwrite:
            raise SinkExistsError("{path} exists; choose another name or set overwrite (--overwrite)", path=held)

    def _check_directory(self, directory: Path) -> None:
        if not directory.exists():
            return
        held = list(directory.iterdir()) if directory.is_dir() else [directory]
        numbered = re.compile(r"\d{5,}" + re.escape(self._files.after))
        other = next((path for path in held if not numbered.fullmatch(path.name)), None)
        if other is not None:
            raise SinkExistsError(
                "{other} is not one of a sequence's pictures; choose another name than its folder's", other=other
            )
        if held and not self._overwrite:
            raise SinkExistsError(
                "{directory} holds pictures; choose another name or set overwrite (--overwrite)",
                directory=directory,
            )
