from fractions import Fraction

import numpy as np
import pytest

from matting_rt.cli.comparison import AlphaComparison
from matting_rt.sinks.base import MattedFrame


def matted(index: int, level: int) -> MattedFrame:
    alpha = np.full((4, 6), level, dtype=np.uint8)
    return MattedFrame(np.zeros((4, 6, 3), np.uint8), alpha, None, index, pts=index, time_base=Fraction(1, 2))


def test_the_error_is_the_mean_absolute_difference_whatever_its_sign() -> None:
    truth = np.full((4, 6), 100, dtype=np.uint8)
    comparison = AlphaComparison([truth, truth, truth], kept=(1,))
    for index, level in enumerate((100, 151, 49)):
        comparison.write(matted(index, level))
    assert comparison.errors == pytest.approx([0, 0.2, 0.2])
    assert comparison.summary() == {"mean": pytest.approx(0.1333, abs=1e-4), "worst_frame": 0.2}
    assert list(comparison.moments) == [1]
    assert comparison.moments[1].time_s == 0.5
    assert comparison.moments[1].alpha[0, 0] == 151
