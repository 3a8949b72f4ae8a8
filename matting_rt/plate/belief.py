"""How far each part of a plate is believed, from what the camera shows now.

A plate is a claim about the room. It is believed where it is known, and where the frame agrees with it or a person is
in front. Where the frame has come to differ and nobody is near, something in the room has changed: that part is not
believed until it has been learned anew from the frame. Where the frame differs nearly everywhere, the camera or the
light has changed, and nothing is believed.

Everything here works on the small pictures that light is fitted on, of about 96 x 54 cells.
"""

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatImage, FloatMap
from matting_rt.plate.pictures import distance
from matting_rt.state import State, set_values, values_of

_DIFFERS = 0.055
"""Of 0..1 in any channel: 14 levels. Noise is averaged away in a cell, and edges a pixel apart differ by less."""
_SURELY_PERSON = 0.75
_BLANK = 0.97
"""Of 0..1 in every channel; from here on a camera tells nothing apart."""
_PERSON = 0.15
"""Of the person map; from here on a cell may belong to somebody."""
_LOST = 0.18
FOUND = 0.07
"""Share of the visible room that differs: above the first nothing is believed, below the second all is again ..."""
_LOST_AMONG_THINGS, _FOUND_AMONG_THINGS = 0.6, 0.5
"""The same where things may come into the picture, and be kept."""
_FOUND_S = 0.3
"""... once it has been for so long: while the camera is being turned, the plate is right for a moment now and then."""
_EDGE = 0.12
"""Of 0..1, from the darkest to the brightest of nine cells."""
_EDGES_COUNT = 0.45
"""What a share of the edges counts against one of all cells: with four in ten of them gone, a plate is lost."""
_ENOUGH_ROOM = 40
"""Cells; with fewer in view nothing can be said about the plate as a whole."""
_SHOW_S = 0.4
"""In which belief comes back; it goes at once, because a part of the room must never be seen."""
_STILL_S = 1.0
"""For so long a cell must not change before it is learned."""
_STILL = 0.04
"""Of 0..1 in any channel; less is noise."""
_MOVES_S = 2.0
_PICTURE_S, _SMALL_PICTURE_S = 30.0, 3.0
_PICTURE_SHARE = 0.97
"""What the person map takes for somebody, and of which so large a share has not changed for so long, is a picture on
the wall, or a doll, if somebody else moves meanwhile. The map's own mistakes are small beside whoever is in view."""
_SMALL_PICTURE = 0.15
"""Of the largest person's area."""
_HELD_SHARE, _HELD_MOST = 0.35, 0.1
"""Of the area of the people in view, and of the picture: what is larger is nothing that they hold."""
_SMALL_MOST = 0.015
"""Of the picture: so small a thing stays with them for long after it was seen to move."""
_AT_ONCE_MOST = 0.035
"""Of the picture: what is larger is held only once it has moved for a while; a box that is put down moves for once."""
_AGE_S = 0.35
_HOLDING_S, _HOLDING_LARGE_S = 30.0, 0.5
_JUST_MOVED_S = 0.3
_MOVING_SHARE = 0.15
"""Of a thing's cells that have just changed: it moves."""
_HELD_QUIET = 0.04
"""Share of the visible room that may differ while things are taken to be held: when the room changes, edges differ
beside people too."""
_MAX_STEP_S = 0.5
"""A gap between frames counts as no more than this."""
_STATE = (
    *("_at_once", "trust", "held", "to_learn", "known_share", "differing_share", "is_lost", "keeps_everything"),
    *("_found_s", "_is_right", "_is_picture", "_still_since_s", "_nobody_since_s", "_held_until_s"),
    *("_differs_since_s", "_anchor", "_time_s"),
)
"""All that it has."""
_GREY = np.full(3, 1 / 3, np.float32)
_CROSS = np.ones((3, 3), np.uint8)
_BESIDE = np.ones((5, 5), np.uint8)
_NEAR = np.ones((7, 7), np.uint8)
"""Cells around a person that are not learned: shadows, and what the map has missed."""


