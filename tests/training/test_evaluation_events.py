"""Clips with events: painted exactly, whatever happens before the camera."""

import numpy as np
import pytest

from matting_rt.frame import FrameSize
from training.evaluation_events import COURSES, MARGIN, RATE_FPS, paint_course

SIZE = FrameSize(160, 96)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.evaluation_events.DURATION_S", 0.8)
    monkeypatch.setattr("training.evaluation_events._HAPPENS_S", (0.3, 0.6))


def paint(name: str) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    return paint_course(COURSES[name], SIZE, seed=1)


def test_a_bump_moves_plate_person_and_alpha_by_whole_pixels() -> None:
    plate, calm, calm_alphas = paint("lamp")  # whose person does the same
    _, bumped, alphas = paint("bumps")
    assert plate.shape == (96, 160, 3)
    assert len(bumped) == round(0.8 * RATE_FPS)
    assert np.array_equal(bumped[2], calm[2])
    margin_px = round(MARGIN * SIZE.width)
    x, y = round(0.6 * margin_px), round(0.2 * margin_px)
    assert np.array_equal(alphas[3][: 96 - y, : 160 - x], calm_alphas[3][y:, x:])
    assert not np.array_equal(alphas[7], calm_alphas[7])


def test_a_lamp_lights_one_side_for_a_while() -> None:
    _, lit, alphas = paint("lamp")
    _, calm, calm_alphas = paint("bumps")
    assert np.array_equal(alphas[1], calm_alphas[1])
    assert np.array_equal(lit[2], calm[2])
    change = lit[4].astype(int) - lit[2]
    dark = (alphas[2] == 0) & (alphas[4] == 0) & (lit[2].max(2) < 150)
    assert change[:, :40][dark[:, :40]].mean() > change[:, 120:][dark[:, 120:]].mean() + 10


def test_light_drifts_by_little_from_frame_to_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.evaluation_events.DURATION_S", 7.0)
    course = COURSES["drift"]
    assert (course.light(0.0, 10) == 1).all()
    lights = np.array([course.light(index / RATE_FPS, 10) for index in range(70)])
    assert np.abs(np.diff(lights, axis=0)).max() < 0.02
    assert (lights[-1] < 0.75).all()
    assert lights[-1, 0] > lights[-1, 2]  # warm
