"""A plate built from a video: what each pixel shows when nobody is near."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.errors import PlateError
from matting_rt.frame import BoolMap, FloatImage, Frame, Image
from matting_rt.lines import Line
from matting_rt.plate.compensate import fit_light, same_light
from matting_rt.plate.median import temporal_median
from matting_rt.plate.moving_light import find_lights
from matting_rt.plate.samples import Sample, ShotSamples
from matting_rt.plate.store import Plate

_MIN_FRAMES = 5
_CHECK_WIDTH = 160
_SAME = 20 / 255
"""Difference (0..1) up to which a pixel shows the plate."""
_MIN_AGREEMENT = 0.6
_MAX_MOVING_SHARE = 0.01
_MOVING_CAMERA_SHARE = 0.02
"""Of the width; smaller movements are what aligning a still plate is for."""
_LEAST_SEEN = 3
"""Frames that must have shown a cell empty; the person map misses somebody now and then."""
_RARELY = 0.25
"""Where a cell was free for so small a share of the time that somebody was surely there, and showed the same, the
person map has missed them."""
_ALWAYS, _STILL_SHARE = 0.9, 0.97
"""Of the time, and of its cells: what looks like somebody and does not move while somebody else does is a picture."""
_MOVED = 0.05
"""Of 0..1 in any channel."""
_MOSTLY = 0.6
"""Of the time, in which a cell shows the same; of the cells, that somebody is at."""
_LIGHT_STEP = 1 / 255

LabelMap = npt.NDArray[np.int32]
"""(h, w): numbers of areas, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class VideoPlate:
    """A plate from a video, and how far to trust it."""

    plate: Plate
    """`known` where nobody was near in some frames; None: nobody was looked for."""
    moving_share: float
    """0..1 of the picture that shows the plate in less than 60 % of the frames, lines and specks left out; where
    somebody is near does not count."""
    travel_share: float
    """0..1 of the width: how far the picture as a whole moves away from where it is in the middle of the video."""

    @property
    def unknown_share(self) -> float:
        """0..1 of the picture in which somebody was near all the time."""
        known = self.plate.known
        return 0.0 if known is None else float(1 - known.mean())

    @property
    def has_moving_camera(self) -> bool:
        """Whether no single picture is the plate, because the camera moves and not only something in the room."""
        return self.moving_share > _MAX_MOVING_SHARE and self.travel_share > _MOVING_CAMERA_SHARE

    @property
    def hint(self) -> str | None:
        """A sentence on why the plate may be wrong; None where it looks right."""
        if self.moving_share > _MAX_MOVING_SHARE:
            return Line(
                "{share:.0%} of the picture hardly ever shows the same (something moves there for half of "
                "the video, or the camera moves); photograph the empty scene and give that as the plate",
                share=self.moving_share,
            )
        return None


def plate_from_frames(frames: Iterable[Frame], name: str = "video") -> VideoPlate:
    """The temporal median of frames spread over a whole video: right where the person leaves a pixel free in more than
    half of the frames. Reads all frames and holds at most 49 of them, fewer where they are large.

    Args:
        frames: the video from its start, all of one size.
        name: what messages call the video.

    Raises:
        PlateError: too few frames.
    """
    samples = ShotSamples(None)
    for frame in frames:
        samples.feed(frame.image)
    require_frames(samples.frame_count, name)
    return plate_from_samples(samples.take(), name, looked=False)


def require_frames(count: int, name: str) -> None:
    """Check that a video has enough frames for a plate. Raises PlateError."""
    if count < _MIN_FRAMES:
        raise PlateError(
            "A plate cannot be built from {name}: it has only {frame_count} frames; give a picture of the empty scene",
            name=name,
            frame_count=count,
        )


def plate_from_samples(samples: list[Sample], name: str, *, looked: bool = True) -> VideoPlate:
    """The temporal median of what frames show where nobody is near; elsewhere it is not known.

    Args:
        samples: of one shot, in order; changed.
        name: what messages call the video.
        looked: whether people were looked for.
    """
    if not looked:
        images = [sample.image for sample in samples]
        median = temporal_median(images)
        plate = Plate(median, name, lights=find_lights(images, median))
        del images
        return VideoPlate(plate, *_measure(_equal_light(samples), median, None))
    images = _equal_light(samples)
    size = samples[0].near.shape[::-1]
    small = [cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False) for image in images]
    free = list(~(np.stack([sample.near for sample in samples]) & ~_find_pictures(samples, small)))
    median = temporal_median(images, free)
    moving_share, travel_share = _measure(images, median, free)
    known = _find_known(samples, small, free).view(np.uint8)
    whole = cv2.resize(known, median.shape[1::-1], interpolation=cv2.INTER_NEAREST).view(bool)
    return VideoPlate(Plate(_fill(median, whole), name, known=whole), moving_share, travel_share)


