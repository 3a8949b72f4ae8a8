"""The plates that the window remembers from one start to the next."""

from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt.specs import SYNTHETIC

if TYPE_CHECKING:
    import matting_rt
    from matting_rt.plate.library import PlateLibrary


class PlateMemory:
    """One plate, and the one before it, for each camera and size. Called on the thread that changes the session.

    Of the painted room none is remembered: one is taken at every start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def recall(self, session: "matting_rt.LiveSession", camera: str) -> None:
        """Use the plate that is remembered for this camera, if there is one. Raises PlateError."""
        if camera == SYNTHETIC:
            session.capture_plate(delay_s=0)
            return
        path = self._library().find(session.camera_id, session.size)
        if path is not None:
            session.use_plate(path)

    def keep(self, session: "matting_rt.LiveSession") -> None:
        """Remember the plate in use. Raises PlateError."""
        if session.plate is not None:
            self._library().save(session.plate)

    def keep_learned(self, session: "matting_rt.LiveSession", camera: str) -> None:
        """Remember what was learned of the room, like a plate that was taken. Raises PlateError."""
        learned = session.learned_plate
        if learned is not None and camera != SYNTHETIC:
            self._library().save(learned)

    def undo(self, session: "matting_rt.LiveSession") -> None:
        """Use the plate before the one that is remembered, and remember it in its place. Raises PlateError."""
        path = self._library().undo(session.camera_id, session.size)
        if path is not None:
            session.use_plate(path)

    def can_undo(self, session: "matting_rt.LiveSession", camera: str) -> bool:
        """Whether there is a plate before the one that is remembered."""
        library = self._library()
        is_kept = camera != SYNTHETIC and library.find(session.camera_id, session.size) is not None
        return is_kept and library.has_before(session.camera_id, session.size)

    def _library(self) -> "PlateLibrary":
        from matting_rt.plate.library import PlateLibrary  # which loads OpenCV

        return PlateLibrary(self._folder)
