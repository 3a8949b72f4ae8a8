"""What is no person: things that were moved, brought or taken away since the plate was taken, and things held.

What stands by itself, beside or behind people, is part of the room, whatever the plate shows: a network must know
people, not differences. What they hold before them belongs to them.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.synthetic.camera import affine
from matting_rt.synthetic.draws import Draws, over, pixel_grid, premultiply, straighten
from matting_rt.synthetic.rooms import stripes, tiles
from matting_rt.synthetic.shadows import cast_shadows


def rearrange(draws: Draws, room: Tensor, objects: Tensor, people: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Change a room (B, 3, H, W): it now, and as it was when the plate was taken.

    Args:
        objects: (up to B, 4, H, W), colours not premultiplied, for the first rooms; the others get furniture.
        people: alpha (B, 1, H, W) of who is before the room. What touches their outline has mostly been there before:
            a thing that has just come to it is more likely held.
    """
    batch = len(room)
    now, before = _lit_by_sun(draws, room)
    bare = room[len(objects) :]
    layer = premultiply(torch.cat([objects, _paint_furniture(draws, bare)]) if len(bare) else objects)
    moved = affine(
        layer,
        shift=draws.normal((batch, 2), 0.15),
        scale=draws.uniform((batch,), 0.9, 1.1),
        angle=draws.normal((batch,), 0.1),
    )
    # a third have come, a third have gone, a third stand elsewhere
    kind = draws.uniform((batch,))
    is_now, was_before = kind < 0.67, kind > 0.33
    if people is not None:
        stays = _touches(layer[:, 3:], people) & (draws.uniform((batch,)) < 0.75)
        moved = torch.where(stays.view(-1, 1, 1, 1), layer, moved)
        is_now, was_before = is_now | stays, was_before | stays
    now = _put(draws, now, layer, is_now.nonzero().flatten())
    before = _put(draws, before, moved, was_before.nonzero().flatten())
    return now, _change_screens(draws, before, now)


def place_furniture(draws: Draws, rooms: Tensor) -> Tensor:
    """Rooms (B, 3, H, W), each with one more box, door, curtain, cloth or pole in it."""
    layers = premultiply(_paint_furniture(draws, rooms, narrowest=0.01))
    return _put(draws, rooms, layers, torch.arange(len(rooms), device=rooms.device))


