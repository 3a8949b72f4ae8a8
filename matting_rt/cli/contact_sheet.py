"""Several pictures of several moments on one sheet, so that one look tells how good a matte is."""

from collections.abc import Sequence

import cv2
import numpy as np

from matting_rt.frame import FrameSize, Image

MARGIN = 8
HEADING_HEIGHT = 32
PAPER = 32
INK = (230, 230, 230)


def make_contact_sheet(headings: Sequence[str], rows: Sequence[tuple[str, Sequence[Image]]], cell: FrameSize) -> Image:
    """Lay pictures out in a table.

    Args:
        headings: one for each column.
        rows: for each row its label, drawn into its first picture, and its pictures: uint8 (H, W, 3) or grey (H, W).
        cell: size of one picture on the sheet.

    Returns:
        uint8 (H, W, 3) RGB.
    """
    height = HEADING_HEIGHT + len(rows) * (cell.height + MARGIN)
    width = MARGIN + len(headings) * (cell.width + MARGIN)
    sheet = np.full((height, width, 3), PAPER, dtype=np.uint8)
    for column, heading in enumerate(headings):
        _write(sheet, heading, MARGIN + column * (cell.width + MARGIN), HEADING_HEIGHT - 10)
    for row, (label, pictures) in enumerate(rows):
        top = HEADING_HEIGHT + row * (cell.height + MARGIN)
        for column, picture in enumerate(pictures):
            left = MARGIN + column * (cell.width + MARGIN)
            shrunk = cv2.resize(picture, cell, interpolation=cv2.INTER_AREA)
            sheet[top : top + cell.height, left : left + cell.width] = shrunk if shrunk.ndim == 3 else shrunk[..., None]
        _write(sheet, label, MARGIN + 6, top + cell.height - 8)
    return sheet


def _write(sheet: Image, text: str, left: int, baseline: int) -> None:
    # The outline is made of shifted copies, because OpenCV 5 sets a text of greater thickness wider.
    outline = [((0, 0, 0), x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    for colour, x, y in (*outline, (INK, 0, 0)):
        cv2.putText(sheet, text, (left + x, baseline + y), cv2.FONT_HERSHEY_SIMPLEX, 0.55, colour, 1, cv2.LINE_AA)
