"""What is shown where no composite may be: a still, dimmed picture with a line of text, and nothing of the room."""

from collections.abc import Callable

import cv2
import numpy as np

from matting_rt.frame import FrameSize, Image

DrawText = Callable[[str, int], Image]
"""Draws a line of text, capital letters so many pixels high: uint8 (h, w), 255 where it covers what is behind."""

_GRID_ROWS = 9
"""The plate is averaged over cells of a ninth of its height: light and colour of a room, none of the things in it."""
_DIMMED = 0.45
_PLAIN = (38, 40, 46)
"""RGB, where there is no plate yet."""
_TEXT_HEIGHT = 0.045
"""Of a capital letter, in heights of the picture."""
_WIDEST = 0.88
"""Of a line, in widths of the picture."""
_TEXT_LEVEL = 235
"""Grey, of 255."""
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_FONT_CAPITAL_PX = 21
"""Height of a capital letter at scale 1."""


class Placeholder:
    """Makes the placeholder for a text; each is drawn once."""

    def __init__(self, size: FrameSize, plate: Image | None = None, draw_text: DrawText | None = None) -> None:
        """
        Args:
            size: of the pictures made.
            plate: uint8 (H, W, 3) RGB, the empty room; None: a plain dark ground.
            draw_text: called on the thread that asks for a picture; None: in English, which is all that OpenCV can.
        """
        self._draw_text = draw_text or draw_ascii
        self._ground = _plain(size) if plate is None else _out_of_focus(plate, size)
        self._drawn: dict[str, Image] = {}

    def __call__(self, text: str) -> Image:
        """uint8 (H, W, 3) RGB with `text`, a few words, in its middle. Not to be written into."""
        if text not in self._drawn:
            line = self._draw_text(text, max(1, round(_TEXT_HEIGHT * self._ground.shape[0])))
            self._drawn[text] = _write(self._ground, line)
        return self._drawn[text]


def _plain(size: FrameSize) -> Image:
    return np.full((size.height, size.width, 3), _PLAIN, np.uint8)


def _out_of_focus(plate: Image, size: FrameSize) -> Image:
    grid = FrameSize(max(2, round(_GRID_ROWS * size.width / size.height)), _GRID_ROWS)
    cells = cv2.resize(plate, grid, interpolation=cv2.INTER_AREA).astype(np.float32) * _DIMMED
    smooth = cv2.GaussianBlur(cells, (0, 0), 0.8, borderType=cv2.BORDER_REPLICATE)
    picture: Image = cv2.resize(smooth, size, interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)
    return picture


def draw_ascii(text: str, capital_px: int) -> Image:
    """A line of ASCII as `DrawText` says."""
    scale = capital_px / _FONT_CAPITAL_PX
    thickness = max(1, round(scale * 1.6))
    (width, height), below = cv2.getTextSize(text, _FONT, scale, thickness)
    line: Image = np.zeros((height + below + thickness, width + thickness), np.uint8)
    cv2.putText(line, text, (0, height), _FONT, scale, 255, thickness, cv2.LINE_AA)
    return line


def _write(ground: Image, line: Image) -> Image:
    """The ground with a line of text, uint8 (h, w), in its middle; smaller where it would be too wide."""
    height, width = ground.shape[:2]
    share = min(1.0, _WIDEST * width / line.shape[1])
    if share < 1:
        line = cv2.resize(line, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    top, left = (height - line.shape[0]) // 2, (width - line.shape[1]) // 2
    picture = ground.copy()
    behind = picture[top : top + line.shape[0], left : left + line.shape[1]]
    covered = line[..., None] / np.float32(255)
    behind[:] = np.rint(behind + (_TEXT_LEVEL - behind.astype(np.float32)) * covered)
    return picture
