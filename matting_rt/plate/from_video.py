"""A plate built from the video itself: what each pixel shows most of the time."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from matting_rt.errors import PlateError
from matting_rt.frame import Frame, Image
from matting_rt.lines import Line
from matting_rt.plate.compensate import FloatImage, fit_light, same_light
from matting_rt.plate.median import temporal_median
from matting_rt.plate.store import Plate

_MAX_FRAMES = 49
"""Odd, so that a median is one of the pixel's own values."""
_MIN_FRAMES = 5
_LIMIT_BYTES = 400_000_000
"""For the frames held at once: 49 at 1920x1080, 16 at 3840x2160."""
_CHECK_WIDTH = 160
_SAME = 20 / 255
"""Difference (0..1) up to which a pixel shows the plate."""
_MIN_AGREEMENT = 0.6
_MAX_MOVING_SHARE = 0.01
_MOVING_CAMERA_SHARE = 0.02
"""Of the width; smaller movements are what aligning a still plate is for."""
_MIN_VISIBLE_SHARE = 0.5
_MIN_PERSON_SHARE = 0.005
"""Of the picture; a person smaller than that cannot be told from noise."""


@dataclass(frozen=True, slots=True)
class VideoPlate:
    """A plate from a video, and how far to trust it."""

    plate: Plate
    frames_used: int
    moving_share: float
    """0..1 of the picture that shows the plate in less than 60 % of the frames, lines and specks left out."""
    visible_share: float
    """0..1 of the frames in which something stands out from the plate; low where the person hardly moves away."""

    travel_share: float
    """0..1 of the width: how far the picture as a whole moves away from where it is in the middle of the video."""

    @property
    def has_moving_camera(self) -> bool:
        """Whether no single picture is the plate, because the camera moves and not only something in the room."""
        return self.moving_share > _MAX_MOVING_SHARE and self.travel_share > _MOVING_CAMERA_SHARE

    @property
    def hint(self) -> str | None:
        """A sentence on why the plate may be wrong; None where it looks right."""
        if self.moving_share > _MAX_MOVING_SHARE:
            return Line(
                "{share:.0%} of the picture hardly ever shows the same (somebody stands there for half of "
                "the video, or the camera moves); photograph the empty scene and give that as the plate",
                share=self.moving_share,
            )
        if self.visible_share < _MIN_VISIBLE_SHARE:
            return Line(
                "nobody stands out from the plate in {share:.0%} of the frames; if there is a person "
                "in them, they keep still for too long and are part of the plate: photograph the empty scene instead",
                share=1 - self.visible_share,
            )
        return None


def plate_from_frames(frames: Iterable[Frame], frame_count: int | None = None, name: str = "video") -> VideoPlate:
    """The temporal median of frames spread over a whole video.

    A pixel comes out right where the person leaves it free in more than half of the frames. Reads all frames and holds
    at most 49 of them, fewer where they are large.

    Args:
        frames: the video from its start, all of one size.
        frame_count: their number as far as it is known; an estimate will do.
        name: what messages call the video.

    Raises:
        PlateError: too few frames.
    """
    chosen = _spread(frames, frame_count)
    if len(chosen) < _MIN_FRAMES:
        raise PlateError(
            "A plate cannot be built from {name}: it has only {frame_count} frames; give a picture of the empty scene",
            name=name,
            frame_count=len(chosen),
        )
    median = temporal_median(chosen)
    return VideoPlate(Plate(median, name), len(chosen), *_measure(chosen, median))


def _spread(frames: Iterable[Frame], frame_count: int | None) -> list[Image]:
    """Every n-th frame; n doubles, and every other one kept so far is dropped, whenever there are too many."""
    chosen: list[Image] = []
    step, limit = 1, _MAX_FRAMES
    for number, frame in enumerate(frames):
        if number == 0:
            limit = max(_MIN_FRAMES, min(_MAX_FRAMES, _LIMIT_BYTES // frame.image.nbytes))
            step = max(1, -(-(frame_count or 0) // limit))
        if number % step:
            continue
        if len(chosen) == limit:
            chosen, step = chosen[::2], 2 * step
            if number % step:
                continue
        chosen.append(frame.image)
    return chosen


def _measure(images: list[Image], median: Image) -> tuple[float, float, float]:
    """What VideoPlate says of the video, on small pictures brought to the median's light."""
    target = _shrink(median)
    everywhere = np.ones(target.shape[:2], bool)
    differs = np.empty((len(images), *everywhere.shape), np.uint8)
    for index, image in enumerate(images):
        small = _shrink(image)
        light = fit_light(target, small, everywhere, same_light()) or same_light()
        differs[index] = (np.abs(light.apply(small) - target) > _SAME).any(-1)
    # An opening leaves solid areas: a person that sways where the plate holds them shows as thin lines only.
    kernel = np.ones((3, 3), np.uint8)
    moving = (differs.mean(0) > 1 - _MIN_AGREEMENT).astype(np.uint8)
    solid = np.array([cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel).mean() for mask in differs])
    moving_share = cv2.morphologyEx(moving, cv2.MORPH_OPEN, kernel).mean()
    return float(moving_share), float((solid > _MIN_PERSON_SHARE).mean()), _travel(images)


def _travel(images: list[Image]) -> float:
    """The longest way of any picture from the middle one, over the width, by phase correlation."""
    grey = [cv2.cvtColor(_shrink(image), cv2.COLOR_RGB2GRAY) for image in images]
    height, width = grey[0].shape
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    middle = grey[len(grey) // 2]
    longest = 0.0
    for picture in grey:
        # of copies: where OpenCV need not pad them, it multiplies the window into the pictures that it was given
        (x, y), _ = cv2.phaseCorrelate(middle.copy(), picture.copy(), window)
        overlap = (
            slice(max(0, -round(y)), height - max(0, round(y))),
            slice(max(0, -round(x)), width - max(0, round(x))),
        )
        moved = cv2.warpAffine(picture, np.array(((1, 0, -x), (0, 1, -y))), (width, height))
        # Somebody in stripes who moves gives a peak too, but then the room does not come to lie on itself.
        stayed, followed = (np.abs(it[overlap] - middle[overlap]).mean() for it in (picture, moved))
        if followed < stayed / 2:
            longest = max(longest, float(np.hypot(x, y)) / width)
    return longest


def _shrink(image: Image) -> FloatImage:
    size = (_CHECK_WIDTH, max(1, round(image.shape[0] * _CHECK_WIDTH / image.shape[1])))
    small: FloatImage = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return small
