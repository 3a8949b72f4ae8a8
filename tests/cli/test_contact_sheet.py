import numpy as np

from matting_rt.cli.contact_sheet import HEADING_HEIGHT, MARGIN, make_contact_sheet
from matting_rt.frame import FrameSize

CELL = FrameSize(96, 54)


def test_pictures_lie_in_rows_and_columns_shrunk_to_the_cell() -> None:
    red = np.full((108, 192, 3), (200, 0, 0), dtype=np.uint8)
    grey = np.full((108, 192), 90, dtype=np.uint8)
    sheet = make_contact_sheet(("frame", "alpha"), [("0.5 s", (red, grey)), ("1.5 s", (grey, red))], CELL)
    assert sheet.shape == (HEADING_HEIGHT + 2 * (54 + MARGIN), MARGIN + 2 * (96 + MARGIN), 3)
    middle = HEADING_HEIGHT + 10
    assert sheet[middle, MARGIN + 48].tolist() == [200, 0, 0]
    assert sheet[middle, MARGIN + 96 + MARGIN + 48].tolist() == [90, 90, 90]
    assert sheet[middle + 54 + MARGIN, MARGIN + 96 + MARGIN + 48].tolist() == [200, 0, 0]
