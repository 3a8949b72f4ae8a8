"""Errors of mattes, against values worked out by hand."""

import math

import numpy as np
import pytest

from training.metrics import (
    Flicker,
    Picture,
    StillEdges,
    Truth,
    connectivity_error,
    edge_band,
    recovery_s,
    trimap_region,
)


def alpha(height: int = 60, width: int = 80) -> Picture:
    return np.zeros((height, width), np.float32)


def colour(pha: Picture, level: float = 0.5) -> Picture:
    return np.full((3, *pha.shape), level, np.float32)


def errors(pred: Picture, true: Picture) -> dict[str, float]:
    return Truth(true, colour(true)).errors(pred, colour(true))


def square() -> Picture:
    """A hard square of 40x40 in the middle of 60x80."""
    pha = alpha()
    pha[10:50, 20:60] = 1
    return pha


def test_a_perfect_matte_has_no_error() -> None:
    found = errors(square(), square())
    assert all(value == pytest.approx(0, abs=1e-9) for value in found.values() if not math.isnan(value))


def test_absolute_and_squared_errors_have_the_units_of_the_table() -> None:
    pred = square()
    pred[:6, :8] = 0.5  # 48 of 4800 pixels, a hundredth
    found = errors(pred, square())
    assert found["mad"] == pytest.approx(0.5 / 100 * 1e3)
    assert found["mse"] == pytest.approx(0.25 / 100 * 1e3)
    assert found["sad"] == pytest.approx(24 / 1e3)


def test_foreground_error_counts_only_where_the_true_alpha_is_above_zero() -> None:
    true = square()
    pred = colour(true)
    pred[:, true == 0] = 0.9
    pred[0, true > 0] = 0.7
    assert Truth(true, colour(true)).errors(true, pred)["fgr_mse"] == pytest.approx(0.2**2 / 3 * 1e3, rel=1e-4)


def test_in_the_trimap_foreground_error_is_divided_by_all_unknown_pixels_as_in_the_original() -> None:
    """Four unknown pixels, one of them of alpha 0, whose colour does not count: (0.01 + 0.01 + 0.01 + 0) / 4."""
    true, unknown = alpha(4, 5), np.zeros((4, 5), np.bool_)
    true[1, :3], unknown[1, :4] = 0.5, True
    pred = colour(true)
    pred[:, 1] += 0.1
    found = Truth(true, colour(true), unknown).errors(true, pred)
    assert found["trimap_fgr_mse"] == pytest.approx(0.0075 * 1e3, rel=1e-4)
    assert found["fgr_mse"] == pytest.approx(0.01 * 1e3, rel=1e-4)


def test_the_trimap_of_the_data_set_counts_where_there_is_one() -> None:
    true, unknown = square(), np.zeros((60, 80), np.bool_)
    unknown[0, :10] = True
    pred = true.copy()
    pred[0, :5] = 1
    pred[1:5] = 1
    found = Truth(true, colour(true), unknown).errors(pred, colour(true))
    assert found["trimap_mad"] == pytest.approx(500)
    assert found["trimap_sad"] == pytest.approx(5 / 1e3)


def test_the_gradient_error_of_a_step_is_the_kernels_energy_along_it() -> None:
    true = alpha()
    pred = alpha()
    pred[:, 40:] = 1
    # A vertical step: each row sees the running sum of the slope kernel, times the sum of the smoothing kernel.
    offsets = np.arange(-4, 5)
    smooth = np.exp(-(offsets**2) / (2 * 1.4**2))
    slope = offsets * smooth
    response = np.cumsum(slope / np.linalg.norm(slope)) * (smooth / np.linalg.norm(smooth)).sum()
    assert errors(pred, true)["grad"] == pytest.approx(60 * np.square(response).sum() / 1e3, rel=1e-4)


def test_the_gradient_of_a_constant_alpha_is_zero() -> None:
    assert errors(np.full_like(alpha(), 0.3), alpha())["grad"] == pytest.approx(0, abs=1e-9)


