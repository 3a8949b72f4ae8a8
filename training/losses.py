"""Losses of the base and the refined network: each returns a dictionary of named terms and their weighted "total".

As in the code of Lin et al. 2021, with four changes: the error target is detached in both stages (theirs lets the
refiner's error loss pull at the coarse alpha); edges are compared by their Sobel derivatives rather than by the
magnitude of these; a Laplacian pyramid of alpha is added, which answers for wide errors (holes, leaks) as for fine; and
of clips, the error's change from frame to frame counts, as in Lin et al. 2022 (RVM).

Truth comes at the size of the picture; a prediction may be smaller, and then meets the truth averaged down to its
size.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

LAPLACIAN_LEVELS = 5


@dataclass(frozen=True, slots=True)
class LossWeights:
    """What each term counts for in the total; the originals weigh theirs alike, and those of clips five times."""

    pha: float = 1.0
    """L1 of alpha."""
    gradient: float = 1.0
    """L1 of the Sobel derivatives of alpha."""
    laplacian: float = 1.0
    """L1 of the Laplacian pyramid of alpha, level l weighted 2^l / levels."""
    fgr: float = 1.0
    """L1 of the foreground colour where the true alpha is above 0, averaged over the whole picture."""
    err: float = 1.0
    """Mean square of the predicted alpha error against the real one."""
    temporal: float = 5.0
    """Mean square of the change from a frame of a clip to the next, of alpha against that of the true alpha."""
    fgr_temporal: float = 5.0
    """The same of the foreground colour, where the true alpha is above 0 in a frame."""


DEFAULTS = LossWeights()


def base_loss(
    pred_pha: Tensor,
    pred_fgr: Tensor,
    pred_err: Tensor,
    true_pha: Tensor,
    true_fgr: Tensor,
    clip_length: int = 1,
    weights: LossWeights = DEFAULTS,
) -> dict[str, Tensor]:
    """Loss of a base network.

    Args:
        pred_pha: (B, 1, h, w), 0..1.
        pred_fgr: (B, 3, h, w), 0..1.
        pred_err: (B, 1, h, w), 0..1, what the network thinks |pred_pha - true_pha| is.
        true_pha: (B, 1, H, W), 0..1, H >= h and W >= w.
        true_fgr: (B, 3, H, W), 0..1; its value does not count where alpha is 0.
        clip_length: how many pictures of the batch, one after the other, are consecutive frames.

    Returns:
        Scalars "pha", "gradient", "laplacian", "fgr", "err", and of clips "temporal" and "fgr_temporal", unweighted,
        and "total", to call `backward` on.
    """
    pred_pha, pred_fgr, pred_err = pred_pha.float(), pred_fgr.float(), pred_err.float()  # half precision under autocast
    true_pha, true_fgr = _shrink_truth(true_pha.float(), true_fgr.float(), pred_pha)
    terms = _matte_terms(pred_pha, pred_fgr, true_pha, true_fgr, clip_length)
    terms["err"] = functional.mse_loss(pred_err, (pred_pha.detach() - true_pha).abs())
    return terms | {"total": _weighted(terms, weights)}


def refine_loss(
    pred_pha: Tensor,
    pred_fgr: Tensor,
    pred_pha_sm: Tensor,
    pred_fgr_sm: Tensor,
    pred_err_sm: Tensor,
    true_pha: Tensor,
    true_fgr: Tensor,
    clip_length: int = 1,
    weights: LossWeights = DEFAULTS,
) -> dict[str, Tensor]:
    """Loss of a refined network: the refined matte and the coarse one below it.

    Args:
        pred_pha, pred_fgr: (B, 1 and 3, H, W), the refined matte at the size of the truth.
        pred_pha_sm, pred_fgr_sm, pred_err_sm: (B, 1, 3 and 1, h, w), the base network's, see `base_loss`.
        true_pha, true_fgr: (B, 1 and 3, H, W).
        clip_length: see `base_loss`.

    Returns:
        Scalars as `base_loss`, those of the coarse matte (and the only "err") prefixed with "coarse_", and "total".
    """
    fine = _matte_terms(pred_pha.float(), pred_fgr.float(), true_pha.float(), true_fgr.float(), clip_length)
    coarse = base_loss(pred_pha_sm, pred_fgr_sm, pred_err_sm, true_pha, true_fgr, clip_length, weights)
    total = _weighted(fine, weights) + coarse["total"]
    return fine | {f"coarse_{name}": term for name, term in coarse.items() if name != "total"} | {"total": total}


def edge_loss(pred_pha: Tensor, true_pha: Tensor) -> dict[str, Tensor]:
    """Loss of an edge network.

    Args:
        pred_pha: (B, 1, H, W), not clamped.
        true_pha: (B, 1, H, W), 0..1.

    Returns:
        "pha", the L1 of alpha, "gradient", that of its differences from pixel to pixel, and "total", to call `backward`
        on. A value beyond 0 or 1 costs where the truth is between them alone: else it is clamped to what is right.
    """
    pred = pred_pha.float()
    pred = torch.where((true_pha <= 0) | (true_pha >= 1), pred.clamp(0, 1), pred)
    difference = pred - true_pha
    across = (difference[..., 1:] - difference[..., :-1]).abs().mean()
    down = (difference[..., 1:, :] - difference[..., :-1, :]).abs().mean()
    terms = {"pha": difference.abs().mean(), "gradient": across + down}
    return terms | {"total": terms["pha"] + 0.5 * terms["gradient"]}


def _matte_terms(
    pred_pha: Tensor, pred_fgr: Tensor, true_pha: Tensor, true_fgr: Tensor, clip_length: int
) -> dict[str, Tensor]:
    difference = pred_pha - true_pha
    fgr_difference = (pred_fgr - true_fgr) * (true_pha > 0)
    terms = {
        "pha": difference.abs().mean(),
        "gradient": _sobel_l1(difference),
        "laplacian": _laplacian_l1(difference),
        "fgr": fgr_difference.abs().mean(),
    }
    if clip_length > 1:
        terms["temporal"] = _change_l2(difference, clip_length)
        terms["fgr_temporal"] = _change_l2(fgr_difference, clip_length)
    return terms


def _change_l2(difference: Tensor, clip_length: int) -> Tensor:
    """Mean square of what (B, C, H, W) changes by from a frame to the next of its clip.

    The change of a difference is the difference of the changes: a person who moves costs nothing.
    """
    frames: Tensor = difference.unflatten(0, (-1, clip_length))
    return (frames[:, 1:] - frames[:, :-1]).square().mean()


def _weighted(terms: dict[str, Tensor], weights: LossWeights) -> Tensor:
    return torch.stack([getattr(weights, name) * term for name, term in terms.items()]).sum()


def _shrink_truth(true_pha: Tensor, true_fgr: Tensor, pred_pha: Tensor) -> tuple[Tensor, Tensor]:
    """The truth averaged down to the prediction's size; colours by their alpha, so that none comes from outside."""
    size = pred_pha.shape[-2:]
    if true_pha.shape[-2:] == size:
        return true_pha, true_fgr
    pha = functional.interpolate(true_pha, size, mode="area")
    premultiplied = functional.interpolate(true_pha * true_fgr, size, mode="area")
    return pha, premultiplied / pha.clamp(min=1e-6)


