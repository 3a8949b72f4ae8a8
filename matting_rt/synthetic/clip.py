"""A short film with known truth: somebody with long hair talks and waves before a room."""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from matting_rt.frame import FrameSize, Image
from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws, over
from matting_rt.synthetic.figures import Skeleton, hand, paint_skeleton
from matting_rt.synthetic.hair import strands
from matting_rt.synthetic.rooms import paint_rooms
from matting_rt.synthetic.shapes import cover, distance, shade
from matting_rt.tensors import to_image

_ENLARGED = 1.12
"""The body is shown larger than it was painted, so that its lower edge stays below the picture as it swings."""

_HAIR_SEED = 104
"""Of long hair that falls to the shoulders; chosen by eye."""

_SHIRT = (0.16, 0.34, 0.47)
_SKIN = (0.80, 0.58, 0.46)
_HAIR = (0.20, 0.12, 0.08)


class SyntheticClip:
    """A moving figure before a still room, with its plate and true alpha.

    The body is painted once and swings as a whole; the waving arm and each strand of hair are drawn for every frame.
    """

    def __init__(self, size: FrameSize, rate_fps: int, duration_s: float, seed: int) -> None:
        self.size, self.rate_fps, self.seed = size, rate_fps, seed
        self.frame_count = round(rate_fps * duration_s)
        self._room = paint_rooms(Draws(seed), 1, size)

    def plate(self) -> Image:
        """The empty room, uint8 (H, W, 3) RGB, as the camera saw it in slightly other light."""
        draws = Draws(self.seed + 1)
        return to_image(camera.add_noise(draws, self._room * 0.96 + 0.01, 0.01))

    def frames(self) -> Iterator[tuple[Image, Image]]:
        """Frame, uint8 (H, W, 3) RGB, and true alpha, uint8 (H, W), one pair after another."""
        person = _PaintedPerson(self.size, self.seed)
        noise = Draws(self.seed + 2)
        for index in range(self.frame_count):
            colour, pha = person.at(index / self.rate_fps)
            picture = colour + self._room * (1 - pha)
            grain = noise.normal((1, 1, *picture.shape[2:]), 0.006)
            yield to_image(picture + grain), to_image(pha)[..., 0]


class _PaintedPerson:
    """A painted body, and what moves by itself."""

    def __init__(self, size: FrameSize, seed: int) -> None:
        self.size, self.seed = size, seed
        self.skeleton = _presenter(size.width / size.height)
        fgr, pha = paint_skeleton(Draws(seed + 3), self.skeleton, size, arms=(0,), outfit=(_SKIN, _SHIRT, _HAIR))
        self.body = torch.cat([fgr * pha, pha], 1)

    def at(self, time_s: float) -> tuple[Tensor, Tensor]:
        """Premultiplied colour (1, 3, H, W) and alpha (1, 1, H, W) at a moment."""
        shift = torch.tensor([[0.05 * math.sin(1.3 * time_s), 0.012 * math.sin(2.9 * time_s)]])
        angle = torch.tensor([0.05 * math.sin(1.3 * time_s + 0.6)])
        moved = camera.affine(self.body, shift=shift, scale=torch.tensor([_ENLARGED]), angle=angle)
        hair = self._hair(shift, angle, time_s)
        colour, pha = over(moved[:, :3], moved[:, 3:], _colour(_HAIR) * hair, hair)
        return self._wave(colour, pha, shift, angle, time_s)

    def _hair(self, shift: Tensor, angle: Tensor, time_s: float) -> Tensor:
        crown = self._moved(self.skeleton.head - torch.tensor([[0.0, 0.02]]), shift, angle)
        unit = self.skeleton.unit * _ENLARGED
        # the same hairs each time; only crown and sway differ
        sway = 0.35 * math.sin(1.3 * time_s - 0.5) + 0.08 * math.sin(5.1 * time_s)
        return strands(Draws(_HAIR_SEED), crown, unit * 1.15, unit * 1.5, self.size, count=500, sway=sway)

    def _wave(self, colour: Tensor, pha: Tensor, shift: Tensor, angle: Tensor, time_s: float) -> tuple[Tensor, Tensor]:
        """Lay the waving arm over the body."""
        unit = self.skeleton.unit * _ENLARGED
        shoulder = self._moved(self.skeleton.shoulders[1], shift, angle)
        upper = 0.9 + 0.15 * math.sin(1.7 * time_s)
        lower = 2.7 + 0.35 * math.sin(4.2 * time_s)
        elbow = shoulder + unit * 2.0 * torch.tensor([[math.sin(upper), math.cos(upper)]])
        wrist = elbow + unit * 1.8 * torch.tensor([[math.sin(lower), math.cos(lower)]])
        sleeve = [(shoulder, elbow, unit * 0.62, unit * 0.45), (elbow, (elbow + wrist) / 2, unit * 0.45, unit * 0.4)]
        skin = [
            (elbow, wrist, unit * 0.33, unit * 0.26),
            *hand(Draws(self.seed + 5), wrist, torch.tensor([[lower]]), unit),
        ]
        draws, sharp = Draws(self.seed + 6), torch.ones(1, 1, 1, 1)
        for parts, paint in ((skin, _SKIN), (sleeve, _SHIRT)):
            field = distance(parts, self.size, draws)
            shaded = shade(draws, field, _colour(paint).expand_as(colour), unit)
            alpha = cover(field, self.size, sharp)
            colour, pha = over(shaded * alpha, alpha, colour, pha)
        return colour, pha

    def _moved(self, point: Tensor, shift: Tensor, angle: Tensor) -> Tensor:
        """Where a point of the body (picture heights) is after `camera.affine` moved the body."""
        centre = torch.tensor([[self.size.width / self.size.height / 2, 0.5]])
        x, y = (point - centre).unbind(1)
        turned = torch.stack([x * angle.cos() - y * angle.sin(), x * angle.sin() + y * angle.cos()], 1)
        return turned * _ENLARGED + centre + shift * centre


def _presenter(aspect: float) -> Skeleton:
    """Somebody who stands before the camera, seen down to the waist."""

    def joint(x: float, y: float) -> Tensor:
        return torch.tensor([[0.5 * aspect + x, y]])

    return Skeleton(
        unit=torch.tensor([[0.125]]),
        head=joint(0, 0.33),
        neck=joint(0, 0.55),
        shoulders=(joint(-0.2, 0.66), joint(0.2, 0.66)),
        elbows=(joint(-0.27, 0.95), joint(0.27, 0.95)),
        wrists=(joint(-0.2, 1.2), joint(0.2, 1.2)),
        hips=(joint(-0.1, 1.2), joint(0.1, 1.2)),
        knees=(joint(-0.1, 1.6), joint(0.1, 1.6)),
        feet=(joint(-0.1, 2.0), joint(0.1, 2.0)),
        build=torch.ones(1, 1),
        finger_angle=torch.zeros(1, 2),
    )


def _colour(rgb: tuple[float, float, float]) -> Tensor:
    return torch.tensor(rgb).view(1, 3, 1, 1)
