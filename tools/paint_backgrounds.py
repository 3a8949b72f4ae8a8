"""Paints the pictures that come with the program: the window's backgrounds, and the places of the demo.

    python -m tools.paint_backgrounds               # all of them
    python -m tools.paint_backgrounds beach dusk    # some of the backgrounds

They are ours, so that they may go with the program, and painted beforehand, because painting takes PyTorch. The
backgrounds are blurred as a lens would, because a sharp picture right behind a person looks pasted.
"""

import argparse
from collections.abc import Callable, Collection
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.film import LANDSCAPE, PLACES, ROOM
from matting_rt.synthetic.landscape import paint_landscape
from matting_rt.synthetic.rooms import paint_rooms
from matting_rt.tensors import to_image
from tools import painted_indoors, painted_outdoors

FOLDER = Path(__file__).parents[1] / "gui" / "gallery" / "backgrounds"
WIDTH, HEIGHT = 1920, 1080
_JPEG_QUALITIES = (88, 84, 80)
"""The best with which a picture takes no more than `_MOST_BYTES`: all of them come with every installation."""
_MOST_BYTES = 240_000
_WEBP_QUALITY = 92
ROOM_SEED, ROOM_SIZE = 67, FrameSize(1280, 720)
"""At the size of the demo's person: at another the same seed gives another room."""
LANDSCAPE_SEED = 2

Floats = npt.NDArray[np.floating]


def paint_hills(seed: int) -> Floats:
    """Rows of hills in the evening, (H, W, 3) RGB 0..1, as all of these."""
    picture = paint_landscape(Draws(seed), FrameSize(WIDTH, HEIGHT))[0].permute(1, 2, 0).numpy()
    return _blur(picture, 1.5)


