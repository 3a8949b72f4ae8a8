"""The plates of a film: its shots are found, and each is given the plate of its room."""

import base64
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatImage, FloatMap, Frame, Image
from matting_rt.lines import Line
from matting_rt.pictures.files import decode_picture
from matting_rt.plate.base import PlateFitter
from matting_rt.plate.belief import FOUND, differing_share
from matting_rt.plate.compensate import Light, fit_light, same_light
from matting_rt.plate.cuts import mark_cuts
from matting_rt.plate.from_video import plate_from_samples, require_frames
from matting_rt.plate.pictures import shrink
from matting_rt.plate.samples import FindPeople, ShotSamples
from matting_rt.plate.store import Plate
from matting_rt.state import State

_WIDTH = 96
"""Of the small pictures by which rooms are told apart, and of the maps in reports."""
_MUCH = 0.02
"""Share of the picture: where more stays unknown, a note says so."""


@dataclass(frozen=True, slots=True)
class Shot:
    """Frames between two cuts."""

    start_pts: int
    """Of its first frame."""
    start_s: float
    frame_count: int
    room: int
    """Number of its plate."""


class _Room(NamedTuple):
    """A plate, packed: a film has hundreds of them."""

    name: str
    png: bytes
    """The picture; what is not known of it is transparent."""
    small: FloatImage
    """(h, w, 3) 0..1."""
    known: BoolMap
    """(h, w)."""
    unknown_share: float
    """0..1 of the picture."""

    @classmethod
    def of(cls, plate: Plate) -> "_Room":
        known = _known(plate)
        small = shrink(plate.image, _WIDTH)
        _, png = cv2.imencode(".png", np.dstack((plate.image, known.view(np.uint8) * np.uint8(255))))
        return cls(plate.name, png.tobytes(), small, _shrink_known(known, small), float(1 - known.mean()))

    def plate(self) -> Plate:
        pixels = decode_picture(self.png, Path(self.name), cv2.IMREAD_UNCHANGED)
        return Plate(np.ascontiguousarray(pixels[..., :3]), self.name, known=pixels[..., 3] > 0)

    def draw_unknown(self) -> str:
        """The map of reports."""
        _, png = cv2.imencode(".png", np.where(self.known, np.uint8(0), np.uint8(255)))
        return "data:image/png;base64," + base64.b64encode(png.tobytes()).decode()


class FilmPlates:
    """The plate of each room of a film. Shots in which the same camera shows the same room share one."""

    def __init__(self) -> None:
        self.shots: list[Shot] = []
        self.hints: list[str] = []
        """Sentences on why plates may be wrong."""
        self._rooms: list[_Room] = []

    def add(self, start: Frame, frame_count: int, plate: Plate) -> None:
        """Take in the next shot, and the plate that was built from it, which knows where it is known."""
        self.shots.append(Shot(start.pts, start.time_s, frame_count, self._find_room(plate)))

    def plate(self, shot: Shot) -> Plate:
        return self._rooms[shot.room].plate()

    @property
    def unknown_share(self) -> float:
        """0..1 of all frames in which what is behind people is not known."""
        count = sum(shot.frame_count for shot in self.shots)
        return sum(self._rooms[shot.room].unknown_share * shot.frame_count for shot in self.shots) / count

    @property
    def notes(self) -> list[str]:
        """Lines on what the plates lack."""
        lines = list(self.hints)
        if self.unknown_share > _MUCH:
            lines.append(
                Line(
                    "{share:.0%} of the room is behind somebody all the time, and edges are rougher there; "
                    "for finer ones, photograph the empty scene and give that as the plate",
                    share=self.unknown_share,
                )
            )
        return lines

    def report(self) -> list[dict[str, object]]:
        """Plain data of each shot: "start_s", "frame_count", "unknown_share" (0..1 of the picture), "unknown_map": a
        PNG as an address ("data:image/png;base64,..."), some 96 x 54 pixels, white where the room stayed unknown.
        """
        return [
            {
                "start_s": round(shot.start_s, 3),
                "frame_count": shot.frame_count,
                "unknown_share": round(self._rooms[shot.room].unknown_share, 4),
                "unknown_map": self._rooms[shot.room].draw_unknown(),
            }
            for shot in self.shots
        ]

    def _find_room(self, plate: Plate) -> int:
        new = _Room.of(plate)
        for number, room in enumerate(self._rooms):
            light = _find_light(room, new)
            if light is not None:
                self._rooms[number] = _Room.of(_add_known(room.plate(), plate, light))
                return number
        self._rooms.append(new)
        return len(self._rooms) - 1


