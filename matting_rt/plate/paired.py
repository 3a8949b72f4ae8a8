"""Which plate goes with which picture, where several of both are given."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from matting_rt.errors import PlateError
from matting_rt.frame import Frame
from matting_rt.plate.check import check_plate
from matting_rt.plate.store import Plate, load_plate


class PairedPlates:
    """Gives the plate of each frame from its file; one that serves several frames in a row is read once."""

    def __init__(self, paths: Mapping[str, Path], check: bool) -> None:
        """
        Args:
            paths: the plate's file for the name of every frame to come.
            check: refuse what cannot be a plate.
        """
        self._paths = paths
        self._check = check
        self._path: Path | None = None
        self._plate: Plate

    def __call__(self, frame: Frame) -> Plate:
        """The plate of `frame`. Raises PlateError."""
        path = self._paths[frame.name]
        if path != self._path:
            self._plate = load_plate(path)
            if self._check:
                check_plate(self._plate)
            self._path = path
        return self._plate


class PlateFrames:
    """Gives the plate of each frame from a video of the empty room in which the camera moves as in the frames."""

    def __init__(self, frames: Iterator[Frame], name: str, check: bool) -> None:
        """
        Args:
            frames: the video of the plate, from its start.
            name: what messages call it.
            check: refuse what cannot be a plate.
        """
        self._frames = frames
        self._name = name
        self._check = check
        self._index = -1
        self._plate: Plate | None = None

    def __call__(self, frame: Frame) -> Plate:
        """The plate at the same place in its video; the last one serves what comes after it. Raises PlateError."""
        while self._index < frame.index:
            self._index += 1
            picture = next(self._frames, None)
            if picture is not None:
                plate = Plate(picture.image, f"{self._name}, frame {picture.index}")
                if self._check and self._plate is None:  # the others are much like the first
                    check_plate(plate)
                self._plate = plate
            elif self._plate is None:
                raise PlateError("{name} has no frames; give a picture or a video of the empty room", name=self._name)
        assert self._plate is not None, "frames are asked for from 0 on"
        return self._plate


def pair_by_name(frames: Mapping[str, Path], plates: Mapping[str, Path]) -> dict[str, Path]:
    """The plate for every frame: the only one, else by name, else in order where there are as many.

    Args:
        frames, plates: files by name (their stem), in order.

    Raises:
        PlateError: neither names nor numbers agree.
    """
    if len(plates) == 1:
        return dict.fromkeys(frames, next(iter(plates.values())))
    if frames.keys() <= plates.keys():
        return {name: plates[name] for name in frames}
    if len(frames) == len(plates):
        return dict(zip(frames, plates.values(), strict=True))
    missing = next(name for name in frames if name not in plates)
    raise PlateError(
        "There is no plate called {missing} for the picture {frame}, and {plate_count} plates "
        "cannot go in order with {frame_count} pictures; name the plates like the pictures",
        missing=missing,
        frame=frames[missing],
        plate_count=len(plates),
        frame_count=len(frames),
    )
