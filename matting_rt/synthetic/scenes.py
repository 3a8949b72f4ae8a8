"""Scenes and their photographs: the one way from a foreground and a background, whatever their origin, to a pair."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import torch
from torch import Tensor

from matting_rt.synthetic import camera, sensor
from matting_rt.synthetic.draws import Draws, premultiply, straighten
from matting_rt.synthetic.shadows import cast_shadows
from matting_rt.synthetic.unknown import Unknown, draw_known, fill_absent


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

    def to(self, device: torch.device) -> "Pair":
        """The same there."""
        names = ("src", "bgr", "true_pha", "true_fgr", "known")
        return replace(self, **{name: getattr(self, name).to(device) for name in names})


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
class Webcam:
    """Faults of webcams and of the plates that a program keeps of what they see; shares are of all pictures."""

    clipped: float = 0.3
    """Exposed so that bright parts are lost, by another gain in the frame than in the plate."""
    beside_focus: float = 0.2
    """Of rooms, by about a pixel, in frame and plate apart."""
    bands: float = 0.15
    coloured_noise: float = 0.2
    still_coding: float = 0.4
    """As of MJPG."""
    video_coding: float = 0.05
    """As of H.264, which is coded on the CPU."""
    unknown: Unknown = field(default_factory=Unknown)


@dataclass(frozen=True, slots=True)
class Faults:
    """What frame and plate differ by beside the people."""

    blurs: tuple[Blur, ...]
    """Of the foregrounds."""
    webcam: Webcam | None
    """None: light, noise and coding as the published figures have them, and plates known everywhere."""


PUBLISHED = Faults(blurs=(Blur(0.35, 48, 2, 12, 0.5),), webcam=None)
"""Of the perturbed plates that the published figures are measured with; changed, they cannot be compared any more."""

# a webcam focuses on whoever sits before it: most are sharp, some a little beside the focus or in motion, few bad
WEBCAM = Faults(
    blurs=(Blur(0.14, 240, 2, 4, 0.0), Blur(0.05, 36, 3, 20, 1.0), Blur(0.03, 60, 2, 12, 0.0)), webcam=Webcam()
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
    fgr, pha = scene.fgr, scene.pha.clamp(0, 1)  # layers over layers exceed 1 by a rounding
    if faults is None:
        src = fgr * pha + scene.background * (1 - pha)
        return Pair(_sensor(draws, src), _sensor(draws, scene.background), pha, fgr, torch.ones_like(pha))
    take = _take_published if faults.webcam is None else partial(_take_with, faults.webcam)
    src, bgr, known = take(draws, scene)
    return Pair(src, bgr, pha, fgr, known)


def join_layers(fgr: Tensor, pha: Tensor) -> Tensor:
    """Colour (B, 3, H, W) and alpha (B, 1, H, W) as (B, 4, H, W)."""
    return torch.cat([fgr, pha], 1)


def _take_published(draws: Draws, scene: Scene) -> tuple[Tensor, Tensor, Tensor]:
    """Frame, plate and where it is known, as `PUBLISHED`."""
    background, fgr, pha = scene.background, scene.fgr, scene.pha
    lit = camera.cast_shadow(draws, background, pha)
    src = _sensor(draws, fgr * pha + lit * (1 - pha))
    height = background.shape[-2]
    shift_px = 1.5 * height / 256 if height < 512 else 2.0
    bgr = camera.move_camera(draws, camera.change_light(draws, scene.empty), shift_px)
    bgr = _some(draws, 0.3, bgr, lambda some: camera.blur(some, camera.blur_kernels(draws, len(some), 2)))
    src, bgr = camera.add_noise(draws, src), camera.add_noise(draws, bgr, 0.015)
    src = _some(draws, 0.5, src, lambda some: camera.compress(draws, some))
    bgr = _some(draws, 0.5, bgr, lambda some: camera.compress(draws, some))
    return src.clamp(0, 1), bgr.clamp(0, 1), torch.ones_like(pha)


def _take_with(webcam: Webcam, draws: Draws, scene: Scene) -> tuple[Tensor, Tensor, Tensor]:
    """Frame, plate and where it is known; the foreground's colours stay what the frame shows."""
    radius = max(scene.pha.shape[-2] // 360, 1)

    def out_of_focus(some: Tensor) -> Tensor:
        return camera.blur(some, camera.blur_kernels(draws, len(some), radius + 1, motion=0))

    room = _some(draws, webcam.beside_focus, cast_shadows(draws, scene.background, scene.pha), out_of_focus)
    empty = _some(draws, webcam.beside_focus, scene.empty, out_of_focus)
    gain, plate_gain = sensor.draw_gains(draws, len(room), webcam.clipped)
    room, empty = (room * gain).clamp(0, 1), (empty * plate_gain).clamp(0, 1) * (gain / plate_gain)
    src = scene.fgr * scene.pha + room * (1 - scene.pha)
    bgr, covered = camera.misplace(draws, camera.change_light(draws, empty))
    src, bgr = _read_out(webcam, draws, src, 0.02), _read_out(webcam, draws, bgr, 0.01)
    known, present = draw_known(draws, scene.pha, webcam.unknown)
    return src, fill_absent(draws, bgr, src, covered * present), covered * known


def _read_out(webcam: Webcam, draws: Draws, picture: Tensor, sigma_max: float) -> Tensor:
    """A picture (B, 3, H, W) with the noise of a sensor and the losses of its way to the computer."""
    picture = camera.add_noise(draws, picture, sigma_max)
    for share, fault in (
        (webcam.bands, sensor.add_bands),
        (webcam.coloured_noise, sensor.add_chroma_noise),
        (webcam.still_coding, camera.compress),
        (webcam.video_coding, sensor.code_video),
    ):
        picture = _some(draws, share, picture, partial(fault, draws))
    return picture.clamp(0, 1)


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
    return straighten(blurred)
