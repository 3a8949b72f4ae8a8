"""Plates on disk, and a plate brought to the size of the frames."""

import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from matting_rt.errors import PlateError
from matting_rt.frame import FrameSize, Image

_log = logging.getLogger(__name__)

_MAX_ASPECT_DIFFERENCE = 0.02
_MIN_SCALE = 0.5
"""A plate enlarged more than twofold has no edges as sharp as the frame's, and each would be kept as foreground."""


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """The view of a camera without the person."""

    image: Image
    """uint8 (H, W, 3) RGB, upright."""
    name: str = "plate"
    """What messages call it, mostly a file name."""

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.image.shape[1], self.image.shape[0])

    def resized(self, size: FrameSize) -> "Plate":
        """The plate at the size of the frames.

        Raises:
            PlateError: another aspect ratio, or less than half as large.
        """
        if self.size == size:
            return self
        if abs(self.size.width * size.height / (self.size.height * size.width) - 1) > _MAX_ASPECT_DIFFERENCE:
            raise PlateError(
                f"The plate {self.name} is {self.size}, the frames are {size}: another aspect ratio; "
                "take the plate with the same camera in the same mode"
            )
        if self.size.width < _MIN_SCALE * size.width:
            raise PlateError(
                f"The plate {self.name} is {self.size}, much smaller than the frames of {size}; "
                "take the plate with the same camera in the same mode"
            )
        _log.info("The plate %s is %s; resized to the frames' %s", self.name, self.size, size)
        shrinks = size.width < self.size.width
        image = cv2.resize(self.image, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        return Plate(image.astype(np.uint8, copy=False), self.name)


def load_plate(path: Path) -> Plate:
    """Read a picture; it is turned upright by its EXIF tag, and an alpha channel is left out.

    Raises:
        PlateError: there is no such file, or it is not a picture.
    """
    # Read by Python, not by cv2.imread: on Windows that cannot open every path.
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise PlateError(f"The plate {path} cannot be read: {error.strerror}") from error
    try:
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error:
        # An empty file, or a header that claims more pixels than OpenCV takes.
        image = None
    if image is None:
        raise PlateError(f"The plate {path} is not a picture that can be read; give a PNG or JPEG file")
    return Plate(cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False), path.name)


def save_plate(plate: Plate, path: Path) -> None:
    """Write a plate as PNG, whatever the suffix of `path` is.

    Raises:
        PlateError: the file cannot be written.
    """
    _, data = cv2.imencode(".png", cv2.cvtColor(plate.image, cv2.COLOR_RGB2BGR))
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise PlateError(f"The plate cannot be saved as {path}: {error.strerror}") from error
