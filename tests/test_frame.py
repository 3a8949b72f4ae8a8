from fractions import Fraction

import numpy as np

from matting_rt.frame import Frame, FrameSize


def test_a_size_reads_as_people_write_it() -> None:
    assert str(FrameSize(1280, 720)) == "1280x720"
    assert FrameSize(1080, 1920).short_side == 1080


def test_a_frame_knows_its_size_and_its_time() -> None:
    frame = Frame(np.zeros((36, 64, 3), np.uint8), index=5, pts=150, time_base=Fraction(1, 60))
    assert frame.size == FrameSize(width=64, height=36)
    assert frame.time_s == 2.5