def _sobel_l1(difference: Tensor) -> Tensor:
    """Mean absolute horizontal and vertical Sobel derivative of (B, 1, H, W), in units per pixel.

    Both are linear, so the derivatives of a difference are the differences of the derivatives, at half the work.
    Written out as sums of slices: a tenth of the time of a one-channel conv2d on a CPU.
    """
    padded = functional.pad(difference, (1, 1, 1, 1), mode="replicate")
    rows = padded[..., 2:, :] + 2 * padded[..., 1:-1, :] + padded[..., :-2, :]
    columns = padded[..., 2:] + 2 * padded[..., 1:-1] + padded[..., :-2]
    horizontal = (rows[..., 2:] - rows[..., :-2]).abs().mean()
    vertical = (columns[..., 2:, :] - columns[..., :-2, :]).abs().mean()
    return (horizontal + vertical) / 16


def _laplacian_l1(difference: Tensor) -> Tensor:
    """L1 of the Laplacian pyramid of (B, 1, H, W); the pyramid is linear too, so one of the difference does."""
    total = difference.new_zeros(())
    for level in range(LAPLACIAN_LEVELS):
        if min(difference.shape[-2:]) < 2:
            break
        coarser = functional.avg_pool2d(difference, 2, ceil_mode=True, count_include_pad=False)
        blurred = functional.interpolate(coarser, difference.shape[-2:], mode="bilinear", align_corners=False)
        total = total + (difference - blurred).abs().mean() * (2**level / LAPLACIAN_LEVELS)
        difference = coarser
    return total
