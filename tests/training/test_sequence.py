"""Clips are trained on in their order, through the network's own memory."""

import pytest
import torch
from torch import Tensor

from matting_rt.network.matting import MattingRefine
from matting_rt.network.variants import build_network
from training.losses import refine_loss
from training.norms import hold_norms, train_mode
from training.sequence import InSequence, in_sequence

CLIP = 4
SIDE = 64


@pytest.fixture
def network() -> MattingRefine:
    torch.manual_seed(1)
    network = build_network("mobilenetv3-lite", "refine", backbone_scale=0.5, refine_mode="full")
    assert isinstance(network, MattingRefine)
    return network


def scene(clips: int = 1, noise: float = 0.003) -> dict[str, Tensor]:
    """Somebody who stands still before a wall, in clips of noisy frames; (B, ...)."""
    torch.manual_seed(2)
    x = torch.linspace(-1, 1, SIDE)
    true_pha = ((0.6 - (x**2 + x.unsqueeze(1) ** 2).sqrt()) * 5 + 0.5).clamp(0, 1).expand(clips * CLIP, 1, SIDE, SIDE)
    true_fgr = torch.rand(clips, 3, 1, 1).repeat_interleave(CLIP, 0).expand(-1, -1, SIDE, SIDE)
    bgr = torch.rand(clips, 3, SIDE // 8, SIDE // 8).repeat_interleave(CLIP, 0)
    bgr = torch.nn.functional.interpolate(bgr, (SIDE, SIDE))
    src = true_fgr * true_pha + bgr * (1 - true_pha)
    src = (src + noise * torch.randn_like(src)).clamp(0, 1)
    return {"src": src, "bgr": bgr, "known": torch.ones_like(true_pha), "true_pha": true_pha, "true_fgr": true_fgr}


def test_each_frame_meets_what_the_network_made_of_the_one_before(network: MattingRefine) -> None:
    network.eval()
    given = scene(clips=2)
    pictures = [given[name] for name in ("src", "bgr", "known")]
    with torch.no_grad():
        together = InSequence(network, CLIP)(*pictures)[0]
        for clip in range(2):
            last_src = last_pha = None
            for frame in range(clip * CLIP, (clip + 1) * CLIP):
                src, bgr, known = (x[frame : frame + 1] for x in pictures)
                pha = network(src, bgr, known, last_src, last_pha)[0]
                assert torch.allclose(together[frame], pha[0], atol=1e-5)
                last_src, last_pha = src, pha


def test_what_the_last_frame_costs_reaches_the_first_through_the_memory(network: MattingRefine) -> None:
    network.eval()
    given = scene()
    src = given["src"].clone().requires_grad_()
    InSequence(network, CLIP)(src, given["bgr"], given["known"])[0][-1].sum().backward()
    assert src.grad is not None
    reached = src.grad.abs().sum((1, 2, 3))
    assert (reached > 0).all()
    alone = given["src"].clone().requires_grad_()
    network(alone, given["bgr"], given["known"])[0][-1].sum().backward()
    assert alone.grad is not None
    assert not alone.grad[:-1].any()


def test_single_pictures_and_networks_without_memory_are_trained_as_they_are(network: MattingRefine) -> None:
    assert in_sequence(network, 1) is network
    base = build_network("mobilenetv3-lite", "base")
    assert in_sequence(base, CLIP) is base
    original = build_network("mobilenetv2", "refine")
    assert in_sequence(original, CLIP) is original
    assert isinstance(in_sequence(network, CLIP), InSequence)


def test_a_few_steps_on_clips_lower_the_loss(network: MattingRefine) -> None:
    given = scene(clips=1, noise=0.02)
    hold_norms(network.backbone, network.aspp, network.decoder)
    train_mode(network)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3)
    through = InSequence(network, CLIP)
    totals = []
    for _ in range(6):
        pha, fgr, pha_sm, fgr_sm, err_sm, _ = through(given["src"], given["bgr"], given["known"])
        terms = refine_loss(pha, fgr, pha_sm, fgr_sm, err_sm, given["true_pha"], given["true_fgr"], clip_length=CLIP)
        optimizer.zero_grad()
        terms["total"].backward()
        optimizer.step()
        totals.append(terms["total"].item())
    assert totals[-1] < 0.8 * totals[0]
