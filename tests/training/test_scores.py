"""Means over pictures, and sheets of the worst of them."""

import math

import numpy as np

from training.scores import FITTED, SHEET_COUNT, Scores, draw_contact_sheet


def test_means_leave_out_what_a_picture_does_not_have() -> None:
    scores = Scores("set", "clean", "model")
    for index, value in enumerate((1.0, math.nan, 3.0)):
        scores.add(
            index, {"trimap_mad": value, "dtssd": math.nan}, index, lambda: {"frame": np.zeros((20, 40, 3), np.uint8)}
        )
    row = scores.row()
    assert row["trimap_mad"] == 2
    assert math.isnan(row["dtssd"])


def test_the_worst_pictures_are_kept_the_worst_first() -> None:
    scores = Scores("set", "clean", "model")
    for index in range(20):
        shade = index * 10
        scores.add(index, {}, (index * 7) % 20, lambda shade=shade: {"frame": np.full((30, 40, 3), shade, np.uint8)})
    levels = scores.worst_sheet()[29::30, 39, 0] // 10
    assert [(level * 7) % 20 for level in levels.tolist()] == [19, 18, 17, 16, 15, 14, 13, 12]


def test_frames_of_one_clip_may_be_equally_bad() -> None:
    scores = Scores("clips", "clean", "model")
    for shade in range(20):
        scores.add(3, {}, 1.0, lambda shade=shade: strip_of(shade, "frame"))
    assert scores.worst_sheet().shape[0] == 8 * 30


def strip_of(shade: int, *names: str) -> dict[str, np.ndarray]:
    return {name: np.full((30, 40, 3), shade, np.uint8) for name in names}


def test_the_contact_sheet_has_the_worst_of_all_sets_each_scene_once_and_a_clip_once() -> None:
    shown = ("frame", "plate", "alpha", "composite", "true alpha")
    pairs = [Scores("synthetic", plate, "model") for plate in ("clean", "perturbed")]
    clips = [Scores("bumps", FITTED, "model"), Scores("clip", FITTED, "model")]
    for index in range(4):
        for worse, scores in enumerate(pairs):
            scores.add(index, {}, 10 * index + worse, lambda shade=10 * index + worse: strip_of(shade, *shown))
        clips[0].add(index, {}, 100 + index, lambda shade=100 + index: strip_of(shade, *shown))
        clips[1].add(index, {}, 200, lambda: strip_of(200, *shown[:4]))  # without truth
    sheet = draw_contact_sheet(worst for each in (*pairs, *clips) for worst in each.worst_of_scenes())
    assert sheet[29::30, 159, 0].tolist() == [103, 31, 21, 11, 1]
    assert sheet.shape[1] == 4 * 40
    assert draw_contact_sheet([]) is None


def test_the_contact_sheet_ends_with_the_twelfth() -> None:
    scores = [Scores(f"set {number}", "clean", "model") for number in range(4)]
    for each in scores:
        for index in range(5):
            each.add(index, {}, index, lambda: strip_of(0, "frame", "true alpha", "alpha", "composite"))
    sheet = draw_contact_sheet(worst for each in scores for worst in each.worst_of_scenes())
    assert len(sheet) == SHEET_COUNT * 30
