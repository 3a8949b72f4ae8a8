"""The plates that are remembered: one for each camera and size, and the one before it."""

import hashlib
import os
import re
from pathlib import Path

from matting_rt.errors import PlateError, SourceFormatError
from matting_rt.files import PICTURE_LIMIT_BYTES, read_file
from matting_rt.frame import FrameSize
from matting_rt.plate.metadata import read_metadata
from matting_rt.plate.store import Plate, save_plate

_LONGEST_NAME = 40


class PlateLibrary:
    """A folder of plates, as PNG files whose names tell a person which camera they are of.

    Nothing is held in memory, so that several programs may use one folder; each of them sees whole files only.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first plate is saved."""
        self._folder = folder

    def find(self, camera_id: str, size: FrameSize) -> Path | None:
        """The plate that is remembered for a camera in a mode; None where there is none that could be read.

        Args:
            camera_id: as in `PlateMetadata`.
            size: of the camera's frames.
        """
        path = self._path(camera_id, size)
        try:
            metadata = read_metadata(read_file(path, PICTURE_LIMIT_BYTES))
        except (OSError, SourceFormatError):
            return None
        is_of_camera = metadata is not None and (metadata.camera_id, metadata.size) == (camera_id, size)
        return path if is_of_camera else None

    def has_before(self, camera_id: str, size: FrameSize) -> bool:
        """Whether `undo` has something to go back to."""
        return self._before(self._path(camera_id, size)).is_file()

    def save(self, plate: Plate) -> Path:
        """Remember a plate for the camera that took it; the one before it is kept for `undo`.

        Raises:
            PlateError: the plate does not say which camera took it, or it cannot be written; what was remembered is
                then still remembered.
        """
        if plate.metadata is None:
            raise PlateError(
                "The plate {plate} does not say which camera took it and cannot be remembered; take a new one",
                plate=plate.name,
            )
        path = self._path(plate.metadata.camera_id, plate.metadata.size)
        new = path.with_suffix(".new.png")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            save_plate(plate, new)
            if path.exists():
                os.replace(path, self._before(path))
            os.replace(new, path)
        except OSError as error:
            raise PlateError(
                "The plate cannot be remembered in {folder}: {reason}; check that there is room and that you may "
                "write there",
                folder=self._folder,
                reason=error.strerror,
            ) from error
        return path

    def undo(self, camera_id: str, size: FrameSize) -> Path | None:
        """Remember again the plate from before the last one was saved; called once more, it takes that back.

        Returns:
            The plate that is remembered now; None where there was none before, and nothing has changed.

        Raises:
            PlateError: the files cannot be renamed.
        """
        path = self._path(camera_id, size)
        before, undone = self._before(path), path.with_suffix(".undone.png")
        if not before.is_file():
            return None
        try:
            if path.exists():
                os.replace(path, undone)
            os.replace(before, path)
            if undone.exists():
                os.replace(undone, before)
        except OSError as error:
            raise PlateError(
                "The previous plate cannot be restored from {before}: {reason}; take a new one",
                before=before,
                reason=error.strerror,
            ) from error
        return path

    def _path(self, camera_id: str, size: FrameSize) -> Path:
        """The name is for a person; the digest tells cameras apart whose names are alike."""
        name = re.sub(r"[^a-z0-9]+", "-", camera_id.lower()).strip("-")[-_LONGEST_NAME:].strip("-")
        digest = hashlib.sha256(camera_id.encode()).hexdigest()[:8]
        return self._folder / f"{name or 'camera'}-{digest}-{size}.png"

    @staticmethod
    def _before(path: Path) -> Path:
        return path.with_suffix(".before.png")