def plates_from_frames(frames: Iterable[Frame], name: str, find: FindPeople) -> FilmPlates:
    """The plates of a film, in one pass over its frames; of each shot at most 64 are held, fewer where they are large.

    Args:
        frames: the film from its start, all of one size.
        name: what messages call it.
        find: looks for people.

    Raises:
        PlateError: too few frames.
    """
    film = FilmPlates()
    samples, start, count = ShotSamples(find), None, 0
    for frame, is_first in mark_cuts(frames):
        if is_first and start is not None:
            _end_shot(film, samples, start, name)
            samples = ShotSamples(find)
        if is_first:
            start = frame
        samples.feed(frame.image)
        count += 1
    require_frames(count, name)
    assert start is not None, "there are frames"
    _end_shot(film, samples, start, name)
    return film


def _end_shot(film: FilmPlates, samples: ShotSamples, start: Frame, name: str) -> None:
    built = plate_from_samples(samples.take(), name)
    if built.hint is not None and built.hint not in film.hints:
        film.hints.append(built.hint)
    film.add(start, samples.frame_count, built.plate)


def _find_light(room: _Room, other: _Room) -> Light | None:
    """What brings the other one to the light of a room; None where it is not the same, seen from the same place."""
    both = room.known & other.known
    light = fit_light(room.small, other.small, both, same_light())
    is_same = light is not None and differing_share(room.small, light.apply(other.small), both) < FOUND
    return light if is_same else None


def _add_known(plate: Plate, other: Plate, light: Light) -> Plate:
    """A plate that knows what either does; `light` brings the other one to its light."""
    known = _known(plate)
    added = _known(other) & ~known
    image: Image = np.where(added[..., None], light.paint(other.image), plate.image)
    return replace(plate, image=image, known=known | added)


def _known(plate: Plate) -> BoolMap:
    assert plate.known is not None, "people were looked for"
    return plate.known


def _shrink_known(known: BoolMap, like: FloatImage) -> BoolMap:
    small: BoolMap = cv2.resize(known.view(np.uint8), like.shape[1::-1], interpolation=cv2.INTER_NEAREST).view(bool)
    return small


class ShotPlates(PlateFitter):
    """Fits the plate of its shot to each frame."""

    def __init__(self, film: FilmPlates, make: Callable[[Plate], PlateFitter]) -> None:
        """`make`: what fits the plate of a shot to the frames of that shot."""
        self._film, self._make = film, make
        self._starts = [shot.start_pts for shot in film.shots]
        self._shot: Shot | None = None
        self._fitter: PlateFitter
        self._is_late = False
        self.notes = film.notes

    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        shot = self._film.shots[max(bisect_right(self._starts, frame.pts) - 1, 0)]
        self.follows = shot is self._shot
        if not self.follows:
            self._is_late = self._shot is not None
            self._shot, self._fitter = shot, self._make(self._film.plate(shot))
        image = self._fitter.fit(frame, person)
        self.trust, self.lookalike, self.absence = self._fitter.trust, self._fitter.lookalike, self._fitter.absence
        return image

    def observe(self, alpha: Image) -> None:
        if self._is_late:  # the first alpha after a cut is still that of the frame before it
            self._is_late = False
        elif self._shot is not None:
            self._fitter.observe(alpha)

    @property
    def image(self) -> Image | None:
        return None if self._shot is None else self._fitter.image

    def state(self) -> State:
        if self._shot is None:
            return {"shot": None}
        return {
            "shot": self._film.shots.index(self._shot),
            "is_late": self._is_late,
            "fitter": self._fitter.state(),
        }

    def restore(self, state: State) -> None:
        if state["shot"] is not None:
            self._shot, self._is_late = self._film.shots[state["shot"]], state["is_late"]
            self._fitter = self._make(self._film.plate(self._shot))
            self._fitter.restore(state["fitter"])

    @property
    def shots(self) -> list[dict[str, object]]:
        return self._film.report()

    def report(self) -> dict[str, object]:
        if self._shot is None:
            return {}
        return {**self._fitter.report(), "unknown_share": round(self._film.unknown_share, 4)}