class Belief:
    """Follows one plate through the frames of a stream. Used from one thread."""

    def __init__(self, covered: BoolMap, *, at_once: bool = False) -> None:
        """Nothing of the plate is believed yet.

        Args:
            covered: (h, w) of the small pictures, where the plate has a picture.
            at_once: believe it with the first frame that agrees, as in files, whose frames all are shown; else after a
                while, and little by little.
        """
        shape = covered.shape
        self._at_once = at_once
        self.trust: FloatMap = np.zeros(shape, np.float32)
        """(h, w) 0..1, how far the plate is believed at the frame seen last."""
        self.held: BoolMap = np.zeros(shape, bool)
        """(h, w) what differs from the plate and is held by a person."""
        self.to_learn: BoolMap = np.zeros(shape, bool)
        """(h, w) what is to become part of the plate: nobody is near, and it has stood still."""
        self.known_share = 0.0
        """0..1 of the picture whose room is known and believed, also behind people."""
        self.differing_share = 0.0
        """See `differing_share`."""
        self.is_lost = bool(covered.any())
        """Whether the plate as a whole is not believed."""
        self.keeps_everything = False
        """Whether things that differ from the plate are no part of the room, like people, and not to be learned."""
        self._found_s: float | None = None
        self._is_right = np.zeros(shape, bool)
        """Cells that agreed when they were last seen."""
        self._is_picture = np.zeros(shape, bool)
        self._still_since_s = np.zeros(shape, np.float64)
        self._nobody_since_s = np.zeros(shape, np.float64)
        self._held_until_s = np.full(shape, -np.inf)
        self._differs_since_s = np.full(shape, -np.inf)
        self._anchor: FloatImage | None = None
        self._time_s: float | None = None

    def state(self) -> State:
        return values_of(self, _STATE)

    @classmethod
    def restored(cls, state: State) -> "Belief":
        belief = cls(state["trust"] > 0)  # of the right shape; all else is replaced
        set_values(belief, _STATE, state)
        return belief

    def update(self, time_s: float, frame: FloatImage, plate: FloatImage, covered: BoolMap, person: FloatMap) -> None:
        """Take in a frame.

        Args:
            time_s: the frame's, on the stream's clock.
            frame: (h, w, 3) small picture.
            plate: (h, w, 3) the same of the plate, in its place and in the light of the frame.
            covered: (h, w) where the plate has a picture.
            person: (h, w) 0..1, the person map.
        """
        passed_s = 0.0 if self._time_s is None else min(max(time_s - self._time_s, 0.0), _MAX_STEP_S)
        self._time_s = time_s
        differs = distance(frame, plate) > _DIFFERS
        people = (person > _PERSON) & ~(self._is_picture & ~differs)
        self._watch(time_s, frame, people)
        people &= ~self._find_pictures(time_s, people)
        visible = covered & ~_grow(people, _CROSS)
        differs = visible & _clustered(differs)
        self._judge(time_s, plate, visible, differs)
        self.held = differs if self.keeps_everything else self._find_held(time_s, differs, people)
        changed = _grow(differs & ~self.held, _CROSS)
        self._is_right = np.where(visible | ~covered, covered & ~changed, self._is_right & ~changed)
        # too bright both, and so alike whatever they show: before a white wall in the sun a white shirt is nothing
        is_blank = (person > _SURELY_PERSON) & (_darkest(frame, plate) > _BLANK)
        aim = self._is_right & covered & ~is_blank & (not self.is_lost)
        step = np.float32(passed_s / _SHOW_S)
        if self._at_once and not self.is_lost:
            self._at_once, step = False, np.float32(1)
        self.trust = np.where(aim, np.minimum(self.trust + step, 1), 0).astype(np.float32)
        unknown = ~covered | (differs & ~self.held)
        is_still = np.minimum(time_s - self._still_since_s, time_s - self._nobody_since_s) >= _STILL_S
        self.to_learn = unknown & (is_still | self._is_picture)
        self.known_share = 0.0 if self.is_lost else float((self._is_right & covered).mean())

    def believe_hidden(self) -> None:
        """Believe what people hide as well: the plate as a whole has just been found to be right."""
        self._is_right[:] = True

    def know_stillness_of(self, other: "Belief") -> None:
        """Take over what has stood still for how long from the belief in another plate, which this one follows."""
        self._anchor, self._time_s = other._anchor, other._time_s
        self._still_since_s, self._nobody_since_s = other._still_since_s, other._nobody_since_s

    def _judge(self, time_s: float, plate: FloatImage, visible: BoolMap, differs: BoolMap) -> None:
        """Whether the plate as a whole is right."""
        if visible.sum() < _ENOUGH_ROOM:
            self.differing_share = 0.0
            return
        self.differing_share = _differing_share(plate, visible, differs)
        lost, found = (_LOST_AMONG_THINGS, _FOUND_AMONG_THINGS) if self.keeps_everything else (_LOST, FOUND)
        if self.differing_share > lost:
            self.is_lost = True
        if not self.is_lost or self.differing_share > found:
            self._found_s = None
        elif self._at_once or (self._found_s is not None and time_s - self._found_s >= _FOUND_S):
            self.is_lost = False
            self.believe_hidden()
        elif self._found_s is None:
            self._found_s = time_s

    def _find_held(self, time_s: float, differs: BoolMap, people: BoolMap) -> BoolMap:
        """What differs, touches a person, is small enough to be held, and moves as what is held does.

        A door behind somebody, or a box put down beside them, stands still; so does a cup, but that is small.
        """
        self._differs_since_s[~differs] = time_s
        held = np.zeros_like(differs)
        if self.is_lost or not people.any() or not differs.any():
            return held
        number, labels = cv2.connectedComponents(differs.view(np.uint8), connectivity=8)
        touching = np.bincount(labels[_grow(people, _NEAR)], minlength=number) > 0
        areas, everybody = np.bincount(labels.ravel(), minlength=number) / differs.size, float(people.mean())
        beyond = labels * ~_grow(people, _BESIDE)  # not the person's own movement
        moved = (time_s - self._still_since_s < _JUST_MOVED_S) & (beyond > 0)
        sizes, moving = np.bincount(beyond.ravel(), minlength=number), np.bincount(beyond[moved], minlength=number)
        for label in range(1, number):
            if not touching[label] or areas[label] > min(_HELD_SHARE * everybody, _HELD_MOST):
                continue
            cells = labels == label
            is_old = areas[label] < _AT_ONCE_MOST or time_s - np.median(self._differs_since_s[cells]) >= _AGE_S
            if is_old and moving[label] >= _MOVING_SHARE * sizes[label]:
                until_s = time_s + (_HOLDING_S if areas[label] <= _SMALL_MOST else _HOLDING_LARGE_S)
                self._held_until_s[cells] = np.maximum(self._held_until_s[cells], until_s)
            if self._held_until_s[cells].max() > time_s:
                held |= cells
        others = float((differs & ~held).sum()) / differs.size
        return held if others < _HELD_QUIET else np.zeros_like(held)

    def _watch(self, time_s: float, frame: FloatImage, people: BoolMap) -> None:
        """Note since when each cell has shown the same, and since when nobody has been near."""
        if self._anchor is None:
            self._anchor = frame.copy()
            self._still_since_s[:] = self._nobody_since_s[:] = time_s
        moved = distance(frame, self._anchor) > _STILL
        cv2.copyTo(frame, moved.view(np.uint8), dst=self._anchor)
        self._still_since_s[moved] = time_s
        self._nobody_since_s[_grow(people, _NEAR)] = time_s

    def _find_pictures(self, time_s: float, people: BoolMap) -> BoolMap:
        """(h, w) of what looks like somebody but never moves; it is remembered."""
        still_s = time_s - self._still_since_s
        if not (people & (still_s >= _SMALL_PICTURE_S)).any():
            return np.zeros_like(people)
        number, labels = cv2.connectedComponents(people.view(np.uint8), connectivity=8)
        areas = np.bincount(labels.ravel(), minlength=number)
        moves = np.bincount(labels[still_s < _MOVES_S], minlength=number) > 0
        moves[0] = False
        found = np.zeros_like(people)
        for label in range(1, number):
            others = areas[moves & (np.arange(number) != label)]
            if not others.size or areas[label] * _SMALL_PICTURE > others.max():
                continue  # the only one in view, or the nearest: even if they sleep
            limit_s = _SMALL_PICTURE_S if areas[label] < _SMALL_PICTURE * others.max() else _PICTURE_S
            cells = labels == label
            if (still_s[cells] >= limit_s).mean() >= _PICTURE_SHARE:
                found |= cells
        self._is_picture |= found
        return found