def paint_mist() -> Floats:
    """Other hills in a cool morning: their brightness, coloured from slate to cream."""
    brightness = paint_hills(11).mean(axis=-1)
    marks = np.linspace(0, 1, 4)
    tones = np.array([(0.10, 0.19, 0.24), (0.34, 0.49, 0.54), (0.72, 0.80, 0.80), (0.98, 0.95, 0.89)])
    channels = [np.interp(brightness, marks, tones[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def paint_lights() -> Floats:
    """The lights of a street at night, far out of focus."""
    random = np.random.default_rng(5)
    x, y = _grid()
    picture = _between((0.03, 0.04, 0.09), (0.10, 0.07, 0.12), y / HEIGHT)
    tones = np.array([(1.0, 0.72, 0.36), (1.0, 0.55, 0.30), (0.98, 0.86, 0.66), (0.45, 0.62, 1.0), (0.9, 0.35, 0.4)])
    for _ in range(90):
        radius = random.uniform(22, 74)
        centre_x, centre_y = random.uniform(0, WIDTH), np.clip(random.normal(0.52, 0.2), 0, 1) * HEIGHT
        distance = np.hypot(x - centre_x, y - centre_y)
        disc = np.clip((radius - distance) / 4, 0, 1) * (0.75 + 0.25 * np.clip(distance / radius, 0, 1) ** 4)
        tone = tones[random.choice(len(tones), p=(0.36, 0.24, 0.22, 0.10, 0.08))]
        picture = 1 - (1 - picture) * (1 - disc[..., None] * tone * random.uniform(0.12, 0.5))
    return _blur(picture, 2)


def paint_studio() -> Floats:
    """A grey backdrop with a light on its middle."""
    x, y = _grid()
    distance = np.hypot((x - 0.5 * WIDTH) / WIDTH, (y - 0.42 * HEIGHT) / HEIGHT * 0.8)
    picture = _between((0.67, 0.70, 0.74), (0.20, 0.22, 0.26), np.clip(distance / 0.62, 0, 1) ** 1.2)
    cloud = cv2.resize(np.random.default_rng(2).normal(0, 1, (9, 16)), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    lit: Floats = picture * (1 + 0.025 * cloud[..., None])
    return lit


def paint_wall() -> Floats:
    """The sun through a window on a plain wall."""
    x, y = _grid()
    picture = _between(
        (0.87, 0.82, 0.75), (0.72, 0.66, 0.60), np.clip(0.25 + 0.55 * y / HEIGHT + 0.2 * x / WIDTH, 0, 1)
    )
    across, down = (x - 0.30 * y - 0.30 * WIDTH) / (0.36 * WIDTH), (y - 0.06 * HEIGHT + 0.10 * x) / (0.95 * HEIGHT)
    panes = np.zeros((HEIGHT, WIDTH), np.float32)
    for column in range(2):
        for row in range(3):
            in_column = (across > column / 2 + 0.02) & (across < (column + 1) / 2 - 0.02)
            panes[in_column & (down > row / 3 + 0.015) & (down < (row + 1) / 3 - 0.015)] = 1
    light = _blur(panes, 16)[..., None] * np.array((0.20, 0.15, 0.06))
    lit: Floats = picture * 0.93 + light
    return lit


def _grid() -> tuple[Floats, Floats]:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return x, y


def _between(first: tuple[float, ...], last: tuple[float, ...], share: Floats) -> Floats:
    picture: Floats = (np.array(first) + (np.array(last) - np.array(first)) * share[..., None]).astype(np.float32)
    return picture


def _blur(picture: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(picture.astype(np.float32), (0, 0), sigma), np.float32)


BACKGROUNDS: dict[str, Callable[[], Floats]] = {
    "1-hills": lambda: paint_hills(3),
    "2-mist": paint_mist,
    "3-wall": paint_wall,
    "4-studio": paint_studio,
    "5-lights": paint_lights,
    "beach": painted_outdoors.paint_beach,
    "brick": painted_indoors.paint_brick,
    "city": painted_outdoors.paint_city,
    "curtain": painted_indoors.paint_curtain,
    "dunes": painted_outdoors.paint_dunes,
    "dusk": painted_outdoors.paint_dusk,
    "forest": painted_outdoors.paint_forest,
    "living-room": painted_indoors.paint_living_room,
    "office": painted_indoors.paint_office,
    "paper": painted_indoors.paint_paper,
    "shelves": painted_indoors.paint_shelves,
    "window": painted_indoors.paint_window,
    "wood": painted_indoors.paint_wood,
}
"""By the names of their files."""


def write_backgrounds(names: Collection[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        picture = cv2.resize(BACKGROUNDS[name]().astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        # noise of a level or so, without which slow gradients show steps
        noise = np.random.default_rng(1).normal(0, 1.2, (HEIGHT, WIDTH, 1))
        levels = np.clip(picture * 255 + noise, 0, 255).round().astype(np.uint8)
        _write_small(FOLDER / f"{name}.jpg", levels)


def write_places() -> None:
    PLACES.mkdir(exist_ok=True)
    room = paint_rooms(Draws(ROOM_SEED), 1, ROOM_SIZE)
    landscape = paint_landscape(Draws(LANDSCAPE_SEED), FrameSize(WIDTH, HEIGHT))
    for path, picture in ((ROOM, room), (LANDSCAPE, landscape)):
        _write(path, to_image(picture), [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY])


def _write_small(path: Path, picture: Image) -> None:
    for quality in _JPEG_QUALITIES:
        _write(path, picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if path.stat().st_size <= _MOST_BYTES:
            return


def _write(path: Path, picture: Image, flags: list[int]) -> None:
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), flags)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Paint the pictures that come with the program.")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(BACKGROUNDS)} (default: all, and places)")
    names = parser.parse_args().names
    if unknown := set(names) - set(BACKGROUNDS):
        parser.error(f"there is no background {', '.join(sorted(unknown))}")
    write_backgrounds(names or BACKGROUNDS)
    if not names:
        write_places()


if __name__ == "__main__":
    main()
