"""What is shown where no composite may be: a still, dimmed picture with a line of text, and nothing of the room."""

import cv2
import numpy as np

from matting_rt.frame import FrameSize, Image

_GRID_ROWS = 9
"""The plate is averaged over cells of a ninth of its height: light and colour of a room, none of the things in it."""
_DIMMED = 0.45
_PLAIN = (38, 40, 46)
"""RGB, where there is no plate yet."""
_TEXT_HEIGHT = 0.045
"""Of a capital letter, in heights of the picture."""
_WIDEST = 0.88
"""Of a line, in widths of the picture."""
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_FONT_CAPITAL_PX = 21
"""Height of a capital letter at scale 1."""


class Placeholder:
    """Makes the placeholder for a text; each is drawn once."""

    def __init__(self, size: FrameSize, plate: Image | None = None) -> None:
        """
        Args:
            size: of the pictures made.
            plate: uint8 (H, W, 3) RGB, the empty room; None: a plain dark ground.
        """
        self._size = size
        self._ground = _plain(size) if plate is None else _out_of_focus(plate, size)
        self._drawn: dict[str, Image] = {}

    def __call__(self, text: str) -> Image:
        """uint8 (H, W, 3) RGB with `text` (ASCII, a few words) in its middle. Not to be written into."""
        if text not in self._drawn:
            self._drawn[text] = _write(self._ground.copy(), text)
        return self._drawn[text]


def _plain(size: FrameSize) -> Image:
    return np.full((size.height, size.width, 3), _PLAIN, np.uint8)


def _out_of_focus(plate: Image, size: FrameSize) -> Image:
    grid = FrameSize(max(2, round(_GRID_ROWS * size.width / size.height)), _GRID_ROWS)
    cells = cv2.resize(plate, grid, interpolation=cv2.INTER_AREA).astype(np.float32) * _DIMMED
    smooth = cv2.GaussianBlur(cells, (0, 0), 0.8, borderType=cv2.BORDER_REPLICATE)
    picture: Image = cv2.resize(smooth, size, interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)
    return picture


def _write(picture: Image, text: str) -> Image:
    height, width = picture.shape[:2]
    scale = _TEXT_HEIGHT * height / _FONT_CAPITAL_PX
    thickness = max(1, round(scale * 1.6))
    (text_width, text_height), _ = cv2.getTextSize(text, _FONT, scale, thickness)
    while text_width > _WIDEST * width:  # fonts do not scale evenly in every version of OpenCV
        scale *= 0.9
        (text_width, text_height), _ = cv2.getTextSize(text, _FONT, scale, thickness)
    origin = ((width - text_width) // 2, (height + text_height) // 2)
    cv2.putText(picture, text, origin, _FONT, scale, (235, 235, 235), thickness, cv2.LINE_AA)
    return picture
