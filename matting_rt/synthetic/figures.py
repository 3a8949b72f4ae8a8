"""Painted people: figures of many builds and poses, with single strands of hair, hands and held objects.

All coordinates are in picture heights, x to the right and y down, origin at the top left.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, over, pixel_grid, unpremultiply
from matting_rt.synthetic.hair import hair_colours, hair_layers
from matting_rt.synthetic.rooms import stripes, tiles
from matting_rt.synthetic.shapes import Capsule, cover, distance, shade

Colour = tuple[float, float, float]
"""RGB, 0..1."""


@dataclass(slots=True)
class Skeleton:
    """Joints of a batch of figures, each (B, 2), left before right; `unit` (B, 1) is the head's radius."""

    unit: Tensor
    head: Tensor
    neck: Tensor
    shoulders: tuple[Tensor, ...]
    elbows: tuple[Tensor, ...]
    wrists: tuple[Tensor, ...]
    hips: tuple[Tensor, ...]
    knees: tuple[Tensor, ...]
    feet: tuple[Tensor, ...]
    build: Tensor
    """(B, 1) girth, 1 is average."""
    finger_angle: Tensor
    """(B, 2) direction in which each hand points, radians."""


def pose_figures(draws: Draws, batch: int, aspect: float) -> Skeleton:
    """Draw builds and poses: from a face that fills the picture to a whole person walking."""

    def turned(length: Tensor, angle: Tensor) -> Tensor:
        """From straight down, `angle` radians towards the right."""
        return length * torch.cat([angle.sin(), angle.cos()], 1)

    unit = draws.log_uniform((batch, 1), 0.045, 0.2)
    build = draws.log_uniform((batch, 1), 0.75, 1.5)
    head_x = draws.uniform((batch, 1), 0.15, 0.85) * aspect
    head_y = unit * draws.uniform((batch, 1), 0.6, 1.6) + draws.uniform((batch, 1)) * (0.45 - unit).clamp(min=0.02)
    head = torch.cat([head_x, head_y], 1)
    lean = draws.normal((batch, 1), 0.08)
    neck = head + turned(unit * 1.7, lean)
    spine = neck + turned(unit * draws.uniform((batch, 1), 4.0, 5.0), lean + draws.normal((batch, 1), 0.06))
    across = torch.cat([lean.cos(), -lean.sin()], 1)
    shoulder, hip = unit * 1.65 * build**0.5, unit * 0.9 * build**0.5
    facing = draws.uniform((batch, 1), 0.6, 1.0)
    sides: list[tuple[Tensor, ...]] = []
    for side in (-1.0, 1.0):
        at_shoulder = neck + across * (side * shoulder * facing) + turned(unit * 0.6, lean)
        at_hip = spine + across * (side * hip * facing)
        raised = draws.chance(0.35, (batch, 1)) > 0
        upper = side * torch.where(raised, draws.uniform((batch, 1), 0.3, 2.4), draws.uniform((batch, 1), -0.1, 0.5))
        lower = upper + side * torch.where(
            raised, draws.uniform((batch, 1), -0.5, 2.0), draws.uniform((batch, 1), -1.4, 0.3)
        )
        elbow = at_shoulder + turned(unit * 2.6, upper)
        wrist = elbow + turned(unit * 2.3, lower)
        stride = draws.normal((batch, 1), 0.2)
        knee = at_hip + turned(unit * 3.6, stride + side * 0.06)
        foot = knee + turned(unit * 3.6, stride * 0.3 + draws.normal((batch, 1), 0.12))
        sides.append((at_shoulder, elbow, wrist, at_hip, knee, foot, lower + draws.normal((batch, 1), 0.3)))
    shoulders, elbows, wrists, hips, knees, feet, finger_angles = zip(*sides, strict=True)
    return Skeleton(unit, head, neck, shoulders, elbows, wrists, hips, knees, feet, build, torch.cat(finger_angles, 1))


def paint_figures(draws: Draws, batch: int, size: FrameSize) -> tuple[Tensor, Tensor]:
    """Paint one figure in each picture.

    Returns:
        fgr (batch, 3, H, W) 0..1, colour not premultiplied and continued where alpha is 0; pha (batch, 1, H, W) 0..1.
    """
    skeleton = pose_figures(draws, batch, size.width / size.height)
    return paint_skeleton(draws, skeleton, size)


