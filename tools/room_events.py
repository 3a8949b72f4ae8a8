"""What can go wrong before a camera, done to the frames of a clip: for `room_shown`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.clip import SyntheticClip

Alpha = npt.NDArray[np.float32]
"""(H, W) 0..1."""
AnyPicture = npt.NDArray[Any]

RATE_FPS = 10
PERSON = 0.9
"""Of the alpha; from here on a pixel is person."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A clip with what is true of it."""

    frames: list[Image]
    plate: Image
    alphas: list[Alpha]
    """What leaves when nothing happens or, where it is known, the truth."""

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.plate.shape[1], self.plate.shape[0])


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame to which an event may be done."""

    image: Image
    alpha: Alpha
    """Where the people are, as far as the middle without events can tell."""
    since_s: float
    """Time since the event."""
    index: int


Change = Callable[[Moment, np.random.Generator], tuple[Image, Alpha]]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that goes wrong."""

    name: str
    change: Change = lambda moment, noise: (moment.image, moment.alpha)
    """Done to each frame from the event on."""
    plate: Callable[[Shot], Image | None] = lambda shot: shot.plate
    """The plate that is used; None: there is none."""
    ends_s: float | None = None
    """When the world is as before; None: it has changed for good."""
    from_start: bool = False
    """It is so from the first frame on."""
    before: Change = lambda moment, noise: (moment.image, moment.alpha)
    """Done to each frame before the event."""
    must_recover: bool = True
    """Whether all is to be as good as before in the end: not where nobody has ever seen what is behind the person, or
    where the picture itself tells less than before.
    """
    is_held: bool = False
    """Something is held, and to be kept."""


def expose(gain: float | tuple[float, float, float]) -> Change:
    return lambda moment, noise: (_to_levels(moment.image * np.array(gain, np.float32)), moment.alpha)


