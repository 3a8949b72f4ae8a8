"""Matted frames as PNG files."""

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from matting_rt.errors import SinkError, SinkExistsError
from matting_rt.frame import Image, StreamInfo
from matting_rt.sinks.base import FrameSink, MattedFrame, Picture
from matting_rt.sinks.unfinished_file import UnfinishedFile, check_free, create_directory, sink_error

_CHANNEL_ORDERS = {3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}


class ImageFilesSink(FrameSink):
    """Writes <name>.composite.png, <name>.alpha.png (grey) and <name>.foreground.png (RGBA, straight alpha).

    Each file gets its name when it is complete; those written before an error or `abort` are complete and stay.
    """

    def __init__(
        self,
        directory: Path | str,
        *,
        pictures: Picture = Picture.COMPOSITE,
        overwrite: bool = False,
        inputs: Mapping[str, Path] | None = None,
    ) -> None:
        """
        Args:
            directory: created by `open`, with its parents, if missing.
            pictures: which files to write.
            overwrite: replace files that exist.
            inputs: the file of every frame to come by the frame's name (`ImageFilesSource.pictures`), so that `open`
                finds clashes before any work is done. An input is never overwritten.
        """
        self._directory = Path(directory)
        self._pictures = pictures
        # A Flag itself can be iterated only from Python 3.11 on.
        self._chosen = [picture for picture in Picture if picture in pictures]
        self._overwrite = overwrite
        self._inputs = dict(inputs or {})

    @property
    def pictures(self) -> Picture:
        return self._pictures

    def open(self, info: StreamInfo) -> None:
        if self._directory.exists() and not self._directory.is_dir():
            raise SinkExistsError(f"{self._directory} is a file; pictures go to a directory")
        create_directory(self._directory)
        protected = {path.resolve() for path in self._inputs.values()}
        for name in self._inputs:
            for picture in self._chosen:
                path = self._path(name, picture)
                if path.resolve() in protected:
                    raise SinkExistsError(f"{path} is one of the pictures to matte; choose another output directory")
                check_free(path, overwrite=self._overwrite)

    def write(self, frame: MattedFrame) -> None:
        name = frame.name or f"{frame.index:06d}"
        images = {
            Picture.COMPOSITE: frame.composite,
            Picture.ALPHA: frame.alpha,
            Picture.FOREGROUND: frame.foreground,
        }
        for picture in self._chosen:
            image = images[picture]
            assert image is not None, f"the pipeline makes no {picture}"
            path = self._path(name, picture)
            check_free(path, overwrite=self._overwrite)
            write_png(path, image)

    def finish(self) -> None:
        """Every file has its name already."""

    def abort(self) -> None:
        """What was written is complete, and stays."""

    def _path(self, name: str, picture: Picture) -> Path:
        assert picture.name is not None
        return self._directory / f"{name}.{picture.name.lower()}.png"


def write_png(path: Path, image: Image) -> None:
    """Write uint8 (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA; an existing file is replaced. Raises SinkError."""
    pixels = image if image.ndim == 2 else cv2.cvtColor(image, _CHANNEL_ORDERS[image.shape[2]])
    encoded, data = cv2.imencode(".png", np.ascontiguousarray(pixels))
    if not encoded:
        raise SinkError(f"cannot encode {path} as PNG")
    file = UnfinishedFile(path)
    try:
        file.path.write_bytes(data.tobytes())
        file.publish()
    except OSError as error:
        raise sink_error(path, error) from error
    finally:
        file.discard()