def _touches(things: Tensor, people: Tensor) -> Tensor:
    """Whether each thing's alpha (B, 1, H, W) comes within an eighth of the picture's height of people's, (B)."""
    cells = 16
    sides = cells, max(cells * people.shape[3] // people.shape[2], 1)
    small, near = (F.adaptive_max_pool2d(alpha, sides) for alpha in (things, people))
    return (small * F.max_pool2d(near, 3, 1, 1)).flatten(1).amax(1) > 0.25


def _put(draws: Draws, rooms: Tensor, layers: Tensor, chosen: Tensor) -> Tensor:
    """Rooms, the chosen with a premultiplied layer (B, 4, H, W) and its shadow."""
    if not len(chosen):
        return rooms
    colour, alpha = layers[chosen].split((3, 1), 1)
    shadowed = cast_shadows(draws, rooms[chosen], alpha)
    return rooms.index_copy(0, chosen, colour + shadowed * (1 - alpha))


def hold(draws: Draws, layers: Tensor, objects: Tensor) -> Tensor:
    """Give people (B, 4, H, W) objects to hold before them, which are foreground then; nobody holds nothing.

    Every other object gives way to a whole box, book, sheet or screen, painted as furniture is: what is held may look
    like what belongs to the room.

    Args:
        layers: (B, 4, H, W), colours not premultiplied, whole clips one after another.
        objects: (clips, 4, H, W), one for all frames of a clip; held where somebody is in its first frame.
    """
    count, length = len(objects), len(layers) // len(objects)
    first = layers[::length, 3:]
    is_box = draws.chance(0.5, (count, 1, 1, 1))
    objects = torch.where(is_box > 0, _paint_box(draws, objects[:, :3]), objects)
    scale = draws.log_uniform((count,), 0.25, 0.8)
    place = _place_on(draws, first)
    shift = place - _place_on(draws, objects[:, 3:]) * scale.unsqueeze(1)
    moved = affine(premultiply(objects), shift=shift, scale=scale)
    # without parts that would hang in the air beside them, and where nobody is without any
    somebody = (first.amax((1, 2, 3), keepdim=True) > 0.5).float()
    moved = (moved * (_disc(draws, place, moved).maximum(is_box) * somebody)).repeat_interleave(length, 0)
    person = premultiply(layers)
    return straighten(torch.cat(over(moved[:, :3], moved[:, 3:], person[:, :3], person[:, 3:]), 1))


def _disc(draws: Draws, place: Tensor, pictures: Tensor) -> Tensor:
    """The coverage of a disc around a place (B, 2), -1..1, (B, 1, H, W)."""
    height, width = pictures.shape[-2:]
    x, y = pixel_grid(height, width, pictures.device)
    centre = ((place + 1) / 2).view(-1, 2, 1, 1)
    distance: Tensor = ((x - centre[:, :1] * (width / height)).square() + (y - centre[:, 1:]).square()).sqrt()
    radius = draws.uniform((len(place), 1, 1, 1), 0.12, 0.4)
    return (0.5 + (radius - distance) * height).clamp(0, 1)


def _place_on(draws: Draws, pha: Tensor) -> Tensor:
    """A place on what each alpha (B, 1, H, W) shows, oftener at its edge than inside: x and y (B, 2), -1..1."""
    batch, _, height, width = pha.shape
    rows, columns = max(height // 8, 4), max(width // 8, 4)
    small = F.interpolate(pha, (rows, columns), mode="area")
    weight = (small.square() * (1.3 - small)).flatten(1) + 1e-6
    reached = weight.cumsum(1) / weight.sum(1, keepdim=True)
    index = (reached < draws.uniform((batch, 1))).sum(1).clamp(max=rows * columns - 1)
    place: Tensor = torch.stack([(index % columns + 0.5) / columns, (index // columns + 0.5) / rows], 1) * 2 - 1
    return place


def _upright(draws: Draws, size: tuple[int, int], half_width: Tensor, half_height: Tensor) -> Tensor:
    """The coverage of an upright rectangle of these half sides (B, 1, 1, 1), in picture heights, (B, 1, H, W)."""
    height, width = size
    x, y = pixel_grid(height, width, draws.device)
    shape = (len(half_width), 1, 1, 1)
    across = (x[:, :1] - draws.uniform(shape, 0, width / height)).abs() - half_width
    down = (y[:, :, :1] - draws.uniform(shape)).abs() - half_height
    return (0.5 - across * height).clamp(0, 1) * (0.5 - down * height).clamp(0, 1)


def _paint_box(draws: Draws, room: Tensor) -> Tensor:
    """For each picture a box to hold, half of them upright, (B, 4, H, W)."""
    count = len(room)
    sides = (draws.log_uniform((count, 1, 1, 1), 0.12, 0.5) for _ in range(2))
    boxes = _paint_upright(draws, room, *sides)
    angle = draws.uniform((count,), -0.7, 0.7) * (draws.uniform((count,)) < 0.5)
    turned = affine(premultiply(boxes), shift=boxes.new_zeros(count, 2), scale=boxes.new_ones(count), angle=angle)
    return straighten(turned)


def _paint_furniture(draws: Draws, room: Tensor, narrowest: float = 0.05) -> Tensor:
    """A box, a door, a curtain or a cloth for each picture, (B, 4, H, W)."""
    shape = (len(room), 1, 1, 1)
    is_tall = draws.uniform(shape) < 0.5  # doors and curtains go from top to bottom
    half_height = torch.where(is_tall, draws.uniform(shape, 0.35, 0.9), draws.log_uniform(shape, 0.03, 0.3))
    half_width = torch.where(is_tall, draws.uniform(shape, narrowest, 0.35), draws.log_uniform(shape, 0.03, 0.3))
    return _paint_upright(draws, room, half_width, half_height)


def _paint_upright(draws: Draws, room: Tensor, half_width: Tensor, half_height: Tensor) -> Tensor:
    """An upright rectangle of these half sides (B, 1, 1, 1), in picture heights, for each picture, (B, 4, H, W)."""
    batch, _, height, width = room.shape
    shape = (batch, 1, 1, 1)
    x, y = pixel_grid(height, width, draws.device)
    alpha = _upright(draws, (height, width), half_width, half_height)
    pattern = torch.where(draws.uniform(shape) < 0.5, stripes(draws, batch, x, y), tiles(draws, batch, x, y))
    strength = draws.uniform(shape) ** 2 * 0.7
    plain, other = (draws.colours((batch,)).view(batch, 3, 1, 1) for _ in range(2))
    paint = torch.lerp(plain, other, (pattern * 0.5 + 0.5) * strength)
    # a third show what is behind an open door or on a printed cloth
    elsewhere = room.roll(1, 0).flip(3).roll((height // 4, width // 3), (2, 3))
    shown = draws.chance(0.33, shape) * draws.uniform(shape, 0.5, 1.0)
    return torch.cat([torch.lerp(paint, elsewhere, shown), alpha], 1)


def _change_screens(draws: Draws, before: Tensor, now: Tensor) -> Tensor:
    """The rooms before, a quarter with other content on a screen that hangs there now: itself in other colours."""
    chosen = draws.chance(0.25, (len(before),)).nonzero().flatten()
    if not len(chosen):
        return before
    shape = (len(chosen), 1, 1, 1)
    half_height = draws.log_uniform(shape, 0.08, 0.25)
    screen = _upright(draws, (before.shape[2], before.shape[3]), half_height * 1.7, half_height)
    content = now[chosen].flip(2) * draws.normal((len(chosen), 3, 1, 1), 0.3).exp() + draws.uniform(shape, 0, 0.4)
    dark = draws.chance(0.3, shape)  # switched off
    changed = torch.lerp(before[chosen], (content * (1 - dark) + 0.03).clamp(0, 1), screen)
    return before.index_copy(0, chosen, changed)


def _lit_by_sun(draws: Draws, room: Tensor) -> tuple[Tensor, Tensor]:
    """The rooms now and before: in a fifth of them a patch of sunlight, or a lamp's, lies in one of both."""
    chosen = draws.chance(0.2, (len(room),)).nonzero().flatten()
    if not len(chosen):
        return room, room
    shape = (len(chosen), 1, 1, 1)
    half_width, half_height = (draws.uniform(shape, 0.05, 0.4) for _ in range(2))
    patch = affine(
        _upright(draws, (room.shape[2], room.shape[3]), half_width, half_height),
        shift=draws.uniform((len(chosen), 2), -0.3, 0.3),
        scale=draws.uniform((len(chosen),), 0.8, 1.3),
        angle=draws.normal((len(chosen),), 0.4),
        bend=draws.normal((len(chosen), 2, 2, 2), 0.1),
    )
    light = draws.uniform(shape, 0.15, 1.0) * (1 + draws.normal((len(chosen), 3, 1, 1), 0.05))
    lit = room.index_copy(0, chosen, (room[chosen] * (1 + patch * light)).clamp(0, 1))
    return (lit, room) if draws.one_integer(2) else (room, lit)