def paint_skeleton(
    draws: Draws,
    skeleton: Skeleton,
    size: FrameSize,
    arms: tuple[int, ...] = (0, 1),
    outfit: tuple[Colour, Colour, Colour] | None = None,
) -> tuple[Tensor, Tensor]:
    """Dress and paint posed figures; see `paint_figures`.

    Args:
        arms: which of the two arms are painted.
        outfit: colours of skin, shirt and hair; drawn at random if None.
    """
    batch = skeleton.unit.shape[0]
    skin = _skin_colours(draws, batch)
    shirt, trousers, hair_colour = (draws.colours((batch,)).view(batch, 3, 1, 1) for _ in range(3))
    hair_colour = hair_colour * draws.uniform((batch, 1, 1, 1), 0.15, 1.0)
    if outfit:
        skin, shirt, hair_colour = (torch.tensor(c, device=draws.device).view(1, 3, 1, 1) for c in outfit)
    cloth = _cloth_texture(draws, batch, size)
    softness = draws.log_uniform((batch, 1, 1, 1), 0.7, 2.5)
    short_sleeves = draws.chance(0.4, (batch, 1, 1))
    unit, build = skeleton.unit, skeleton.build
    torso = [
        (skeleton.shoulders[0], skeleton.shoulders[1], unit * 0.75, unit * 0.75),
        (skeleton.shoulders[0], skeleton.hips[0], unit * 0.7 * build, unit * 0.8 * build),
        (skeleton.shoulders[1], skeleton.hips[1], unit * 0.7 * build, unit * 0.8 * build),
        (skeleton.neck, (skeleton.hips[0] + skeleton.hips[1]) / 2, unit * 0.9 * build, unit * 0.9 * build),
    ]
    legs, sleeves, forearms, hands = [], [], [], []
    for side in (0, 1):
        shoulder, elbow, wrist = skeleton.shoulders[side], skeleton.elbows[side], skeleton.wrists[side]
        legs.append((skeleton.hips[side], skeleton.knees[side], unit * 0.8 * build, unit * 0.6))
        legs.append((skeleton.knees[side], skeleton.feet[side], unit * 0.55, unit * 0.4))
        if side not in arms:
            continue
        sleeves.append((shoulder, elbow, unit * 0.6 * build**0.5, unit * 0.48 * build**0.5))
        forearms.append((elbow, wrist, unit * 0.42, unit * 0.3))
        hands.extend(hand(draws, wrist, skeleton.finger_angle[:, side : side + 1], unit))
    chin = skeleton.head + (skeleton.neck - skeleton.head) * 0.35
    face = [
        (skeleton.head, chin, unit * 0.82, unit * 0.62),
        (chin, torch.lerp(skeleton.head, skeleton.neck, 0.72), unit * 0.44, unit * 0.44),
    ]
    fields = {
        name: distance(parts, size, draws)
        for name, parts in {
            "legs": legs,
            "torso": torso,
            "sleeves": sleeves,
            "arms": forearms,
            "face": face,
            "hands": hands,
        }.items()
    }
    arm_colour = torch.where(short_sleeves.unsqueeze(1) > 0, skin, shirt)
    layers = [
        ("legs", trousers, 0.7),
        ("torso", shirt, 1.0),
        ("face", skin, 0.05),
        ("sleeves", shirt, 1.0),
        ("arms", arm_colour, 0.3),
        ("hands", skin, 0.05),
    ]
    back_hair, front_hair = hair_layers(draws, unit, skeleton.head, skeleton.neck, size, softness)
    colour, alpha = back_hair * hair_colours(draws, hair_colour, size), back_hair
    for name, paint, textured in layers:
        if name == "sleeves":
            colour, alpha = over(front_hair * hair_colours(draws, hair_colour, size), front_hair, colour, alpha)
        coverage = cover(fields[name], size, softness)
        shaded = shade(draws, fields[name], paint * (1 + cloth * textured), skeleton.unit)
        if name == "face":
            shaded = _draw_features(draws, skeleton, shaded, size, softness)
        colour, alpha = over(shaded * coverage, coverage, colour, alpha)
    colour, alpha = _hold_object(draws, skeleton, size, colour, alpha)
    return unpremultiply(colour, alpha), alpha


def _skin_colours(draws: Draws, batch: int) -> Tensor:
    """From deep brown to pale, (batch, 3, 1, 1); the line through sRGB values of the Fitzpatrick chart."""
    dark, pale = (torch.tensor(c, device=draws.device) for c in ([0.23, 0.14, 0.09], [0.96, 0.8, 0.7]))
    colour = torch.lerp(dark, pale, draws.uniform((batch, 1))) + draws.normal((batch, 3), 0.03)
    return colour.clamp(0, 1).view(batch, 3, 1, 1)


def _cloth_texture(draws: Draws, batch: int, size: FrameSize) -> Tensor:
    """Plain, woven, striped or chequered, (batch, 1, H, W) about -0.6..0.6; half of the figures wear plain cloth."""
    x, y = pixel_grid(size.height, size.width, draws.device)
    folds = draws.fractal(batch, 1, size.height, size.width, coarsest=6, octaves=4) * 0.12
    kinds = [
        stripes(draws, batch, x, y),
        tiles(draws, batch, x, y),
        draws.fractal(batch, 1, size.height, size.width, 24, 3),
    ]
    choice = draws.integers((batch, 1, 1, 1), 6)
    pattern = sum(kind * (choice == index) for index, kind in enumerate(kinds))
    return folds + pattern * draws.uniform((batch, 1, 1, 1), 0.05, 0.5)