def test_connectivity_charges_a_detached_piece_by_its_alpha() -> None:
    true = square()
    true[0:4, 0:5] = 0.6  # small, apart from the square: belongs to no level, in truth and prediction alike
    pred = true.copy()
    pred[0:4, 0:5] = 0.2
    found = connectivity_error(pred, true)
    assert found[0:4, 0:5] == pytest.approx(0.4)
    assert found.sum() == pytest.approx(20 * 0.4, rel=1e-5)


def test_connectivity_forgives_less_than_theta() -> None:
    true = square()
    pred = true.copy()
    pred[0:4, 0:5] = 0.14  # detached, but below 0.15
    assert connectivity_error(pred, true).sum() == 0
    pred[0:4, 0:5] = 0.16
    assert connectivity_error(pred, true).sum() == pytest.approx(20 * 0.16, rel=1e-5)


def test_connectivity_measures_from_the_level_at_which_a_pixel_leaves() -> None:
    true = square()
    pred = true.copy()
    pred[10:20, 20:60] = (
        0.55  # in the largest component up to 0.5; the truth exceeds that by 0.5, the prediction by 0.05
    )
    assert connectivity_error(pred, true).sum() == pytest.approx(400 * 0.5, rel=1e-5)


def test_touching_at_a_corner_is_no_connection() -> None:
    true = square()
    true[5:10, 15:20] = 1
    pred = true.copy()
    pred[5:10, 15:20] = 0.5
    assert connectivity_error(pred, true).sum() == pytest.approx(25 * 0.5, rel=1e-5)


def test_the_split_sums_to_the_whole_and_names_the_places() -> None:
    true = alpha(120, 160)
    true[:, 80:] = 1
    pred = true.copy()
    pred[:, 78:82] = 0.5  # at the boundary
    pred[50:54, 130:135] = 0  # a hole of 20
    pred[50:54, 10:15] = 0.5  # a leak of 20 halves
    found = errors(pred, true)
    assert found["mad_holes"] == pytest.approx(20 / true.size * 1e3)
    assert found["mad_leaks"] == pytest.approx(10 / true.size * 1e3)
    assert found["mad_edge"] == pytest.approx(120 * 4 * 0.5 / true.size * 1e3)
    assert found["mad_edge"] + found["mad_holes"] + found["mad_leaks"] == pytest.approx(found["mad"])


def test_the_edge_band_reaches_twelve_pixels_from_soft_pixels_and_from_hard_boundaries() -> None:
    hard = alpha(60, 80)
    hard[:, 40:] = 1
    assert np.flatnonzero(edge_band(hard)[30]).tolist() == list(range(39 - 12, 40 + 12 + 1))
    soft = alpha(60, 80)
    soft[30, 40] = 0.3
    assert np.flatnonzero(edge_band(soft)[30]).tolist() == list(range(40 - 12, 40 + 12 + 1))
    assert not edge_band(soft)[30 - 9, 40 - 9]


def test_an_empty_scene_has_no_edge_and_every_error_is_a_leak() -> None:
    found = errors(np.full_like(alpha(), 0.1), alpha())
    assert found["mad_leaks"] == found["mad"] == pytest.approx(100)
    assert found["trimap_sad"] == 0
    assert math.isnan(found["trimap_mad"])
    assert math.isnan(found["fgr_mse"])


def test_the_trimap_closes_gaps_between_soft_pixels_without_growing() -> None:
    true = alpha(100, 100)
    true[40:60, 30:32] = 0.5
    true[40:60, 44:46] = 0.5  # a gap of 12, closed by ten dilations a side
    true[90, 90] = 0.05  # as good as background
    region = trimap_region(true)
    assert region[50, 30:46].all()
    assert not region[:, :30].any()
    assert not region[:, 46:].any()
    assert not region[:40].any()


def test_errors_in_the_trimap_ignore_the_rest() -> None:
    true = alpha()
    true[20:30, 20:30] = 0.5
    pred = true.copy()
    pred[20:30, 20:25] = 0.7
    pred[50:, :] = 1
    found = errors(pred, true)
    assert found["trimap_mad"] == pytest.approx(0.1 * 1e3, rel=1e-5)
    assert found["trimap_sad"] == pytest.approx(50 * 0.2 / 1e3, rel=1e-5)


