"""Where one shot of a film ends and the next begins: cuts, told from movement, from flashes and from a change of light.

A cut is a frame that differs from the one before in much of the picture, whatever the light, and by far more than the
frames around it differ among themselves: what moves fast does so for several frames, and what flashes returns. Shots of
fewer than three frames and dissolves are not told from movement.
"""

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np

from matting_rt.frame import FloatImage, Frame
from matting_rt.plate.compensate import fit_light, same_light
from matting_rt.plate.pictures import distance, shrink

_WIDTH = 96
"""Of the small pictures that are compared."""
_CHANGED = 0.08
"""Of 0..1 in any channel, for a pixel of the small picture."""
_CUT = 0.25
"""Share of the picture that changes at a cut, at the least."""
_CONTRAST = 2.0
"""How much more than between the frames around it."""
_AROUND = 2
"""Frames on each side."""


def mark_cuts(frames: Iterable[Frame]) -> Iterator[tuple[Frame, bool]]:
    """Each frame, and whether it begins a shot; the first one does. Two frames are read ahead."""
    waiting = deque[Frame]()
    before: FloatImage | None = None
    changes = deque[float]((0.0,) * _AROUND, maxlen=2 * _AROUND + 1)
    number = 0
    for frame in frames:
        small = shrink(frame.image, _WIDTH)
        changes.append(0.0 if before is None else _changed_share(before, small))
        before = small
        waiting.append(frame)
        if len(waiting) > _AROUND:
            yield waiting.popleft(), number == 0 or _is_cut(changes)
            number += 1
    for frame in waiting:
        changes.append(0.0)
        yield frame, number == 0 or _is_cut(changes)
        number += 1


def _is_cut(changes: Iterable[float]) -> bool:
    """Whether the middle one of the changes from frame to frame is one."""
    values = list(changes)
    change = values.pop(_AROUND)
    return change >= max(_CUT, _CONTRAST * max(values))


def _changed_share(before: FloatImage, after: FloatImage) -> float:
    """0..1 of the picture that shows something else, whatever its light."""
    share = float((distance(before, after) > _CHANGED).mean())
    if share < _CUT:
        return share
    everywhere = np.ones(before.shape[:2], bool)
    light = fit_light(after, before, everywhere, same_light()) or same_light()
    return min(share, float((distance(light.apply(before), after) > _CHANGED).mean()))
