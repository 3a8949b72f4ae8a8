"""Scenes and their photographs: the one way from a foreground and a background, whatever their origin, to a pair."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws, unpremultiply


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
    """(B, 3, H, W) RGB 0..1."""
    fgr: Tensor
    """(B, 3, H, W) 0..1, not premultiplied."""
    pha: Tensor
    """(B, 1, H, W) 0..1."""


def dress(draws: Draws, background: Tensor, fgr: Tensor, pha: Tensor, camouflage: float) -> Scene:
    """Put foregrounds before backgrounds: a share in the background's own colours, some out of focus or in motion."""
    fgr = _camouflage(draws, fgr, pha, background, camouflage)
    return Scene(background, *_soften(draws, fgr, pha))


def photograph(draws: Draws, scene: Scene, clean: bool) -> Pair:
    """Take the frame and the plate, each with the camera's faults of its own moment; `clean`: with noise alone."""
    background, fgr, pha = scene.background, scene.fgr, scene.pha
    if clean:
        src = fgr * pha + background * (1 - pha)
        return Pair(_sensor(draws, src), _sensor(draws, background), pha, fgr, torch.ones_like(pha))
    lit = camera.cast_shadow(draws, background, pha)
    src = _sensor(draws, fgr * pha + lit * (1 - pha))
    height = background.shape[-2]
    shift_px = 1.5 * height / 256 if height < 512 else 2.0
    bgr = camera.move_camera(draws, camera.change_light(draws, background), shift_px)
    bgr = _some(draws, 0.3, bgr, lambda some: camera.blur(some, camera.blur_kernels(draws, len(some), 2)))
    src, bgr = camera.add_noise(draws, src), camera.add_noise(draws, bgr, 0.015)
    src = _some(draws, 0.5, src, lambda some: camera.compress(draws, some))
    bgr = _some(draws, 0.5, bgr, lambda some: camera.compress(draws, some))
    return Pair(src.clamp(0, 1), bgr.clamp(0, 1), pha, fgr, torch.ones_like(pha))


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


def _soften(draws: Draws, fgr: Tensor, pha: Tensor) -> tuple[Tensor, Tensor]:
    """Blur a third of the foregrounds, out of focus or in motion, colour and alpha together."""
    radius = min(max(2, pha.shape[-2] // 48), 12)

    def out_of_focus(layers: Tensor) -> Tensor:
        blurred = camera.blur(premultiply(layers), camera.blur_kernels(draws, len(layers), radius))
        return torch.cat([unpremultiply(blurred[:, :3], blurred[:, 3:]), blurred[:, 3:]], 1)

    layers = _some(draws, 0.35, join_layers(fgr, pha), out_of_focus)
    return layers[:, :3], layers[:, 3:]
