"""Losses: what they count, and where their gradients go."""

import pytest
import torch
from torch import Tensor

from training.losses import LossWeights, base_loss, refine_loss


def picture(channels: int, height: int, width: int, seed: int = 0) -> Tensor:
    return torch.rand(2, channels, height, width, generator=torch.Generator().manual_seed(seed))


def test_a_perfect_prediction_costs_nothing() -> None:
    pha, fgr = picture(1, 32, 48), picture(3, 32, 48)
    terms = base_loss(pha, fgr, torch.zeros_like(pha), pha, fgr)
    assert set(terms) == {"pha", "gradient", "laplacian", "fgr", "err", "total"}
    assert all(term.item() == 0 for term in terms.values())


def test_terms_have_the_values_worked_out_by_hand() -> None:
    true_pha, fgr = torch.zeros(1, 1, 4, 8), torch.zeros(1, 3, 4, 8)
    true_pha[..., :4] = 1
    pred_pha = torch.full_like(true_pha, 0.5)
    terms = base_loss(pred_pha, fgr + 0.3, torch.full_like(true_pha, 0.1), true_pha, fgr)
    assert terms["pha"].item() == pytest.approx(0.5)
    assert terms["err"].item() == pytest.approx(0.4**2)
    assert terms["fgr"].item() == pytest.approx(0.3 / 2)  # half of the picture has foreground
    # A step of 1 is a slope of 0.5 in two columns of eight, horizontally; vertically there is none.
    assert terms["gradient"].item() == pytest.approx((0.5 * 2 / 8 + 0) / 2)
    assert terms["total"].item() == pytest.approx(sum(term.item() for name, term in terms.items() if name != "total"))


def test_a_constant_error_has_no_detail_and_a_checkerboard_only_detail() -> None:
    fgr, zero = torch.zeros(1, 3, 32, 32), torch.zeros(1, 1, 32, 32)
    checkers = (torch.arange(32).view(-1, 1) + torch.arange(32)).remainder(2).float().view(1, 1, 32, 32)
    flat = base_loss(zero + 0.25, fgr, zero, zero, fgr)
    assert flat["laplacian"].item() == pytest.approx(0, abs=1e-7)
    assert flat["gradient"].item() == 0
    assert base_loss(checkers, fgr, zero, zero, fgr)["laplacian"].item() == pytest.approx(0.5 / 5)  # the finest of five


def test_of_a_clip_the_change_of_the_error_counts_and_not_of_the_picture() -> None:
    true_pha, zero = torch.zeros(4, 1, 8, 8), torch.zeros(4, 1, 8, 8)
    true_pha[1, ..., :4] = true_pha[3, ..., :2] = 1  # two clips of two frames, in which somebody moves
    fgr = torch.full((4, 3, 8, 8), 0.5)
    steady = base_loss(true_pha + 0.2, fgr, zero, true_pha, fgr, clip_length=2)
    assert steady["temporal"].item() == pytest.approx(0, abs=1e-12)
    flicker = torch.tensor([0.0, 0.2, 0.1, 0.1]).view(4, 1, 1, 1)
    terms = base_loss(true_pha + flicker, fgr, zero, true_pha, fgr, clip_length=2)
    assert terms["temporal"].item() == pytest.approx(0.2**2 / 2)  # one of two changes; not that between the clips
    assert terms["fgr_temporal"].item() == 0
    others = sum(terms[name].item() for name in ("pha", "gradient", "laplacian", "fgr", "err"))
    assert terms["total"].item() == pytest.approx(others + 5 * 0.2**2 / 2)
    refined = refine_loss(true_pha + flicker, fgr, true_pha, fgr, zero, true_pha, fgr, clip_length=2)
    assert refined["temporal"].item() == pytest.approx(0.2**2 / 2)
    assert refined["coarse_temporal"].item() == 0


def test_weights_scale_the_total_only() -> None:
    args = [picture(c, 16, 16, seed) for seed, c in enumerate((1, 3, 1, 1, 3))]
    plain = base_loss(*args)
    weighted = base_loss(*args, weights=LossWeights(pha=2, gradient=0, laplacian=0, fgr=0, err=0))
    assert weighted["gradient"] == plain["gradient"]
    assert weighted["total"].item() == pytest.approx(2 * plain["pha"].item())


def test_a_smaller_prediction_meets_the_truth_averaged_down() -> None:
    true_pha = torch.zeros(1, 1, 8, 8)
    true_pha[..., :3] = 1
    true_fgr = torch.full((1, 3, 8, 8), 0.9)
    true_fgr[..., :3] = 0.2  # the colour outside must not bleed in
    pred_pha = torch.tensor([1.0, 0.5, 0.0, 0.0]).expand(1, 1, 4, 4)
    terms = base_loss(pred_pha, torch.full((1, 3, 4, 4), 0.2), torch.zeros(1, 1, 4, 4), true_pha, true_fgr)
    assert terms["total"].item() == pytest.approx(0, abs=1e-6)


def test_the_error_loss_does_not_pull_at_alpha() -> None:
    pha = picture(1, 8, 8).requires_grad_()
    coarse = picture(1, 4, 4).requires_grad_()
    err = picture(1, 4, 4, 1).requires_grad_()
    fgr, true = picture(3, 8, 8), picture(1, 8, 8, 2)
    terms = refine_loss(pha, fgr, coarse, fgr[..., ::2, ::2], err, true, fgr)
    terms["coarse_err"].backward()
    assert coarse.grad is None
    assert pha.grad is None
    assert err.grad is not None


def test_the_refined_loss_is_that_of_both_sizes() -> None:
    pha, fgr, true_pha, true_fgr = picture(1, 16, 16), picture(3, 16, 16), picture(1, 16, 16, 1), picture(3, 16, 16, 1)
    coarse = (picture(1, 4, 4, 2), picture(3, 4, 4, 2), picture(1, 4, 4, 3))
    terms = refine_loss(pha, fgr, *coarse, true_pha, true_fgr)
    below = base_loss(*coarse, true_pha, true_fgr)
    assert terms["coarse_pha"] == below["pha"]
    fine = sum(terms[name].item() for name in ("pha", "gradient", "laplacian", "fgr"))
    assert terms["total"].item() == pytest.approx(below["total"].item() + fine, rel=1e-5)


def test_half_precision_predictions_are_compared_in_full() -> None:
    pha, fgr = picture(1, 16, 16).half(), picture(3, 16, 16).half()
    assert base_loss(pha, fgr, pha, picture(1, 16, 16, 1), picture(3, 16, 16, 1))["total"].dtype == torch.float32


def test_odd_sizes_and_an_empty_scene_give_finite_gradients() -> None:
    pha = picture(1, 27, 35).requires_grad_()
    fgr = picture(3, 27, 35).requires_grad_()
    terms = base_loss(pha, fgr, picture(1, 27, 35, 2), torch.zeros(2, 1, 54, 71), picture(3, 54, 71))
    terms["total"].backward()
    assert pha.grad is not None
    assert torch.isfinite(pha.grad).all()
    assert terms["fgr"].item() == 0
