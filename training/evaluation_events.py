"""Painted clips with known alpha in which something happens to the camera or to the light, matted as live video is.

The clip is painted larger than the frame, which is a window on it: a bump moves the window by whole pixels, so that its
alpha stays exact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matting_rt.config import Keep
from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.clip import SyntheticClip
from training.evaluation_clips import matte_clip, measure_frames, to_frames
from training.models import Model
from training.scores import Scores, to_picture, write_png

RATE_FPS = 10
DURATION_S = 7.0
MARGIN = 0.04
"""Of the frame's width, painted on each side of it."""
_HAPPENS_S = (2.0, 4.5)
_DRIFTED = np.array((0.72, 0.62, 0.5), np.float32)
"""Light of each channel at the end: dusk, with a warm lamp."""

Light = npt.NDArray[np.float32]
"""Broadcast over (H, W, 3), times the picture's levels."""


@dataclass(frozen=True, slots=True)
class Course:
    """What happens in a clip."""

    about: str
    happens_s: tuple[float, ...] = ()
    """When something happens at once."""
    looks: Callable[[float], tuple[float, float]] = lambda time_s: (0.0, 0.0)
    """Time to where the camera looks, x and y in parts of the margin, -1..1."""
    light: Callable[[float, int], Light] = lambda time_s, width: np.ones(1, np.float32)
    """Time and the frame's width in pixels to the light."""


def _bump(time_s: float) -> tuple[float, float]:
    first, second = _HAPPENS_S
    return (0.0, 0.0) if time_s < first else (0.6, 0.2) if time_s < second else (-0.5, -0.1)


def _switch_lamp(time_s: float, width: int) -> Light:
    """A lamp that lights up one side of the room."""
    first, second = _HAPPENS_S
    if not first <= time_s < second:
        return np.ones(1, np.float32)
    fall = np.linspace(1, 0, width, dtype=np.float32)[None, :, None]
    return np.asarray(1 + 0.6 * fall**2, np.float32)


def _drift(time_s: float, width: int) -> Light:
    share = np.clip((time_s - 1) / (DURATION_S - 2), 0, 1)
    return np.asarray(1 + (_DRIFTED - 1) * share, np.float32)


COURSES = {
    "bumps": Course("the camera is bumped twice", _HAPPENS_S, looks=_bump),
    "lamp": Course("a lamp at one side is switched on and off", _HAPPENS_S, light=_switch_lamp),
    "drift": Course("light fades and turns warm within five seconds", light=_drift),
}


def paint_course(course: Course, size: FrameSize, seed: int) -> tuple[Image, list[Image], list[npt.NDArray[np.uint8]]]:
    """The plate, the frames (H, W, 3) and their alphas (H, W), all uint8."""
    margin_px = round(MARGIN * size.width)
    large = FrameSize(size.width + 2 * margin_px, size.height + 2 * margin_px)
    clip = SyntheticClip(large, RATE_FPS, DURATION_S, seed)
    images, alphas = [], []
    for index, (image, alpha) in enumerate(clip.frames()):
        time_s = index / RATE_FPS
        window = _window(course.looks(time_s), margin_px, size)
        lit = image[window] * course.light(time_s, size.width)
        images.append(lit.clip(0, 255).round().astype(np.uint8))
        alphas.append(np.ascontiguousarray(alpha[window]))
    return np.ascontiguousarray(clip.plate()[_window((0, 0), margin_px, size)]), images, alphas


def _window(looks: tuple[float, float], margin_px: int, size: FrameSize) -> tuple[slice, slice]:
    left, top = (margin_px + round(part * margin_px) for part in looks)
    return slice(top, top + size.height), slice(left, left + size.width)


def measure_course(models: Sequence[Model], name: str, size: FrameSize, seed: int, output: Path) -> list[Scores]:
    """Measure models on one of COURSES, whose plate was taken before it in slightly other light."""
    course, plate = COURSES[name], output / f"{name}-plate.png"
    picture, images, alphas = paint_course(course, size, seed)
    write_png(plate, picture)
    frames, all_scores = to_frames(images, RATE_FPS), []
    events = [round(happens_s * RATE_FPS) for happens_s in course.happens_s]
    for model in models:
        calm = _calm_mads(model, plate, size, seed) if events else []
        moments = matte_clip(model, plate, frames, Keep.PEOPLE)
        all_scores.append(measure_frames(name, model, moments, alphas, RATE_FPS, events, calm))
    return all_scores


def _calm_mads(model: Model, plate: Path, size: FrameSize, seed: int) -> list[float]:
    """Mean absolute error x 1e3 of each frame when nothing happens."""
    _, images, alphas = paint_course(Course("nothing happens"), size, seed)
    moments = matte_clip(model, plate, to_frames(images, RATE_FPS), Keep.PEOPLE)
    pairs = zip(moments, alphas, strict=True)
    return [float(np.abs(to_picture(moment.matte.pha)[0] - alpha / 255).mean()) * 1e3 for moment, alpha in pairs]
