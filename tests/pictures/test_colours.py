"""BT.709 in the colours of HDR and as light, against figures of the ITU and against FFmpeg."""

import numpy as np
import pytest

from matting_rt.frame import Colours
from matting_rt.pictures.colours import from_bt709

GREYS = np.repeat(np.linspace(0, 255, 52, dtype=np.uint8)[:, None, None], 3, axis=2)


@pytest.mark.parametrize(("colours", "white"), [(Colours.HLG, 0.7495), (Colours.PQ, 0.5807)], ids=str)
def test_white_is_where_bt2408_has_it(colours: Colours, white: float) -> None:
    # 203 cd/m2: HLG 75 %, PQ 58 % (BT.2408-7, table 1)
    assert from_bt709(GREYS, colours)[-1, 0] == pytest.approx([white] * 3, abs=2e-3)
    assert from_bt709(GREYS, colours)[0, 0] == pytest.approx([0] * 3, abs=2e-3)


@pytest.mark.parametrize("colours", list(Colours), ids=str)
def test_greys_stay_greys_and_in_order(colours: Colours) -> None:
    made = from_bt709(GREYS, colours)
    assert made.dtype == np.float32
    assert made.shape == GREYS.shape
    np.testing.assert_allclose(made, made[..., :1].repeat(3, axis=2), atol=1e-3)
    assert (np.diff(made[:, 0, 0]) > 0).all()


def test_what_is_bt709_stays_as_it_is() -> None:
    np.testing.assert_allclose(from_bt709(GREYS, Colours.BT709), GREYS / 255, atol=1e-6)


@pytest.mark.parametrize("colours", [Colours.HLG, Colours.PQ], ids=str)
def test_a_saturated_colour_lies_within_the_wider_primaries(colours: Colours) -> None:
    red = from_bt709(np.array([[[255, 0, 0]]], np.uint8), colours)[0, 0]
    white = from_bt709(GREYS, colours)[-1, 0, 0]
    assert 0 < red[2] < red[1] < red[0] < white
