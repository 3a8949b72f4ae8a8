"""A short film with known truth: a rendered person waves before a painted room. Without PyTorch, as the demo runs."""

import math
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.synthetic.pictures import decode_picture, list_pictures

FOLDER = Path(__file__).with_name("person")
"""Made by `python -m training.data.avatars.film`; NOTICE.txt there says of what."""

PLACES = Path(__file__).with_name("places")
"""Made by `python -m tools.paint_backgrounds`."""
ROOM, LANDSCAPE = PLACES / "room.webp", PLACES / "landscape.webp"

WAVE_S = 1.1
"""Of one wave, there and back."""
SWAY = 0.02
"""How far the body moves to each side, over the picture's height."""
NOISE = 1.5
"""Of a frame, in levels; grey, from frame to frame another."""
PLATE_GAIN, PLATE_BIAS, PLATE_NOISE = 0.96, 2.5, 0.15
"""The plate was taken in slightly other light; bias and noise in levels."""


class RenderedClip:
    """A rendered person before a painted room, with the plate and the true alpha; the same each time."""

    def __init__(self, size: FrameSize, rate_fps: int, duration_s: float) -> None:
        self.size, self.rate_fps = size, rate_fps
        self.frame_count = round(rate_fps * duration_s)
        self._room = load_place(ROOM, size).astype(np.float32)
        self._person = _RenderedPerson(size)

    def plate(self) -> Image:
        """The empty room, uint8 (H, W, 3) RGB, as the camera saw it in slightly other light."""
        noise = np.random.default_rng(1).standard_normal(self._room.shape, np.float32)
        return _to_levels(self._room * PLATE_GAIN + PLATE_BIAS + noise * PLATE_NOISE)

    def frames(self) -> Iterator[tuple[Image, Image]]:
        """Frame, uint8 (H, W, 3) RGB, and true alpha, uint8 (H, W), one pair after another."""
        noise = np.random.default_rng(2)
        for index in range(self.frame_count):
            rgba = self._person.at(index / self.rate_fps)
            share = rgba[..., 3:] / np.float32(255)
            grain = noise.standard_normal(share.shape, np.float32) * NOISE
            yield _to_levels(self._room + (rgba[..., :3] - self._room) * share + grain), rgba[..., 3].copy()


class _RenderedPerson:
    """The pictures of one gesture, played there and back, of a body that sways by whole pixels: no hair is blurred."""

    def __init__(self, size: FrameSize) -> None:
        self.size = size
        self._paths = list_pictures(FOLDER)
        self._fitted: dict[int, Image] = {}

    def at(self, time_s: float) -> Image:
        """The person at a moment, uint8 (H, W, 4) RGBA with straight colours."""
        share = 0.5 - 0.5 * math.cos(2 * math.pi * time_s / WAVE_S)
        rgba = self._picture(round(share * (len(self._paths) - 1)))
        return np.roll(rgba, round(SWAY * self.size.height * math.sin(1.3 * time_s)), 1)

    def _picture(self, number: int) -> Image:
        """At the frame's size, uint8 (H, W, 4) RGBA with straight colours; read when it is first shown, and kept."""
        if number not in self._fitted:
            self._fitted[number] = fit(decode_picture(self._paths[number]), self.size)
        return self._fitted[number]


def load_place(path: Path, size: FrameSize) -> Image:
    """A painted place, uint8 (H, W, 3) RGB, scaled until it covers a frame, and cropped at its borders."""
    picture = decode_picture(path)
    height, width = picture.shape[:2]
    scale = max(size.width / width, size.height / height)
    covering = (max(round(width * scale), size.width), max(round(height * scale), size.height))
    scaled = _resize(picture, covering)
    left, top = (covering[0] - size.width) // 2, (covering[1] - size.height) // 2
    return scaled[top : top + size.height, left : left + size.width]


def fit(rgba: Image, size: FrameSize) -> Image:
    """Scale to a frame's height, and crop or continue it with nothing at both sides; uint8 (H, W, 4) RGBA."""
    scaled = _resize(rgba, (round(rgba.shape[1] * size.height / rgba.shape[0]), size.height))
    left = max((scaled.shape[1] - size.width) // 2, 0)
    scaled = scaled[:, left : left + size.width]
    missing = size.width - scaled.shape[1]
    return np.pad(scaled, ((0, 0), (missing // 2, missing - missing // 2), (0, 0)))


def _resize(picture: Image, size: tuple[int, int]) -> Image:
    smaller = size[1] < picture.shape[0]
    resized: Image = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return resized


def _to_levels(values: FloatMap) -> Image:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
