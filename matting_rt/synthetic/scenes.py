"""Scenes and their photographs: the one way from a foreground and a background, whatever their origin, to a pair."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws, unpremultiply
from matting_rt.synthetic.unknown import Unknown, draw_known, fill_unknown


@dataclass(frozen=True, slots=True)
class Pair:
    """A batch of frames with their plates and truth, all float on one device."""

    src: Tensor
    """(B, 3, H, W) RGB 0..1, the frame as the camera saw it."""
    bgr: Tensor
    """(B, 3, H, W) RGB 0..1, the plate, taken at another moment."""
    true_pha: Tensor
    """(B, 1, H, W) 0..1."""
    true_fgr: Tensor
    """(B, 3, H, W) 0..1, not premultiplied."""
    known: Tensor
    """(B, 1, H, W) 0..1, how far the plate is known; where it is 0, bgr means nothing."""
    clip_length: int = 1
    """The batch is B / clip_length clips of so many consecutive frames, one after another, each before one plate."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands before the camera, before any photograph is taken of it."""

    background: Tensor
    """(B, 3, H, W) RGB 0..1, the room behind the foreground."""
    empty: Tensor
    """(B, 3, H, W) RGB 0..1, the room when the plate was taken; things may have moved since."""
    fgr: Tensor
    """(B, 3, H, W) 0..1, not premultiplied."""
    pha: Tensor
    """(B, 1, H, W) 0..1."""


@dataclass(frozen=True, slots=True)
class Blur:
    """A share of the foregrounds is blurred, by kernels of a radius that follows the size of the picture."""

    share: float
    lines: int
    """Of the picture, to a pixel of radius."""
    least: int
    most: int
    """Radius in pixels."""
    motion: float
    """Share of those that are blurred by motion, the others by focus."""


@dataclass(frozen=True, slots=True)
class Faults:
    """How far frame and plate come to differ beside the people."""

    blurs: tuple[Blur, ...]
    frame_noise: float
    """Largest standard deviation, 0..1."""
    unknown: Unknown | None = None
    """None: a plate that is known everywhere, and as little out of place as a tripod that was touched."""


PUBLISHED = Faults(blurs=(Blur(0.35, 48, 2, 12, 0.5),), frame_noise=0.025)
"""Of the perturbed plates that the published figures are measured with; changed, they cannot be compared any more."""

WEBCAM = Faults(
    # a webcam focuses on whoever sits before it: most are sharp, some a little beside the focus, few bad
    blurs=(Blur(0.14, 240, 2, 4, 0.0), Blur(0.05, 36, 3, 20, 1.0), Blur(0.03, 60, 2, 12, 0.0)),
    frame_noise=0.02,
    unknown=Unknown(),
)
"""Of training."""


def dress(
    draws: Draws, background: Tensor, empty: Tensor, fgr: Tensor, pha: Tensor, camouflage: float, faults: Faults
) -> Scene:
    """Put foregrounds before backgrounds: a share in the background's own colours, some out of focus or in motion."""
    fgr = _camouflage(draws, fgr, pha, background, camouflage)
    return Scene(background, empty, *_soften(draws, fgr, pha, faults.blurs))


