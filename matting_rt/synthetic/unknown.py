"""Where a plate is not known, and what it holds there all the same.

The program knows its plate in cells: 54 rows of them, whatever the frame's size. Maps are drawn on that grid, and then
shown as the program shows them, in blocks or with soft edges, or with a fine edge as a file's own map has.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws

_ROWS = 54


@dataclass(frozen=True, slots=True)
class Unknown:
    """How often parts of the plate are unknown; shares are of all pictures, and several may fall together."""

    everything: float = 0.15
    parts: float = 0.3
    """Lumps, where somebody stood when the plate was taken, or whatever is near the people now."""
    borders: float = 0.12
    """Strips along the edges, of a camera that was turned after the plate was taken."""
    doubted: float = 0.08
    """Where the plate is right, but not yet believed again."""


def draw_known(draws: Draws, pha: Tensor, unknown: Unknown) -> tuple[Tensor, Tensor]:
    """Maps of a plate, (B, 1, H, W) 0..1 each, in a room with people of this alpha (B, 1, H, W).

    Returns:
        how far it is known; where it has a picture at all, which may be believed less than it deserves.
    """
    batch, _, height, width = pha.shape
    rows = min(_ROWS, height)
    size = (rows, min(max(round(rows * width / height), 1), width))
    person = F.interpolate(pha, size, mode="area")
    shape = (batch, 1, 1, 1)
    hidden = torch.zeros_like(person)
    partly = draws.chance(unknown.parts, (batch,)).nonzero().flatten()
    if len(partly):
        # who stood there is shown by the outline of the picture before this one
        hidden[partly] = _parts(draws, person[partly], person.roll(1, 0)[partly])
    hidden = torch.maximum(hidden, draws.chance(unknown.borders, shape) * _borders(draws, batch, size))
    present = _show(draws, 1 - hidden, (height, width)) * (1 - draws.chance(unknown.everything, shape))
    belief = 1 - draws.chance(unknown.doubted, shape) * draws.uniform(shape)
    return present * belief, present


def _parts(draws: Draws, person: Tensor, other: Tensor) -> Tensor:
    """0..1 on the grid: where one person is now, where another was, or lumps; sometimes two together."""
    batch, _, rows, columns = person.shape
    shape = (batch, 1, 1, 1)
    lumps = draws.fractal(batch, 1, rows, columns, coarsest=2, octaves=3)
    lumps = (lumps > draws.normal(shape, 1.2)).float()
    stood = camera.affine(
        other.flip(3), shift=draws.uniform((batch, 2), -0.5, 0.5), scale=draws.uniform((batch,), 0.7, 1.3)
    )
    near = camera.affine(person, shift=draws.normal((batch, 2), 0.08), scale=draws.uniform((batch,), 0.9, 1.3))
    near = torch.maximum(near, person)
    kind = draws.uniform(shape)
    parts = torch.where(kind < 0.35, _grow(draws, stood), torch.where(kind < 0.75, _grow(draws, near), lumps))
    return torch.maximum(parts, lumps * draws.chance(0.2, shape))


def _grow(draws: Draws, person: Tensor) -> Tensor:
    """What is within one to six cells of a person, and sometimes lumpy."""
    batch, _, rows, columns = person.shape
    by_one = F.max_pool2d(person, 3, 1, 1)
    by_three = F.max_pool2d(by_one, 5, 1, 2)
    by_six = F.max_pool2d(by_three, 7, 1, 3)
    choice = draws.uniform((batch, 1, 1, 1))
    chosen = torch.where(choice < 0.4, by_one, torch.where(choice < 0.8, by_three, by_six))
    lumps = draws.fractal(batch, 1, rows, columns, coarsest=6, octaves=2) * draws.uniform((batch, 1, 1, 1), 0, 0.3)
    return (F.avg_pool2d(chosen, 3, 1, 1) + lumps > 0.3).float()


def _borders(draws: Draws, batch: int, size: tuple[int, int]) -> Tensor:
    """0..1 on the grid: what lies outside a frame that was moved and turned."""
    moved = camera.affine(
        torch.ones(batch, 1, *size, device=draws.device),
        shift=draws.normal((batch, 2), 0.12),
        scale=draws.log_uniform((batch,), 0.9, 1.2),
        angle=draws.normal((batch,), 0.05),
    )
    return (moved < 0.99).float()


def _show(draws: Draws, known: Tensor, size: tuple[int, int]) -> Tensor:
    """A map of the grid at the picture's size: in blocks, soft between cells, or with a fine edge."""
    shape = (len(known), 1, 1, 1)
    blocks = F.interpolate(known, size, mode="nearest")
    soft = F.interpolate(known, size, mode="bilinear", align_corners=False)
    fine = ((soft - 0.5) * (size[0] / known.shape[2]) + 0.5).clamp(0, 1)
    kind = draws.uniform(shape)
    return torch.where(kind < 0.4, blocks, torch.where(kind < 0.6, soft, fine))


def fill_absent(draws: Draws, bgr: Tensor, src: Tensor, present: Tensor) -> Tensor:
    """A plate (B, 3, H, W) with something arbitrary where less than half is present, so that nobody learns to look.

    Grey or another plain colour, the frame itself, what another picture shows, or this plate somewhere else.
    """
    # the plate itself stays in a few: it must not be told from what is unknown by its look
    lacking = present.amin((1, 2, 3)) < 0.5
    lacking &= draws.uniform((len(bgr),)) < 0.93
    chosen = lacking.nonzero().flatten()
    if not len(chosen):
        return bgr
    plate, height, width = bgr[chosen], *bgr.shape[-2:]
    batch, shape = len(chosen), (len(chosen), 1, 1, 1)
    choice = draws.uniform(shape)
    grey = torch.where(draws.uniform(shape) < 0.5, 0.5, draws.uniform(shape)).expand(-1, 3, -1, -1)
    colour = draws.colours((batch,), 1.0).view(batch, 3, 1, 1)
    filler = torch.where(choice < 0.3, grey, colour).expand_as(plate)
    filler = torch.where((choice > 0.45) & (choice < 0.65), src[chosen], filler)
    filler = torch.where((choice > 0.65) & (choice < 0.85), src.roll(1, 0)[chosen].flip(3), filler)
    filler = torch.where(choice > 0.85, plate.roll((height // 3, width // 3), (2, 3)), filler)
    return bgr.index_copy(0, chosen, torch.where(present[chosen] < 0.5, filler, plate))
