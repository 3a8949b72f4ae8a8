"""Where the person stands: their size, position, and left and right exchanged."""

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.compositing.layer import Box, Layer
from matting_rt.compositing.soft import enlarge, shrink
from matting_rt.config import CompositeConfig


@dataclass(frozen=True, slots=True)
class Placement:
    """A mirror, then a scale, then a shift. In pixels: x' = x * scale + shift_x.

    A smaller person keeps standing on the lower border of the frame, where most are cut off; a larger one grows from
    the middle of the frame. So neither shows where the camera's picture ended.
    """

    height: int
    width: int
    mirror: bool
    scale: float
    shift_x: float
    shift_y: float

    @staticmethod
    def of(config: CompositeConfig, height: int, width: int) -> "Placement":
        """What `config` asks for in a frame of this size."""
        scale = config.person_scale
        fixed_y = height if scale < 1 else height / 2
        return Placement(
            height,
            width,
            config.mirror,
            scale,
            width / 2 * (1 - scale) + config.person_x * width,
            fixed_y * (1 - scale) + config.person_y * height,
        )

    @property
    def moves(self) -> bool:
        """Whether the borders of the camera's picture are elsewhere than those of the frame."""
        return self.scale != 1 or self.shift_x != 0 or self.shift_y != 0

    def apply(self, layer: Layer) -> Layer | None:
        """The layer at its new place, on whole pixels; None where nothing of it is in the frame."""
        colour, pha, box = layer.colour, layer.pha, layer.box
        if self.mirror:
            box = Box(box.top, self.width - box.right, box.bottom, self.width - box.left)
        if self.moves:
            rows = _Span.of(box.top, box.bottom, self.scale, self.shift_y, self.height)
            columns = _Span.of(box.left, box.right, self.scale, self.shift_x, self.width)
            if rows is None or columns is None:
                return None
            box = Box(rows.start, columns.start, rows.stop, columns.stop)
            if self.mirror:
                columns = columns.mirrored(pha.shape[3])
            colour, pha = _resample(colour, rows, columns), _resample(pha, rows, columns)
        if self.mirror:
            # at the end, when a smaller person has fewer pixels
            colour, pha = colour.flip(-1), pha.flip(-1)
        return Layer(colour, pha, box)

    def apply_to_field(self, field: Tensor) -> Tensor:
        """A coarse field (B, 1, h, w) over the whole frame, at its new place; 0 where the camera saw nothing."""
        if self.mirror:
            field = field.flip(-1)
        if not self.moves:
            return field
        # grid_sample asks where each pixel comes from, from -1 at one border of the picture to 1 at the other.
        across = (self.width / 2 - self.shift_x) / (self.width / 2 * self.scale) - 1
        down = (self.height / 2 - self.shift_y) / (self.height / 2 * self.scale) - 1
        matrix = torch.tensor([[1 / self.scale, 0, across], [0, 1 / self.scale, down]])
        matrix = matrix.to(field.device, field.dtype).expand(field.shape[0], 2, 3)
        grid = F.affine_grid(matrix, list(field.shape), align_corners=False)
        return F.grid_sample(field, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


@dataclass(frozen=True, slots=True)
class _Span:
    """What is seen of a layer along one axis, and where it goes."""

    first: int
    last: int
    """The pixels of the layer from `first` to before `last` are resized to `length` ..."""
    length: int
    skip: int
    """... of which so many at the start fall before the frame."""
    start: int
    stop: int
    """The pixels of the frame that they fill."""

    @staticmethod
    def of(begin: int, end: int, scale: float, shift: float, frame: int) -> "_Span | None":
        """
        Args:
            begin, end: where the layer lies in the frame.
            frame: the frame's length.
        """
        # One pixel more than is seen, so that the edge of the resized piece is not.
        first = max(begin, int(-shift / scale) - 1)
        last = min(end, int((frame - shift) / scale) + 2)
        if last <= first:
            return None
        low = round(first * scale + shift)
        high = max(round(last * scale + shift), low + 1)
        start, stop = max(low, 0), min(high, frame)
        return _Span(first - begin, last - begin, high - low, start - low, start, stop) if stop > start else None

    def mirrored(self, length: int) -> "_Span":
        """The same of a layer of `length` that is mirrored afterwards."""
        behind = self.length - self.skip - (self.stop - self.start)
        return replace(self, first=length - self.last, last=length - self.first, skip=behind)


def _resample(picture: Tensor, rows: _Span, columns: _Span) -> Tensor:
    picture = picture[..., rows.first : rows.last, columns.first : columns.last]
    if picture.shape[2:] != (rows.length, columns.length):
        # Bilinear looks at two pixels a side: what shrinks to less than half is averaged first.
        while picture.shape[2] >= 2 * rows.length and picture.shape[3] >= 2 * columns.length:
            picture = shrink(picture, 1)
        picture = enlarge(picture, rows.length, columns.length)
    down = slice(rows.skip, rows.skip + rows.stop - rows.start)
    across = slice(columns.skip, columns.skip + columns.stop - columns.start)
    return picture[..., down, across]
