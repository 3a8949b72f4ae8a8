"""What was measured, in words."""

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from gui.look.theme import Tone
from gui.plate.words import to_measured
from matting_rt.plate.capture import CapturedPlate
from matting_rt.plate.check import find_problems
from matting_rt.plate.store import Plate

GREY = Plate(np.full((90, 160, 3), 90, np.uint8))


def test_a_good_plate_is_called_good_in_everything() -> None:
    measured = to_measured(CapturedPlate(GREY, 1.0, (), 1))
    assert {each.tone for each in measured} == {Tone.GOOD}


def test_flaws_come_first_and_say_what_to_do() -> None:
    dark = Plate(np.random.default_rng(1).integers(10, 30, (90, 160, 3), dtype=np.uint8))
    measured = to_measured(CapturedPlate(dark, 1.0, tuple(find_problems(dark)), 1))
    assert measured[0].tone is Tone.WARNING
    assert "dark" in measured[0].text
    assert "switch on more light" in measured[0].text


@pytest.mark.parametrize(("levels", "tone"), [(1.0, Tone.GOOD), (3.0, Tone.IDLE), (8.0, Tone.WARNING)])
def test_noise_is_judged_by_what_becomes_of_hair(levels: float, tone: Tone) -> None:
    (noise,) = [each for each in to_measured(CapturedPlate(GREY, levels, (), 1)) if "noise" in each.text]
    assert noise.tone is tone


def test_a_second_attempt_is_mentioned() -> None:
    assert any("attempt 2" in each.text for each in to_measured(CapturedPlate(GREY, 1.0, (), 2)))