def turn(x_px: Callable[[float], float], degrees: float = 0.0) -> Change:
    """The camera looks elsewhere; pixels of a width of 768."""

    def change(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
        shift = x_px(moment.since_s) * moment.image.shape[1] / 768
        image, alpha = (_shift(picture, shift, shift / 8, degrees) for picture in (moment.image, moment.alpha))
        return image, alpha

    return change


def _shift(picture: AnyPicture, x: float, y: float, degrees: float = 0.0) -> AnyPicture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    matrix[:, 2] += x, y
    shifted: AnyPicture = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    return shifted


def every(frames: int, fault: Callable[[Image, np.random.Generator], Image]) -> Change:
    """A fault of single frames."""

    def change(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
        is_faulty = moment.index % frames == 0
        return (fault(moment.image, noise) if is_faulty else moment.image), moment.alpha

    return change


def once(fault: Callable[[Image], Image]) -> Change:
    return lambda moment, noise: (
        fault(moment.image) if moment.since_s < 0.5 / RATE_FPS else moment.image,
        moment.alpha,
    )


def half_grey(image: Image, noise: np.random.Generator) -> Image:
    broken = image.copy()
    broken[image.shape[0] // 2 :] = 128
    return broken


def torn(image: Image, noise: np.random.Generator) -> Image:
    broken = image.copy()
    below = slice(image.shape[0] // 3, None)
    broken[below] = np.roll(image[below], image.shape[1] // 3, 1)
    return broken


def put_thing(x: float, y: float, width: float, height: float) -> Change:
    """A striped thing stands in the room, behind the people; shares of the picture."""

    def change(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
        image, box = moment.image.copy(), _box(moment.image, x, y, width, height)
        visible = 1 - moment.alpha[box][..., None]
        image[box] = _to_levels(_stripes(image[box].shape) * visible + image[box] * (1 - visible))
        return image, moment.alpha

    return change


def hold_thing(width: float, height: float, x: float, y: float) -> Change:
    """A striped thing in front of the person's side, which moves with the person; shares of the picture."""

    def change(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
        rows, columns = np.nonzero(moment.alpha > PERSON)
        if len(rows) < 300:
            return moment.image, moment.alpha
        shape = moment.image.shape
        left = (columns.min() + (columns.max() - columns.min()) * x) / shape[1]
        top = (rows.min() + (rows.max() - rows.min()) * y) / shape[0]
        image, alpha, box = moment.image.copy(), moment.alpha.copy(), _box(moment.image, left, top, width, height)
        image[box], alpha[box] = _stripes(image[box].shape), 1
        return image, alpha

    return change


def open_door(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
    """A tenth of the picture becomes dark, from one side, within half a second."""
    share = min(1.0, (moment.since_s + 0.1) / 0.5)
    image, box = moment.image.copy(), _box(moment.image, 0.02, 0.25, 0.14 * share, 0.7)
    visible = 1 - moment.alpha[box][..., None]
    image[box] = _to_levels((20 + 15 * _stripes(image[box].shape) / 255) * visible + image[box] * (1 - visible))
    return image, moment.alpha


def switch_lamp(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
    """A lamp lights up one side of the room."""
    light = 1 + 0.6 * np.linspace(1, 0, moment.image.shape[1], dtype=np.float32)[None, :, None] ** 2
    return _to_levels(moment.image * light), moment.alpha


def cover_lens(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
    """A hand over the lens: dim, reddish and without detail."""
    dim = cv2.GaussianBlur(moment.image, (0, 0), 40).astype(np.float32) / 4 + np.array((60, 30, 25), np.float32)
    return _to_levels(dim), np.zeros_like(moment.alpha)


def blur(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
    sigma = 4 * moment.image.shape[1] / 768
    return cv2.GaussianBlur(moment.image, (0, 0), sigma), cv2.GaussianBlur(moment.alpha, (0, 0), sigma)


def add_noise(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
    """Ten times that of a webcam in good light."""
    return _to_levels(moment.image + noise.normal(0, 20, moment.image.shape)), moment.alpha


def second_person(other: Shot, x: float) -> Change:
    """Somebody of another shot walks in from the side."""

    def change(moment: Moment, noise: np.random.Generator) -> tuple[Image, Alpha]:
        shift = x * moment.image.shape[1] * min(1.0, moment.since_s / 1.0 + 0.2)
        index = moment.index % len(other.frames)
        image, alpha = (_move(picture, shift) for picture in (other.frames[index], other.alphas[index]))
        composite = image * alpha[..., None] + moment.image * (1 - alpha[..., None])
        return _to_levels(composite), np.maximum(alpha, moment.alpha)

    return change


def _move(picture: AnyPicture, x: float) -> AnyPicture:
    matrix = np.array(((1, 0, x), (0, 1, 0)), np.float32)
    moved: AnyPicture = cv2.warpAffine(picture, matrix, picture.shape[1::-1])
    return moved


def _box(image: Image, x: float, y: float, width: float, height: float) -> tuple[slice, slice]:
    rows, columns = image.shape[:2]
    top, left = max(0, round(y * rows)), max(0, round(x * columns))
    return slice(top, round((y + height) * rows)), slice(left, round((x + width) * columns))


def _stripes(shape: Sequence[int]) -> npt.NDArray[np.float32]:
    rows = (np.arange(shape[0]) // 6 % 2)[:, None, None]
    colours = np.where(rows, np.array((150, 60, 40)), np.array((40, 70, 120))).astype(np.float32)
    return np.broadcast_to(colours, shape)


def _to_levels(picture: AnyPicture) -> Image:
    return np.clip(picture, 0, 255).round().astype(np.uint8)


def _elsewhere(image: Image) -> Image:
    return np.ascontiguousarray(image[::-1, ::-1])


def events(shot: Shot, other: Shot | None = None) -> Iterator[Event]:
    """Everything that is tried; `other`: whose person walks in."""
    yield Event("nothing happens")
    for gain in (2.0, 1.3, 0.7, 0.4, 0.15):
        yield Event(f"exposure x{gain:g}", expose(gain), must_recover=0.3 < gain < 2)
    yield Event("exposure x0.15, and back", expose(0.15), ends_s=1.5)
    yield Event("lights off, and on", expose(0.02), ends_s=1.5)
    yield Event("white balance", expose((1.2, 1.0, 0.8)))
    yield Event("a lamp at one side", switch_lamp)
    for shift in (5, 20, 40, 100, 200):
        yield Event(f"camera bumped by {shift} px", turn(_constant(shift)))
    yield Event("slow pan", turn(lambda since_s: -25 * since_s), must_recover=False)
    yield Event("camera turned", turn(_constant(250), degrees=3), must_recover=False)
    yield Event("camera turned, and back", turn(_constant(250), degrees=3), ends_s=1.8)
    here, there = put_thing(0.80, 0.45, 0.1, 0.3), put_thing(0.05, 0.5, 0.1, 0.3)
    yield Event("a chair is moved", there, plate=lambda shot: _without_people(here, shot.plate), before=here)
    yield Event("a door opens", open_door)
    if other is not None:
        yield Event("a second person walks in", second_person(other, 0.28), must_recover=False)
    yield Event("a book is held", hold_thing(0.09, 0.12, 0.85, 0.3), is_held=True)
    yield Event("a guitar is held", hold_thing(0.24, 0.1, 0.1, 0.45), is_held=True)
    yield Event("a hand over the lens", cover_lens, ends_s=1.5)
    yield Event("one frame from elsewhere", once(_elsewhere))
    yield Event("one black frame", once(lambda image: image // 50))
    yield Event("every fifth frame half grey", every(5, half_grey))
    yield Event("every fifth frame torn", every(5, torn))
    yield Event("noise x10", add_noise)
    yield Event("out of focus", blur, must_recover=False)
    yield Event("plate with the person in it", plate=lambda shot: shot.frames[-1], from_start=True, must_recover=False)
    yield Event("plate of the mirrored room", plate=_mirrored, from_start=True, must_recover=False)
    yield Event("plate of another place", plate=lambda shot: paint_room(shot.size), from_start=True, must_recover=False)
    for shift in (40, 90):
        yield Event(f"plate {shift} px off", plate=_plate_off(shift), from_start=True)
    yield Event(
        "flat grey plate", plate=lambda shot: np.full_like(shot.plate, 128), from_start=True, must_recover=False
    )
    yield Event("no plate", plate=lambda shot: None, from_start=True, must_recover=False)


def paint_room(size: FrameSize) -> Image:
    return SyntheticClip(size, RATE_FPS, 0.1, seed=11).plate()


def _without_people(change: Change, image: Image) -> Image:
    nobody = np.zeros(image.shape[:2], np.float32)
    return change(Moment(image, nobody, 0.0, 0), np.random.default_rng())[0]


def _constant(value: float) -> Callable[[float], float]:
    return lambda since_s: value


def _plate_off(shift_px: float) -> Callable[[Shot], Image]:
    return lambda shot: _shift(shot.plate, shift_px * shot.size.width / 768, 0)


def _mirrored(shot: Shot) -> Image:
    return np.ascontiguousarray(shot.plate[:, ::-1])
