"""A film like `clip`'s with a rendered person, who waves, in place of the painted one."""

import math
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic.clip import FilmedPerson, SyntheticClip
from matting_rt.synthetic.pictures import decode_picture, list_pictures

FOLDER = Path(__file__).with_name("person")
"""Made by `python -m training.data.avatars.film`; NOTICE.txt there says of what."""

WAVE_S = 1.1
"""Of one wave, there and back."""
SWAY = 0.02
"""How far the body moves to each side, over the picture's height."""


class RenderedClip(SyntheticClip):
    """A rendered person before a painted room, with the plate and the true alpha."""

    def _person(self) -> FilmedPerson:
        return _RenderedPerson(self.size)


class _RenderedPerson:
    """The pictures of one gesture, played there and back, of a body that sways by whole pixels: no hair is blurred."""

    def __init__(self, size: FrameSize) -> None:
        self.size = size
        self._paths = list_pictures(FOLDER)
        self._fitted: dict[int, Image] = {}

    def at(self, time_s: float) -> tuple[Tensor, Tensor]:
        """As FilmedPerson says."""
        share = 0.5 - 0.5 * math.cos(2 * math.pi * time_s / WAVE_S)
        rgba = self._picture(round(share * (len(self._paths) - 1)))
        shift = round(SWAY * self.size.height * math.sin(1.3 * time_s))
        layers = torch.from_numpy(np.roll(rgba, shift, 1)).permute(2, 0, 1).unsqueeze(0).float() / 255
        return layers[:, :3] * layers[:, 3:], layers[:, 3:]

    def _picture(self, number: int) -> Image:
        """At the frame's size, uint8 (H, W, 4) RGBA with straight colours; read when it is first shown, and kept."""
        if number not in self._fitted:
            self._fitted[number] = fit(decode_picture(self._paths[number]), self.size)
        return self._fitted[number]


def fit(rgba: Image, size: FrameSize) -> Image:
    """Scale to a frame's height, and crop or continue it with nothing at both sides; uint8 (H, W, 4) RGBA."""
    width = round(rgba.shape[1] * size.height / rgba.shape[0])
    smaller = size.height < rgba.shape[0]
    scaled = cv2.resize(rgba, (width, size.height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    left = max((width - size.width) // 2, 0)
    scaled = scaled[:, left : left + size.width]
    missing = size.width - scaled.shape[1]
    return np.pad(scaled, ((0, 0), (missing // 2, missing - missing // 2), (0, 0)))