def test_dtssd_sees_flicker_but_not_a_lasting_error() -> None:
    steady, flickering = Flicker(), Flicker()
    assert math.isnan(steady.step(alpha() + 0.2, alpha()))
    flickering.step(alpha(), alpha())
    assert steady.step(alpha() + 0.2, alpha()) == 0
    assert flickering.step(alpha() + 0.2, alpha()) == pytest.approx(0.2 * 1e2, rel=1e-5)
    assert flickering.step(alpha(), alpha()) == pytest.approx(0.2 * 1e2, rel=1e-5)


# --- the published definitions, on arrays small enough to be worked out by hand


def row(*values: float) -> Picture:
    return np.array([values], np.float32)


def test_sad_and_mse_are_those_of_composition_1k() -> None:
    """SAD is the sum over the unknown region / 1000, MSE the mean over it.

    Six pixels in the midst of 1000. Unknown, 0.06 < alpha < 0.96, are the second to fourth, with differences of 1/4, 0
    and 1/4: a sum of 1/2, a mean square of (1/16 + 0 + 1/16) / 3 = 1/24. Outside of it 0.1 and 0.2 are added: in all
    a sum of 0.8, and a mean square of (1/8 + 0.01 + 0.04) / 1000.
    """
    true, pred = alpha(25, 40), alpha(25, 40)
    true[12, 15:21] = 0, 0.25, 0.5, 0.75, 1, 1
    pred[12, 15:21] = 0.1, 0.5, 0.5, 0.5, 1, 0.8
    found = errors(pred, true)
    assert found["trimap_sad"] == pytest.approx(0.0005)
    assert found["trimap_mse"] == pytest.approx(1000 / 24)
    assert found["sad"] == pytest.approx(0.0008)
    assert found["mse"] == pytest.approx(0.175)
    assert found["mad"] == pytest.approx(0.8)


def test_the_gradient_error_of_a_lone_pixel_is_two() -> None:
    """gaussgradient.m scales both kernels to a Euclidean norm of 1, and a lone pixel shows each kernel whole.

    So the squared magnitudes, gx^2 + gy^2, sum to 1 + 1; an alpha of a half shows a quarter of that. The kernels have
    9x9 values (sigma 1.4, cut below 0.01: ceil(1.4 sqrt(-2 ln(0.014 sqrt(2 pi)))) = ceil(3.62) = 4 on each side), so
    they see nothing 5 pixels away.
    """
    pred = alpha(21, 21)
    pred[10, 10] = 1
    assert errors(pred, alpha(21, 21))["grad"] == pytest.approx(2 / 1e3, rel=1e-5)
    assert errors(pred / 2, alpha(21, 21))["grad"] == pytest.approx(0.5 / 1e3, rel=1e-5)
    true = alpha(21, 30)
    true[10, 5] = 1
    both = true.copy()
    both[10, 14] = 1  # 9 away: no pixel is within 4 of both
    assert errors(both, true)["grad"] == pytest.approx(2 / 1e3, rel=1e-5)


def test_the_gradient_error_of_a_step_is_that_of_the_published_kernel() -> None:
    """One row of a step is, over 8 columns, the running sum of slope(k) = k exp(-k^2 / 3.92), k = -4..4, over its norm.

    slope(1..4) = 0.77484, 0.72088, 0.30203, 0.06750; norm sqrt(2 * 1.21583) = 1.55938. The sums that the columns see,
    from the outermost inwards: 0.06750, 0.36953, 1.09041, 1.86525, and the same on the other side: the sum of their
    squares is 2 * 4.80923, over 2 * 1.21583: 3.95552. Down the rows the smoothing kernel of norm 1.57527 sums to
    1 + 2 (0.77484 + 0.36044 + 0.10068 + 0.01687) = 3.50566, over its norm 2.22543, squared 4.95253.
    """
    pred = alpha(1, 40)
    pred[:, 20:] = 1
    assert errors(pred, alpha(1, 40))["grad"] == pytest.approx(3.95552 * 4.95253 / 1e3, rel=1e-4)


