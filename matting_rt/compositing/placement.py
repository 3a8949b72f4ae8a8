"""Where the person stands: their size, position, and left and right exchanged."""

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from matting_rt.compositing.layer import Box, Layer, lay_over, put_pixels, soft_pixels, take_pixels
from matting_rt.compositing.soft import resize
from matting_rt.config import CompositeConfig
from matting_rt.frame import AnyImage, FloatMap
from matting_rt.pictures.depth import white_of


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
        colour, alpha, box = layer.colour, layer.alpha, layer.box
        if self.mirror:
            box = Box(box.top, self.width - box.right, box.bottom, self.width - box.left)
        if self.moves:
            rows = _Span.of(box.top, box.bottom, self.scale, self.shift_y, self.height)
            columns = _Span.of(box.left, box.right, self.scale, self.shift_x, self.width)
            if rows is None or columns is None:
                return None
            box = Box(rows.start, columns.start, rows.stop, columns.stop)
            if self.mirror:
                columns = columns.mirrored(alpha.shape[1])
            colour, alpha = _resample(colour, alpha, rows, columns)
        if self.mirror:
            # At the end, when a smaller person has fewer pixels.
            colour, alpha = cv2.flip(colour, 1), cv2.flip(alpha, 1)
        return Layer(colour, alpha, box)

    def apply_to_field(self, field: FloatMap) -> FloatMap:
        """A coarse field (h, w) over the whole frame, at its new place; 0 where the camera saw nothing."""
        if self.mirror:
            field = field[:, ::-1]
        if not self.moves:
            return field
        height, width = field.shape
        # The centre of a cell is half a cell from its border, and it is borders that are scaled and shifted.
        centre = (self.scale - 1) / 2
        across = centre + self.shift_x * width / self.width
        down = centre + self.shift_y * height / self.height
        matrix = np.array([[self.scale, 0, across], [0, self.scale, down]])
        moved: FloatMap = cv2.warpAffine(np.ascontiguousarray(field), matrix, (width, height))
        return moved


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


def _resample(colour: AnyImage, alpha: AnyImage, rows: _Span, columns: _Span) -> tuple[AnyImage, AnyImage]:
    """What is seen of a layer's colour and alpha, resized."""
    seen = np.s_[rows.first : rows.last, columns.first : columns.last]
    shown = np.s_[
        rows.skip : rows.skip + rows.stop - rows.start, columns.skip : columns.skip + columns.stop - columns.start
    ]
    colour, alpha = colour[seen], alpha[seen]
    if alpha.shape == (rows.length, columns.length):
        return colour[shown], alpha[shown]
    # Multiplied by alpha, or the room would bleed in where alpha is 0.
    premultiplied = np.zeros_like(colour, order="C")
    lay_over(premultiplied, colour, alpha)
    resized = resize(alpha, rows.length, columns.length)[shown]
    return _unmultiplied(resize(premultiplied, rows.length, columns.length)[shown], resized), resized


def _unmultiplied(colour: AnyImage, alpha: AnyImage) -> AnyImage:
    """Colours (H, W, 3) that were multiplied by alpha (H, W) as they are without; may write into them."""
    colour = cast(AnyImage, np.ascontiguousarray(colour))
    soft = soft_pixels(alpha)
    if soft.size:
        divisor = cv2.merge(3 * [alpha.reshape(-1).take(soft).reshape(1, -1)])
        put_pixels(colour, soft, cv2.divide(take_pixels(colour, soft), divisor, scale=white_of(alpha)))
    return colour
