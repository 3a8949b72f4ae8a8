"""The memory of edges: what stands still keeps its alpha, and what moves leaves no ghost."""

import pytest
import torch
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.network.edges import EdgeNetwork
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import to_tensor

FLICKER = 0.05
"""Deviation of what a network might say of a soft pixel from frame to frame."""


@pytest.fixture(scope="module")
def clip() -> tuple[list[Tensor], list[Tensor]]:
    """Frames and true alphas of somebody with long hair who waves."""
    frames, phas = zip(*SyntheticClip(FrameSize(320, 192), 25, 0.4, seed=5).frames(), strict=True)
    return [to_tensor(image) for image in frames], [to_tensor(pha[..., None]) for pha in phas]


def soft(pha: Tensor) -> Tensor:
    return (pha > 0.05) & (pha < 0.95)


def flickering(phas: list[Tensor]) -> list[Tensor]:
    generator = torch.Generator().manual_seed(0)
    return [(pha + FLICKER * torch.randn(pha.shape, generator=generator) * soft(pha)).clamp(0, 1) for pha in phas]


@torch.inference_mode()
def remembered(frames: list[Tensor], phas: list[Tensor]) -> list[Tensor]:
    network, kept = EdgeNetwork(1), phas[:1]
    for index in range(1, len(phas)):
        kept.append(network.steady(phas[index], frames[index], frames[index - 1], kept[-1]))
    return kept


def test_what_moves_leaves_no_ghost(clip: tuple[list[Tensor], list[Tensor]]) -> None:
    frames, truth = clip
    given = flickering(truth)
    errors = []
    for phas in (given, remembered(frames, given)):
        moving = [(truth[t] - truth[t - 1]).abs() > 0.02 for t in range(1, len(truth))]
        errors.append(torch.cat([(phas[t + 1] - truth[t + 1]).abs()[moves] for t, moves in enumerate(moving)]).mean())
    assert errors[1] < 1.05 * errors[0]


def test_edges_that_stand_still_keep_their_alpha(clip: tuple[list[Tensor], list[Tensor]]) -> None:
    generator = torch.Generator().manual_seed(1)
    still, truth = clip[0][3], clip[1][3]
    frames = [still + 0.006 * torch.randn(1, 1, *still.shape[2:], generator=generator) for _ in range(8)]
    given = flickering([truth] * 8)
    changes = []
    for phas in (given, remembered(frames, given)):
        changes.append(torch.cat(phas)[2:].diff(dim=0)[:, soft(truth)[0]].abs().mean())
    assert changes[1] < changes[0] / 3


def test_whoever_is_gone_is_gone_at_once() -> None:
    person, room = torch.full((1, 3, 32, 32), 0.6), torch.full((1, 3, 32, 32), 0.4)
    kept = remembered([person, room], [torch.ones(1, 1, 32, 32), torch.zeros(1, 1, 32, 32)])
    assert kept[1].max() == 0
