"""Plates on disk, and a plate brought to the size of the frames."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.errors import PlateError, SourceFormatError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file, replacing
from matting_rt.frame import BoolMap, FloatMap, FrameSize, Image
from matting_rt.pictures.files import decode_picture
from matting_rt.plate.metadata import PlateMetadata, add_metadata, read_metadata

_log = logging.getLogger(__name__)

_MAX_ASPECT_DIFFERENCE = 0.02
_PERSON = 0.3
"""Of the person map; from here on a pixel may show somebody."""
_MARGIN = 0.03
"""Of the width: their shadow, and what the map has missed."""
_MIN_SCALE = 0.5
"""A plate enlarged more than twofold has no edges as sharp as the frame's, and each would be kept as foreground."""


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """The view of a camera without the person."""

    image: Image
    """uint8 (H, W, 3) RGB, upright."""
    name: str = "plate"
    """What messages call it, mostly a file name."""
    metadata: PlateMetadata | None = None
    """How it was taken; None for a picture from elsewhere."""
    known: BoolMap | None = None
    """(H, W) where it shows the room; None: everywhere."""
    doubtful: BoolMap | None = None
    """(H, W) where it is not known, because it may show somebody; None: nowhere. What is there is room all the same if
    frames of another time show it too: a picture on the wall, a statue."""
    lights: Sequence[npt.NDArray[np.float32]] = ()
    """(h, w, 3) of any size, what more or less of is added to `image` (0..255) as the light moves; see
    `moving_light`."""

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
        self.check_resizable(size)
        return self._scaled(size)

    def with_square_pixels(self, stored: FrameSize, size: FrameSize) -> "Plate":
        """The plate at the `size` of the frames where it was grabbed at the size they are stored at, else as it is.

        The pixels of an anamorphic video are not square; its frames are stretched to what is shown, pictures that other
        programs grab from it are not.
        """
        return self._scaled(size) if self.size == stored != size else self

    def _scaled(self, size: FrameSize) -> "Plate":
        _log.info("The plate %s is %s; resized to the frames' %s", self.name, self.size, size)
        shrinks = size.width < self.size.width
        image = cv2.resize(self.image, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
        known, doubtful = (_resize_map(values, size) for values in (self.known, self.doubtful))
        return replace(self, image=image.astype(np.uint8, copy=False), known=known, doubtful=doubtful)

    def check_resizable(self, size: FrameSize) -> None:
        """Check that `resized` can bring the plate to the size of the frames. Raises PlateError."""
        if abs(self.size.width * size.height / (self.size.height * size.width) - 1) > _MAX_ASPECT_DIFFERENCE:
            raise PlateError(
                "The plate {plate} is {plate_size}, the frames are {size}: another aspect ratio; take the "
                "plate with the same camera in the same mode",
                plate=self.name,
                plate_size=self.size,
                size=size,
            )
        if self.size.width < _MIN_SCALE * size.width:
            raise PlateError(
                "The plate {plate} is {plate_size}, much smaller than the frames of {size}; take the "
                "plate with the same camera in the same mode",
                plate=self.name,
                plate_size=self.size,
                size=size,
            )


PlateOrFile: TypeAlias = Plate | str | os.PathLike[str]
"""Wherever a caller may have either."""


def _resize_map(values: BoolMap | None, size: FrameSize) -> BoolMap | None:
    if values is None:
        return None
    resized: BoolMap = cv2.resize(values.view(np.uint8), size, interpolation=cv2.INTER_NEAREST).view(bool)
    return resized


def empty_plate(image: Image) -> Plate:
    """A plate of which nothing is known yet, of the size of a frame."""
    return Plate(image, "learned", known=np.zeros(image.shape[:2], bool))


def forget_people(plate: Plate, person: FloatMap) -> Plate:
    """The plate with what is behind people in it not known: they are no part of the room.

    A plate that says itself where it is known is left as it is: what looks like a person there was seen never to move.

    Args:
        person: (h, w) 0..1 of any size, the person map of the plate.
    """
    people = (person > _PERSON).astype(np.uint8)
    if plate.known is not None or not people.any():
        return plate
    reach = 2 * round(_MARGIN * people.shape[1]) + 1
    people = cv2.dilate(people, np.ones((reach, reach), np.uint8))
    room = cv2.resize(people, plate.size, interpolation=cv2.INTER_NEAREST) == 0
    return replace(plate, known=room, doubtful=~room)


def check_fits_camera(plate: Plate, camera_id: str | None, size: FrameSize) -> None:
    """Check that a plate was taken by a camera in the mode it has now; one from elsewhere is judged by its size.

    Args:
        camera_id: as in `PlateMetadata`; None: any camera's plate will do.
        size: of the camera's frames.

    Raises:
        PlateError: another camera, or another size.
    """
    taken_by = plate.metadata.camera_id if plate.metadata else camera_id
    if camera_id is not None and taken_by != camera_id:
        raise PlateError(
            "The plate {plate} was taken by the camera {taken_by}, not by {camera_id}; take one with "
            "this camera, or choose that one",
            plate=plate.name,
            taken_by=taken_by,
            camera_id=camera_id,
        )
    if plate.size != size:
        raise PlateError(
            "The plate {plate} is {plate_size}, the camera gives {size}; take the plate again, or set the camera "
            "to {plate_size}",
            plate=plate.name,
            plate_size=plate.size,
            size=size,
        )


def load_plate(path: str | os.PathLike[str]) -> Plate:
    """Read a picture; it is turned upright by its EXIF tag, and an alpha channel is left out.

    Raises:
        PlateError: there is no such file, or it is not a picture, or one that is too large.
    """
    path = Path(path)
    try:
        data = read_file(path, PICTURE_LIMIT_BYTES)
        image = decode_picture(data, path, cv2.IMREAD_COLOR)
    except SourceFormatError as error:
        raise PlateError("The plate {error}", error=error) from None
    except OSError as error:
        raise PlateError(
            "The plate {path} cannot be read: {reason}; choose another file, or take a new plate",
            path=path,
            reason=error.strerror,
        ) from error
    rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
    metadata = read_metadata(data)
    known = None if metadata is None else _read_known(data, path)
    return Plate(rgb, path.name, metadata, known, None if known is None or known.all() else ~known)


def _read_known(data: bytes, path: Path) -> BoolMap | None:
    """(H, W) where a plate that this program saved is known; None: it does not say."""
    image = decode_picture(data, path, cv2.IMREAD_UNCHANGED)
    if image.ndim != 3 or image.shape[2] != 4:
        return None
    known: BoolMap = image[..., 3] > 127
    return known


def save_plate(plate: Plate, path: Path) -> None:
    """Write a plate as PNG with its metadata, whatever the suffix of `path` is; a file that is there is replaced.

    What is not known of it is transparent.

    The name is given to a whole file only; its folder is made where it is missing.

    Raises:
        PlateError: the file cannot be written; what was under the name is still there.
    """
    pixels = cv2.cvtColor(plate.image, cv2.COLOR_RGB2BGR)
    if plate.known is not None:
        pixels = np.dstack((pixels, plate.known.astype(np.uint8) * 255))
    _, encoded = cv2.imencode(".png", pixels)
    data = encoded.tobytes()
    if plate.metadata is not None:
        data = add_metadata(data, plate.metadata)
    try:
        with replacing(path) as part:
            part.write_bytes(data)
    except OSError as error:
        raise PlateError(
            "The plate cannot be saved as {path}: {reason}; choose another folder", path=path, reason=error.strerror
        ) from error