def _fill(image: Image, known: BoolMap) -> Image:
    """What is not known, continued from what is around it: out of focus, the plate may be a backdrop."""
    if known.all() or not known.any():
        return image
    scale = _CHECK_WIDTH / image.shape[1]
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    size = small.shape[1::-1]
    mask = cv2.dilate(cv2.resize((~known).view(np.uint8), size, interpolation=cv2.INTER_NEAREST), np.ones((3, 3)))
    continued = cv2.resize(cv2.inpaint(small, mask, 3, cv2.INPAINT_TELEA), image.shape[1::-1])
    filled: Image = np.where(known[..., None], image, continued)
    return filled


def _equal_light(samples: list[Sample]) -> list[Image]:
    """The pictures in the light of the one that shows most of the room, for each pixel is taken from others of them.

    The samples themselves are changed, one after another, so that no more memory is taken.
    """
    room = max(samples, key=lambda sample: int((~sample.near).sum()))
    target, near = _shrink(room.image), room.near
    for number, sample in enumerate(samples):
        small = _shrink(sample.image)
        free = cv2.resize((~(sample.near | near)).view(np.uint8), small.shape[1::-1]).view(bool)
        light = fit_light(target, small, free, same_light()) or same_light()
        if light.distance(same_light()) > _LIGHT_STEP:
            samples[number] = replace(sample, image=light.paint(sample.image))
    return [sample.image for sample in samples]


def _find_known(samples: Sequence[Sample], small: Sequence[Image], free: Sequence[BoolMap]) -> BoolMap:
    """(h, w) where the room was seen."""
    surely = [sample.surely for sample in samples]
    seen, person = np.sum(free, axis=0), np.sum(surely, axis=0)
    room, people = (temporal_median(small, each).astype(np.int16) for each in (free, surely))
    missed = (seen < _RARELY * person) & (np.abs(room - people).max(-1) <= 255 * _SAME)
    known: BoolMap = (seen >= max(1, min(_LEAST_SEEN, len(samples) // 2))) & ~missed
    return known


def _find_pictures(samples: Sequence[Sample], small: Sequence[Image]) -> BoolMap:
    """(h, w) what looks like somebody and never moves, while somebody larger does: a picture on the wall, a statue."""
    near = np.stack([sample.near for sample in samples])
    always = (near.mean(0) >= _ALWAYS).view(np.uint8)
    number, labels = cv2.connectedComponents(always)
    still = _find_still(small, near)
    blobs = [cv2.connectedComponents(each.view(np.uint8))[1] for each in near]
    found = np.zeros(labels.shape, bool)
    for label in range(1, number):
        cells = labels == label
        if still[cells].mean() >= _STILL_SHARE and _count_larger(cells, labels == 0, blobs) >= _LEAST_SEEN:
            found |= cells
    return found


def _find_still(small: Sequence[Image], near: BoolMap) -> BoolMap:
    """(h, w) what mostly shows the same, as far as is known also in the frames (n, h, w) in which nobody is near.

    Somebody who sits still and leaves in the end does not: the room is seen in their place.
    """
    usual, empty = temporal_median(small), temporal_median(small, list(~near))
    same = [cv2.absdiff(each, usual).max(-1) <= 255 * _MOVED for each in small]
    same_when_empty = cv2.absdiff(empty, usual).max(-1) <= 255 * _MOVED
    still: BoolMap = (np.mean(same, axis=0) >= _MOSTLY) & same_when_empty  # others walk past
    return still


def _count_larger(cells: BoolMap, moving: BoolMap, blobs: Sequence[LabelMap]) -> int:
    """The frames in which somebody is at these cells (h, w), and somebody larger apart from them.

    Nobody is in two places at once: what is joined to the cells is of the same body, of which they may be the part
    that stays hidden when somebody who sat still moves aside.

    Args:
        cells: where something looks like somebody all the time.
        moving: (h, w) where nothing does, so that who is there moves.
        blobs: (h, w) of each frame, the number of who is near, 0 where nobody is.
    """
    count = 0
    for blob in blobs:
        sizes = np.bincount(blob[moving], minlength=int(blob.max()) + 1)
        at_cells = np.bincount(blob[cells], minlength=len(sizes))
        sizes[0] = 0
        is_there = at_cells[1:].sum() >= _MOSTLY * at_cells.sum()
        count += int(is_there and sizes[at_cells == 0].max(initial=0) > cells.sum())
    return count


def _measure(images: Sequence[Image], median: Image, free: Sequence[BoolMap] | None) -> tuple[float, float]:
    """What VideoPlate says of the video, on small pictures."""
    target = _shrink(median)
    differs = np.stack([(np.abs(_shrink(image) - target) > _SAME).any(-1) for image in images])
    counted = np.ones_like(differs)
    if free is not None:
        size = target.shape[1::-1]
        counted = np.stack([cv2.resize(each.view(np.uint8), size).view(bool) for each in free])
    share = (differs & counted).sum(0) / np.maximum(counted.sum(0), 1)
    # An opening leaves solid areas: edges that move by a pixel show as thin lines only.
    moving = cv2.morphologyEx((share > 1 - _MIN_AGREEMENT).view(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return float(moving.mean()), _travel(images)


def _travel(images: Sequence[Image]) -> float:
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