def _draw_features(draws: Draws, skeleton: Skeleton, skin: Tensor, size: FrameSize, softness: Tensor) -> Tensor:
    """Eyes, brows, a nose and a smile on the skin (B, 3, H, W) of the face, turned a little to one side."""
    unit, head = skeleton.unit, skeleton.head
    batch = unit.shape[0]
    down = skeleton.neck - head
    down = down / down.norm(dim=1, keepdim=True) * unit
    side = torch.stack([down[:, 1], -down[:, 0]], 1)
    centre = head + down * 0.05 + side * draws.normal((batch, 1), 0.12)
    half_eye, half_mouth = side * 0.1, side * draws.uniform((batch, 1), 0.15, 0.32)
    thin, thick = unit * 0.035, unit * 0.05
    mouth, ridge, tip = centre + down * 0.78, centre + down * 0.15, centre + down * 0.45 + side * 0.05
    whites, dark = [], []
    for sign in (-0.34, 0.34):
        eye = centre + side * sign
        whites.append((eye - half_eye, eye + half_eye, unit * 0.075, unit * 0.075))
        dark.append((eye, eye, unit * 0.08, unit * 0.08))
        inner, outer = eye - side * sign * 0.5 - down * 0.22, eye + side * sign * 0.5 - down * 0.24
        dark.append((inner, (inner + outer) / 2 - down * 0.04, thick, thick))
        dark.append(((inner + outer) / 2 - down * 0.04, outer, thick, thin))
    smile = [
        (mouth - half_mouth - down * 0.09, mouth - half_mouth * 0.4, thin, thick),
        (mouth - half_mouth * 0.4, mouth + half_mouth * 0.4, thick, thick),
        (mouth + half_mouth * 0.4, mouth + half_mouth - down * 0.09, thick, thin),
    ]
    red = skin * torch.tensor([0.75, 0.4, 0.4], device=draws.device).view(1, 3, 1, 1)
    for parts, paint in (
        ([(ridge, tip, thin, unit * 0.07)], skin * 0.85),
        (smile, red),
        (whites, torch.full_like(skin, 0.93)),
        (dark, skin * 0.2),
    ):
        skin = torch.lerp(skin, paint, cover(distance(parts, size, draws), size, softness))
    return skin


def hand(draws: Draws, wrist: Tensor, angle: Tensor, unit: Tensor) -> list[Capsule]:
    """A palm and five fingers, spread or closed."""

    def towards(turn: Tensor, length: float) -> Tensor:
        return unit * length * torch.cat([(angle + turn).sin(), (angle + turn).cos()], 1)

    straight = torch.zeros_like(angle)
    palm = wrist + towards(straight, 0.55)
    parts = [(wrist, palm, unit * 0.3, unit * 0.34)]
    spread = draws.uniform((wrist.shape[0], 1), 0.05, 0.32)
    curl = draws.uniform((wrist.shape[0], 1), 0.3, 1.0)
    for finger in (-1.5, -0.5, 0.5, 1.5):
        root = palm + towards(straight + finger * 0.45, 0.25)
        tip = root + towards(finger * spread, 0.75) * curl
        parts.append((root, tip, unit * 0.11, unit * 0.08))
    thumb = wrist + towards(straight + 0.9, 0.35)
    parts.append((thumb, thumb + towards(straight + 0.7, 0.55), unit * 0.13, unit * 0.09))
    return parts


def _hold_object(
    draws: Draws, skeleton: Skeleton, size: FrameSize, colour: Tensor, alpha: Tensor
) -> tuple[Tensor, Tensor]:
    """Put a stick, phone, book or cup into a hand of a quarter of the figures."""
    batch = alpha.shape[0]
    grip = skeleton.wrists[0] + draws.normal((batch, 2), 0.3) * skeleton.unit
    direction = draws.normal((batch, 2), 1.2) * skeleton.unit
    girth = draws.log_uniform((batch, 1), 0.08, 0.9) * skeleton.unit
    field = distance([(grip, grip + direction, girth, girth)], size, draws)
    coverage = cover(field, size, torch.ones_like(alpha[:, :1, :1, :1])) * draws.chance(0.25, (batch, 1, 1, 1))
    paint = draws.colours((batch,), saturation=0.8).view(batch, 3, 1, 1).expand_as(colour)
    return over(shade(draws, field, paint, skeleton.unit) * coverage, coverage, colour, alpha)
