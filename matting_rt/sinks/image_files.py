"""Matted frames as image files."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from matting_rt.errors import ConfigError, SinkError, SinkExistsError
from matting_rt.files import replacing
from matting_rt.frame import DeepImage, Image, StreamInfo
from matting_rt.image_formats import PNG, ImageFormat
from matting_rt.outputs import COMPOSITE, OUTPUTS, Output, Outputs
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.unfinished_file import UnfinishedFile, check_free, prepare_folder, sink_error


class ImageFilesSink(FrameSink):
    """Writes <name>.composite.png, <name>.alpha.png, <name>.foreground.png and others, see `outputs`.

    Each file gets its name when it is complete; those written before an error or `abort` are complete and stay.
    """

    def __init__(
        self,
        directory: Path | str,
        *,
        outputs: Outputs = frozenset({COMPOSITE}),
        overwrite: bool = False,
        inputs: Mapping[str, Path] | None = None,
        format_: ImageFormat = PNG,
    ) -> None:
        """
        Args:
            directory: created by `open`, with its parents, if missing.
            outputs: which files to write.
            overwrite: replace files that exist.
            inputs: the file of every frame to come by the frame's name (`ImageFilesSource.pictures`), so that `open`
                finds clashes before any work is done. An input is never overwritten.
            format_: of the files; one that is written.
        """
        self._directory = Path(directory)
        self._outputs = [output for output in OUTPUTS.values() if output in outputs]
        self._overwrite = overwrite
        self._inputs = dict(inputs or {})
        self._format = format_

    def open(self, info: StreamInfo) -> None:
        if self._directory.exists() and not self._directory.is_dir():
            raise SinkExistsError("{directory} is a file; pictures go to a directory", directory=self._directory)
        prepare_folder(self._directory)
        protected = {path.resolve() for path in self._inputs.values()}
        for name in self._inputs:
            for output in self._outputs:
                path = self._path(name, output)
                if path.resolve() in protected:
                    raise SinkExistsError(
                        "{path} is one of the pictures to matte; choose another output directory", path=path
                    )
                check_free(path, overwrite=self._overwrite)

    def write(self, frame: MattedFrame) -> None:
        name = frame.name or f"{frame.index:06d}"
        for output in self._outputs:
            path = self._path(name, output)
            check_free(path, overwrite=self._overwrite)
            write_image(path, frame.picture(output), self._format)

    def finish(self) -> None:
        """Every file has its name already."""

    def abort(self) -> None:
        """What was written is complete, and stays."""

    def _path(self, name: str, output: Output) -> Path:
        return self._directory / f"{name}.{output.name}{self._format.suffixes[0]}"


class ImageSequenceSink(FrameSink):
    """One of the outputs of every frame as 00000.png, 00001.png, ... in a directory of its own.

    The directory gets its name when it is whole. With `overwrite` it replaces one that holds a sequence and nothing
    else.
    """

    def __init__(
        self,
        directory: Path | str,
        *,
        output: Output = COMPOSITE,
        overwrite: bool = False,
        format_: ImageFormat = PNG,
    ) -> None:
        """
        Args:
            directory: made with its parents.
            output: which one of the pictures to write.
            overwrite: replace an earlier sequence.
            format_: of the files; one that is written.

        Raises:
            ConfigError: the name is that of a file.
        """
        self._directory = Path(directory)
        self._output, self._format = output, format_
        self._overwrite = overwrite
        if self._directory.suffix:
            raise ConfigError(
                "{directory} cannot be a directory of pictures: leave {suffix} out",
                directory=directory,
                suffix=self._directory.suffix,
            )
        self._unfinished: UnfinishedFile | None = None

    def open(self, info: StreamInfo) -> None:
        self._check_free()
        prepare_folder(self._directory.parent)
        self._unfinished = UnfinishedFile(self._directory, is_folder=True)
        try:
            self._unfinished.create()
        except OSError as error:
            raise sink_error(self._directory, error) from error

    def write(self, frame: MattedFrame) -> None:
        assert self._unfinished is not None, "open() comes first"
        path = self._unfinished.path / f"{frame.index:05d}{self._format.suffixes[0]}"
        try:
            path.write_bytes(_encode(path, frame.picture(self._output), self._format))
        except OSError as error:
            raise sink_error(path, error) from error

    def finish(self) -> None:
        assert self._unfinished is not None, "open() comes first"
        self._check_free()  # again: it may have appeared while frames were written
        try:
            old = None
            if self._directory.is_dir():
                old = self._directory.rename(self._unfinished.path.with_suffix(".old"))
            self._unfinished.publish()
            if old is not None:
                # under a name by which others remove what is left, should this program be killed meanwhile
                shutil.rmtree(old.rename(old.with_suffix(".part")), ignore_errors=True)
        except OSError as error:
            self.abort()
            raise sink_error(self._directory, error) from error
        self._unfinished = None

    def abort(self) -> None:
        if self._unfinished is not None:
            self._unfinished.discard()
            self._unfinished = None

    def _check_free(self) -> None:
        """Raise SinkExistsError for what is there and may not be replaced; an empty directory may always be."""
        if not self._directory.exists():
            return
        held = list(self._directory.iterdir()) if self._directory.is_dir() else [self._directory]
        numbered = re.compile(r"\d{5,}" + re.escape(self._format.suffixes[0]))
        other = next((path for path in held if not numbered.fullmatch(path.name)), None)
        if other is not None:
            raise SinkExistsError(
                "{other} is not one of a sequence's pictures; choose another name than its folder's", other=other
            )
        if held and not self._overwrite:
            raise SinkExistsError(
                "{directory} holds pictures; choose another name or pass --overwrite", directory=self._directory
            )


def write_png(path: Path | str, image: Image | DeepImage) -> None:
    """Write (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA as a PNG file; an existing file is replaced.

    Args:
        image: uint8, uint16, or float32 0..1, which is written in 16 bits.

    Raises:
        SinkError: it is no such picture, or cannot be written.
    """
    write_image(path, image, PNG)


def write_image(path: Path | str, image: Image | DeepImage, format_: ImageFormat) -> None:
    """As `write_png`, in another format that is written."""
    path = Path(path)
    content = _encode(path, image, format_)
    try:
        with replacing(path) as part:
            part.write_bytes(content)
    except OSError as error:
        raise sink_error(path, error) from error


def _encode(path: Path, image: Image | DeepImage, format_: ImageFormat) -> bytes:
    assert format_.encode is not None, f"{format_.name} is not written"
    try:
        return format_.encode(image)
    except ValueError as error:
        raise SinkError("{path} was not written: {error}", path=path, error=error) from None