def _darkest(one: FloatImage, other: FloatImage) -> FloatMap:
    """(h, w) the smallest value of any channel of both."""
    red, green, blue = cv2.split(cv2.min(one, other))
    darkest: FloatMap = cv2.min(cv2.min(red, green), blue)
    return darkest


def agrees(frame: FloatImage, plate: FloatImage) -> BoolMap:
    """(h, w) where two small pictures (h, w, 3) show the same."""
    same: BoolMap = distance(frame, plate) <= _DIFFERS
    return same


def differing_share(frame: FloatImage, plate: FloatImage, visible: BoolMap) -> float:
    """0..1 of the visible cells that show something else; 1 where too few are visible to tell.

    Where more of the plate's edges are gone than of its surfaces, those count: of a plate that lies beside its place,
    the bare walls still agree.
    """
    if visible.sum() < _ENOUGH_ROOM:
        return 1.0
    return _differing_share(plate, visible, visible & _clustered(distance(frame, plate) > _DIFFERS))


def _differing_share(plate: FloatImage, visible: BoolMap, differs: BoolMap) -> float:
    share = float(differs.sum()) / float(visible.sum())
    grey = plate @ _GREY
    edges = visible & (cv2.dilate(grey, _CROSS) - cv2.erode(grey, _CROSS) > _EDGE)
    count = int(edges.sum())
    return share if count < _ENOUGH_ROOM else max(share, _EDGES_COUNT * float((differs & edges).sum()) / count)


def _grow(cells: BoolMap, kernel: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]") -> BoolMap:
    grown: BoolMap = cv2.dilate(cells.view(np.uint8), kernel).view(bool)
    return grown


def _clustered(cells: BoolMap) -> BoolMap:
    """Without cells that stand alone: an edge that alignment has missed by a pixel."""
    count = cv2.boxFilter(cells.view(np.uint8), -1, (3, 3), normalize=False)
    clustered: BoolMap = cells & (count >= 3)
    return clustered
