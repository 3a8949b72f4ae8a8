"""The person as a layer: a rectangle of premultiplied colour that can be moved and laid over a backdrop."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a frame, in pixels; `bottom` and `right` are the first that do not belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def of(self, picture: Tensor) -> Tensor:
        """The view of (B, C, H, W) inside the box."""
        return picture[..., self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What is seen of the person inside `box`; nothing of them is outside."""

    colour: Tensor
    """(B, 3, h, w) RGB 0..1, multiplied by `pha`: it can be resampled without the room bleeding in."""
    pha: Tensor
    """(B, 1, h, w) 0..1."""
    box: Box
    """Where in the frame it lies."""

    def over(self, com: Tensor) -> None:
        """Lay the person over `com` (B, 3, H, W), in place."""
        inside = self.box.of(com)
        torch.addcmul(self.colour, inside, 1 - self.pha, out=inside)

    def alone(self, size: torch.Size) -> Tensor:
        """(B, 4, H, W) RGBA with straight alpha, black where alpha is 0; `size` is that of the frame's tensor."""
        com = self.colour.new_zeros(size[0], 4, size[2], size[3])
        inside = self.box.of(com)
        inside[:, :3] = (self.colour / self.pha.clamp(min=1e-4)).clamp_(0, 1)
        inside[:, 3:] = self.pha
        return com


def person_box(pha: Tensor, margin: int) -> Box | None:
    """The smallest box around all alpha above 0 of (B, 1, H, W), wider by `margin` pixels; None where there is none.

    On a CPU it halves the work for most people. On CUDA it would make the host wait for the device: the whole frame.
    """
    height, width = pha.shape[2:]
    if pha.is_cuda:
        return Box(0, 0, height, width)
    rows = pha.amax(dim=(0, 1, 3)).nonzero()
    if not len(rows):
        return None
    columns = pha.amax(dim=(0, 1, 2)).nonzero()
    return Box(
        max(int(rows[0]) - margin, 0),
        max(int(columns[0]) - margin, 0),
        min(int(rows[-1]) + 1 + margin, height),
        min(int(columns[-1]) + 1 + margin, width),
    )
