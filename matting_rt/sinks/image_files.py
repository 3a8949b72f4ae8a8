"""Matted frames as image files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matting_rt.errors import SinkError, SinkExistsError
from matting_rt.files import replacing
from matting_rt.frame import AnyImage, Colours, DeepImage, Image, StreamInfo
from matting_rt.media.encoding_choice import choose_encoding
from matting_rt.media.encoding_tables import CODECS
from matting_rt.outputs import COMPOSITE, OUTPUTS, Output, Outputs
from matting_rt.pictures.formats import PNG, ImageFormat
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sinks.stored_pictures import to_pixels
from matting_rt.unfinished_file import check_free, prepare_folder, sink_error


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
            write_image(path, self._stored(frame.picture(output), path, output), self._format)

    def _stored(self, image: AnyImage, path: Path, output: Output) -> Any:
        """OpenEXR holds light, and colours times alpha; the others hold a picture as it is."""
        codec = CODECS.get(self._format.name)
        if codec is None or not codec.is_linear:
            return image
        encoding = choose_encoding(path, output=output, transparent=image.shape[2:] == (4,))
        return to_pixels(image, encoding, Colours.BT709)

    def finish(self) -> None:
        """Every file has its name already."""

    def abort(self) -> None:
        """What was written is complete, and stays."""

    def _path(self, name: str, output: Output) -> Path:
        return self._directory / f"{name}.{output.name}{self._format.suffixes[0]}"


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
    content = encode_picture(path, image, format_)
    try:
        with replacing(path) as part:
            part.write_bytes(content)
    except OSError as error:
        raise sink_error(path, error) from error


def encode_picture(path: Path, image: Image | DeepImage, format_: ImageFormat) -> bytes:
    """A file's content; the path is for the message. Raises SinkError."""
    assert format_.encode is not None, f"{format_.name} is not written"
    try:
        return format_.encode(image)
    except ValueError as error:
        raise SinkError("{path} was not written: {error}", path=path, error=error) from None