def photograph(draws: Draws, scene: Scene, faults: Faults | None) -> Pair:
    """Take the frame and the plate, each with the camera's faults of its own moment; None: with noise alone."""
    background, fgr, pha = scene.background, scene.fgr, scene.pha
    if faults is None:
        src = fgr * pha + background * (1 - pha)
        return Pair(_sensor(draws, src), _sensor(draws, background), pha, fgr, torch.ones_like(pha))
    lit = camera.cast_shadow(draws, background, pha)
    src = _sensor(draws, fgr * pha + lit * (1 - pha))
    bgr = camera.change_light(draws, scene.empty)
    covered = torch.ones_like(pha)
    if faults.unknown:
        bgr, covered = camera.misplace(draws, bgr)
    else:
        height = background.shape[-2]
        bgr = camera.move_camera(draws, bgr, 1.5 * height / 256 if height < 512 else 2.0)
    bgr = _some(draws, 0.3, bgr, lambda some: camera.blur(some, camera.blur_kernels(draws, len(some), 2)))
    src, bgr = camera.add_noise(draws, src, faults.frame_noise), camera.add_noise(draws, bgr, 0.015)
    src = _some(draws, 0.5, src, lambda some: camera.compress(draws, some))
    bgr = _some(draws, 0.5, bgr, lambda some: camera.compress(draws, some))
    src, bgr = src.clamp(0, 1), bgr.clamp(0, 1)
    if faults.unknown:
        covered = covered * draw_known(draws, pha, faults.unknown)
        bgr = fill_unknown(draws, bgr, src, covered)
    return Pair(src, bgr, pha, fgr, covered)


def join_layers(fgr: Tensor, pha: Tensor) -> Tensor:
    """Colour (B, 3, H, W) and alpha (B, 1, H, W) as (B, 4, H, W)."""
    return torch.cat([fgr, pha], 1)


def premultiply(rgba: Tensor) -> Tensor:
    """(B, 4, H, W) with its colours times its alpha."""
    return torch.cat([rgba[:, :3] * rgba[:, 3:], rgba[:, 3:]], 1)


def _some(draws: Draws, share: float, pictures: Tensor, change: Callable[[Tensor], Tensor]) -> Tensor:
    """Change a random share of a batch."""
    chosen = draws.chance(share, (len(pictures),)).nonzero().flatten()
    if len(chosen):
        pictures = pictures.clone()
        pictures[chosen] = change(pictures[chosen])
    return pictures


def _sensor(draws: Draws, picture: Tensor) -> Tensor:
    """The noise of one 8-bit picture in good light."""
    return (picture + draws.noise((len(picture), *picture.shape[1:])) * 0.004).clamp(0, 1)


def _camouflage(draws: Draws, fgr: Tensor, pha: Tensor, background: Tensor, share: float) -> Tensor:
    """Make colour alone unable to decide: give a `share` of foregrounds the background's texture or average colour."""
    batch, _, height, width = fgr.shape
    shift = (draws.one_integer(height), draws.one_integer(width))
    elsewhere = background.roll(shift, (2, 3)).flip(3)
    textured = draws.chance(share / 3, (batch, 1, 1, 1)) * draws.uniform((batch, 1, 1, 1), 0.3, 1.0)
    fgr = torch.lerp(fgr, elsewhere, textured)
    area = pha.sum((2, 3), keepdim=True) + 1e-3
    own = (fgr * pha).sum((2, 3), keepdim=True) / area
    behind = (background * pha).sum((2, 3), keepdim=True) / area
    near = draws.chance(share * 2 / 3, (batch, 1, 1, 1)) * draws.uniform((batch, 1, 1, 1), 0.5, 1.0)
    return (fgr + (behind - own) * near).clamp(0, 1)


def _soften(draws: Draws, fgr: Tensor, pha: Tensor, blurs: tuple[Blur, ...]) -> tuple[Tensor, Tensor]:
    """Blur shares of the foregrounds, out of focus or in motion, colour and alpha together."""
    layers = join_layers(fgr, pha)
    for blur in blurs:
        radius = min(max(blur.least, pha.shape[-2] // blur.lines), blur.most)
        layers = _some(draws, blur.share, layers, partial(_blur_layers, draws, radius, blur.motion))
    return layers[:, :3], layers[:, 3:]


def _blur_layers(draws: Draws, radius: int, motion: float, layers: Tensor) -> Tensor:
    kernels = camera.blur_kernels(draws, len(layers), radius, motion)
    blurred = camera.blur(premultiply(layers), kernels)
    return torch.cat([unpremultiply(blurred[:, :3], blurred[:, 3:]), blurred[:, 3:]], 1)