def test_connectivity_follows_the_thresholds_of_the_published_code() -> None:
    """Thresholds 0.1 to 1, of which each takes the largest component of what both alphas reach; theta is 0.15.

    Both reach 1, 1, 0.3, 0.7, 0.2 from left to right. Up to 0.2 all are one component. At 0.3 the last falls away, its
    level is 0.2. At 0.4 the third does, and with it the fourth, which is no longer connected: their level is 0.3. The
    third: the truth, 0.3, exceeds its level by 0, the prediction, 0.5, by 0.2: an error of 0.2. The fourth: both exceed
    it by 0.4: none. The last: the truth, 0.7, exceeds its level by 0.5, the prediction by 0: an error of 0.5.
    """
    true, pred = row(1, 1, 0.3, 0.7, 0.7), row(1, 1, 0.5, 0.7, 0.2)
    assert connectivity_error(pred, true)[0] == pytest.approx([0, 0, 0.2, 0, 0.5], abs=1e-6)
    assert Truth(true).errors(pred, colour(true))["conn"] == pytest.approx(0.7 / 1e3, rel=1e-5)


def test_dtssd_is_the_root_of_the_mean_squared_change_of_the_error() -> None:
    """Of four pixels one gains an error of 0.2, sqrt(0.04 / 4) = 0.1; then all gain 0.3 more. A clip's mean is 0.2."""
    flicker = Flicker()
    true = row(0.1, 0.2, 0.3, 0.4)
    flicker.step(true, true)
    steps = [flicker.step(true + row(0.2, 0, 0, 0), true), flicker.step(true + row(0.5, 0.3, 0.3, 0.3), true)]
    assert steps == pytest.approx([10, 30], rel=1e-5)


def test_a_moving_truth_is_no_flicker() -> None:
    flicker = Flicker()
    flicker.step(row(1, 0, 0.25, 0.5), row(1, 0, 0.25, 0.5))
    assert flicker.step(row(0, 1, 0.5, 0.75), row(0, 1, 0.5, 0.75)) == 0


def test_foreground_error_is_unknown_where_the_true_colour_is() -> None:
    assert math.isnan(Truth(square()).errors(square(), colour(square()))["fgr_mse"])


def test_unrest_counts_where_alpha_is_soft_and_the_picture_stands_still() -> None:
    still = StillEdges()
    image, alpha = np.full((40, 60, 3), 100, np.uint8), np.zeros((40, 60), np.float32)
    alpha[:20] = 0.5
    still.step(image, alpha)
    assert math.isnan(still.still_edge)
    moved = image.copy()
    moved[:, 30:] = 150
    still.step(moved, alpha + np.float32(0.02))  # the solid lower half and the changed right half do not count
    assert still.still_edge == pytest.approx(20)
    still.step(moved, alpha)
    assert still.still_edge == pytest.approx(20)
    still.step(moved, alpha)
    assert still.still_edge < 20


def test_noise_of_the_camera_is_no_movement() -> None:
    rng, still = np.random.default_rng(0), StillEdges()
    alpha = np.full((40, 60), 0.5, np.float32)
    for index in range(2):
        noisy = 100 + rng.normal(0, 1, (40, 60, 1)) * np.ones(3)
        still.step(noisy.round().astype(np.uint8), alpha + np.float32(0.01 * index))
    assert still.still_edge == pytest.approx(10, rel=0.01)


def test_recovery_is_judged_against_the_clip_without_the_event() -> None:
    calm = [2.0] * 10 + [6.0] * 10  # somebody begins to wave
    shaken = [2.0] * 5 + [30.0] * 4 + [2.2] + [6.0] * 10
    assert recovery_s(shaken, calm, 5, rate_fps=10) == pytest.approx(0.4)
    assert recovery_s(calm, calm, 5, rate_fps=10) == 0
    assert recovery_s([2.0] * 5 + [30.0] * 15, calm, 5, rate_fps=10) == math.inf


def test_one_good_frame_is_no_recovery() -> None:
    calm = [2.0] * 20
    shaken = [2.0] * 5 + [30.0, 2.0, 30.0, 30.0, 30.0] + [2.0] * 10
    assert recovery_s(shaken, calm, 5, rate_fps=10) == pytest.approx(0.5)
