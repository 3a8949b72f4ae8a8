"""What pictures are painted with: places, noise, shapes, light, and a lens. Lengths are shares of the picture's height.

Pictures are (H, W, 3) float32 RGB 0..1, and masks (H, W) float32 0..1.
"""

import functools
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Colour = tuple[float, float, float]

WIDTH, HEIGHT = 960, 540
"""Half of what the pictures are: none is so sharp that it could be seen, and it takes a quarter of the time."""
RIGHT = WIDTH / HEIGHT
"""The right edge."""
_SUBPIXEL_BITS = 4


@functools.cache
def grid() -> tuple[Floats, Floats]:
    """Where each pixel is: across, 0..`RIGHT`, and down, 0..1."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return across / HEIGHT, down / HEIGHT


def step(low: float, high: float, value: Floats) -> Floats:
    """0 up to `low`, 1 from `high` on, smooth between; `low` may be the larger one."""
    share = np.clip((value - low) / (high - low), 0, 1)
    smooth: Floats = share * share * (3 - 2 * share)
    return smooth


def rgb(colour: Colour) -> Floats:
    """A colour to compute with, (3,) float32."""
    return np.asarray(colour, np.float32)


def between(first: Colour, last: Colour, share: Floats) -> Floats:
    """From one colour to another."""
    picture: Floats = rgb(first) + (rgb(last) - rgb(first)) * share[..., None].astype(np.float32)
    return picture


def ramp(value: Floats, *stops: tuple[float, Colour]) -> Floats:
    """Colours at values, and what lies between them."""
    places, colours = zip(*stops, strict=True)
    channels = [np.interp(value, places, [colour[channel] for colour in colours]) for channel in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def noise(seed: int, across: float, down: float, octaves: int = 4) -> Floats:
    """Clouds of these sizes and smaller ones, of mean 0 and deviation 1."""
    random = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    for octave in range(octaves):
        columns = min(WIDTH, max(2, round(RIGHT / across * 2**octave) + 1))
        rows = min(HEIGHT, max(2, round(1 / down * 2**octave) + 1))
        cells = random.normal(0, 1, (rows, columns)).astype(np.float32)
        total += cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) / 2**octave
    even: Floats = (total - total.mean()) / total.std()
    return even


def polygon(points: Sequence[tuple[float, float]]) -> Floats:
    """The mask of a shape."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    corners = np.round(np.array(points) * HEIGHT * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    return mask.astype(np.float32) / 255


def box(left: float, top: float, right: float, bottom: float, round_by: float = 0.0) -> Floats:
    """The mask of a box, whose corners may be round."""
    if not round_by:
        return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])
    x, y = grid()
    half_x, half_y = (right - left) / 2 - round_by, (bottom - top) / 2 - round_by
    away_x, away_y = np.abs(x - (left + right) / 2) - half_x, np.abs(y - (top + bottom) / 2) - half_y
    outside = np.hypot(np.maximum(away_x, 0), np.maximum(away_y, 0)) + np.minimum(np.maximum(away_x, away_y), 0)
    mask: Floats = np.clip((round_by - outside) * HEIGHT + 0.5, 0, 1)
    return mask


def below(edge: Floats) -> Floats:
    """The mask of all that lies below a line, given by its height in each column."""
    _, y = grid()
    mask: Floats = np.clip((y - edge[None, :]) * HEIGHT + 0.5, 0, 1)
    return mask


def leaf(root: tuple[float, float], tip: tuple[float, float], width: float) -> Floats:
    """The mask of a leaf from its root to its tip."""
    start, end = np.array(root), np.array(tip)
    aside = np.array((start[1] - end[1], end[0] - start[0])) / max(float(np.hypot(*(end - start))), 1e-6)
    along = np.linspace(0, 1, 12)[:, None]
    bulge = width * np.sin(np.pi * along**0.8)
    middle = start + (end - start) * along
    return polygon([*map(tuple, middle + aside * bulge), *map(tuple, (middle - aside * bulge)[::-1])])


def lay(picture: Floats, mask: Floats, paint: Floats | Colour) -> Floats:
    """Paint over what the mask covers."""
    laid, colours = picture.copy(), np.asarray(paint, np.float32)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows):
        place = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        part = colours if colours.ndim == 1 else colours[place]
        laid[place] += (part - laid[place]) * mask[place][..., None]
    return laid


def glow(at: tuple[float, float], reach: float, colour: Colour) -> Floats:
    """Light around a place, to be added."""
    x, y = grid()
    light = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * reach**2))
    return (light[..., None] * rgb(colour)).astype(np.float32)


def blur(picture: Floats, reach: float) -> Floats:
    """As mist or a soft shadow; `reach` is the standard deviation."""
    return np.asarray(cv2.GaussianBlur(picture.astype(np.float32), (0, 0), reach * HEIGHT), np.float32)


def out_of_focus(picture: Floats, radius: float) -> Floats:
    """As a lens would: each point is a disc, and bright ones stay bright."""
    size = round(radius * HEIGHT)
    y, x = np.mgrid[-size - 1 : size + 2, -size - 1 : size + 2]
    disc = np.clip(size + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    light = np.clip(picture, 0, None).astype(np.float32) ** 2.2
    seen = cv2.filter2D(light, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(np.clip(seen, 0, 1) ** (1 / 2.2), np.float32)
