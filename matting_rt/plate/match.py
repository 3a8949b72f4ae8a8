"""Whether a plate shows the scene of a frame at all, once it is aligned and has the frame's light."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matting_rt.frame import BoolMap, FloatImage

_BLOCK = 8
"""Side of the blocks that are compared, in pixels of the small pictures."""
_STRUCTURED = 0.015
"""Standard deviation of grey (0..1) above which a block shows something: 4 levels, over noise and codec."""
_AGREEING_CORRELATION = 0.7
_SEEN_COLOUR = 0.25
"""Mean difference of colour (0..1) within which blocks may agree in detail: a lamp at one side makes as much, and edges
that lie alike by accident in a test card or a mirrored room are further off."""
_AGREEING_COLOUR = 0.03
"""Mean difference of colour (0..1) within which flat blocks agree: 8 levels."""
_SAME_STRUCTURED_SHARE = 0.12
_SAME_SHARE = 0.22
"""Between what photographs of other scenes reach by chance (134 pairs: at most 0.09 of the structured blocks, 0.19 of
all) and what true plates keep behind a person over 30-60 % of the picture (66 pairs: at least 0.16 or else 0.35)."""
_MIN_STRUCTURED = 16
"""Fewer structured blocks agree by accident."""


class SceneMatch(NamedTuple):
    """How much of the plate can be seen in a frame. A person in view lowers both shares by the area they cover."""

    structured_share: float
    """0..1, of the plate's blocks that show something: those that the frame shows too; 0 where there are none."""
    flat_share: float
    """0..1, of the plate's blocks without detail: those that are as flat and of the same colour in the frame."""
    structured_blocks: int
    blocks: int

    @property
    def is_same_scene(self) -> bool:
        """Even with a person over 60 % of the picture; see the constants for what was measured."""
        detailed = self.structured_share * self.structured_blocks + self.flat_share * (
            self.blocks - self.structured_blocks
        )
        if self.structured_blocks >= _MIN_STRUCTURED and self.structured_share > _SAME_STRUCTURED_SHARE:
            return True
        return detailed > _SAME_SHARE * self.blocks


def match_scene(frame: FloatImage, plate: FloatImage, covered: BoolMap) -> SceneMatch:
    """Compare block by block.

    Args:
        frame: (H, W, 3) small picture of the frame.
        plate: (H, W, 3) the same of the plate, aligned and in the frame's light.
        covered: (H, W) where the aligned plate has a picture.
    """
    frame_blocks, plate_blocks = _blocks(frame.mean(-1)), _blocks(plate.mean(-1))
    colour = _blocks(np.abs(frame - plate).max(-1)).mean(-1)
    frame_detail = frame_blocks - frame_blocks.mean(-1, keepdims=True)
    plate_detail = plate_blocks - plate_blocks.mean(-1, keepdims=True)
    frame_deviation, plate_deviation = frame_detail.std(-1), plate_detail.std(-1)
    correlation = (frame_detail * plate_detail).mean(-1) / (frame_deviation * plate_deviation + 1e-6)
    inside = _blocks(covered).all(-1)
    structured = inside & (plate_deviation > _STRUCTURED)
    flat = inside & ~structured
    seen = structured & (correlation > _AGREEING_CORRELATION) & (colour < _SEEN_COLOUR)
    same = flat & (frame_deviation < 2 * _STRUCTURED) & (colour < _AGREEING_COLOUR)
    return SceneMatch(
        float(seen.sum() / max(structured.sum(), 1)),
        float(same.sum() / max(flat.sum(), 1)),
        int(structured.sum()),
        int(inside.sum()),
    )


def _blocks(values: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """(H, W) to (blocks, pixels of a block)."""
    rows, columns = values.shape[0] // _BLOCK, values.shape[1] // _BLOCK
    cropped = values[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    return cropped.swapaxes(1, 2).reshape(rows * columns, _BLOCK * _BLOCK)
