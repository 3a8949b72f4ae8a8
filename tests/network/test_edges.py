"""The edge network: where it works, what it heeds, and that it says the same whichever way it is told to."""

import pytest
import torch

from matting_rt.network.edges import SOFT_FROM, SOFT_TO, EdgeNetwork
from matting_rt.network.matting import MattingRefine
from matting_rt.network.variants import build_network

HEIGHT, WIDTH = 96, 128
VARIANTS = ("mobilenetv3-lite", "mobilenetv3")


def make_network(variant: str = "mobilenetv3-lite", **settings: object) -> MattingRefine:
    """Random weights; a coarse alpha that is soft in the middle of the picture and sure round about it."""
    torch.manual_seed(0)
    network = build_network(variant, backbone_scale=0.5, **settings).eval()
    assert isinstance(network, MattingRefine)
    torch.nn.init.normal_(network.refiner.head.weight, std=0.2)
    for join in network.backbone.joins:
        torch.nn.init.normal_(join.weight, std=0.1)
    return network


def random(*shape: int, seed: int = 3) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def pictures() -> tuple[torch.Tensor, torch.Tensor]:
    return random(2, 3, HEIGHT, WIDTH), random(2, 3, HEIGHT, WIDTH, seed=4)


def refine(network: MattingRefine, pha: torch.Tensor, **settings: object) -> tuple[torch.Tensor, torch.Tensor]:
    """The edge network of `network` on a coarse alpha (1, 1, HEIGHT / 4, WIDTH / 4); the alpha, and where it worked."""
    edges = network.refiner
    assert isinstance(edges, EdgeNetwork)
    for name, value in settings.items():
        setattr(edges, name, value)
    coarse = torch.cat([pha, torch.zeros_like(pha).expand(-1, 3, -1, -1)], 1)
    hid = random(1, 11, *pha.shape[2:])
    src, bgr = random(1, 3, HEIGHT, WIDTH), random(1, 3, HEIGHT, WIDTH, seed=4)
    with torch.inference_mode():
        refined, regions = edges(src, bgr, torch.ones_like(pha), coarse, torch.ones_like(pha), hid, None, None)
    return refined[:, :1], regions.repeat_interleave(4, 2).repeat_interleave(4, 3) == 1


def half_soft() -> torch.Tensor:
    """A coarse alpha of 0 on the left, 1 on the right, and a soft edge between them."""
    pha = torch.zeros(1, 1, HEIGHT // 4, WIDTH // 4)
    pha[..., 16:] = 1
    pha[..., 15] = 0.5
    return pha


@pytest.mark.parametrize("mode", ["full", "sampling", "thresholding"])
def test_no_mode_touches_what_the_coarse_alpha_is_sure_of(mode: str) -> None:
    network = make_network()
    coarse = torch.nn.functional.interpolate(half_soft(), (HEIGHT, WIDTH), mode="bilinear", align_corners=False)
    pha, worked = refine(network, half_soft(), mode=mode, sample_pixels=HEIGHT * WIDTH)
    assert torch.equal(pha[~worked], coarse[~worked])
    assert not torch.equal(pha[worked], coarse[worked])
    soft = (coarse > SOFT_FROM) & (coarse < SOFT_TO)
    assert worked[soft].all()
    assert not worked[..., :20].any()
    assert not worked[..., -20:].any()


def test_sampling_every_soft_tile_equals_full() -> None:
    network = make_network()
    full, _ = refine(network, half_soft(), mode="full")
    sampled, _ = refine(network, half_soft(), mode="sampling", sample_pixels=HEIGHT * WIDTH * 2)
    torch.testing.assert_close(sampled, full, atol=1e-6, rtol=0)


def test_the_tiles_with_most_soft_pixels_come_first() -> None:
    network = make_network()
    pha = torch.zeros(1, 1, HEIGHT // 4, WIDTH // 4)
    pha[..., 10:15, 10:15] = 0.5
    pha[..., 22, 30] = 0.5
    _, worked = refine(network, pha, sample_pixels=400)
    assert worked.sum() == 400
    assert worked[..., 40:60, 40:60].all()


def test_an_untrained_edge_network_leaves_the_coarse_alpha_as_it_is(pictures: tuple[torch.Tensor, ...]) -> None:
    network = build_network("mobilenetv3-lite", backbone_scale=0.5, refine_mode="full").eval()
    with torch.inference_mode():
        pha, _, coarse, *_ = network(*pictures)
    expected = torch.nn.functional.interpolate(coarse, (HEIGHT, WIDTH), mode="bilinear", align_corners=False)
    torch.testing.assert_close(pha, expected)


@pytest.mark.parametrize("variant", VARIANTS)
def test_where_nothing_is_known_the_plate_does_not_matter(
    variant: str, pictures: tuple[torch.Tensor, torch.Tensor]
) -> None:
    network, (src, bgr) = make_network(variant), pictures
    unknown = torch.zeros(2, 1, HEIGHT // 4, WIDTH // 4)
    with torch.inference_mode():
        one, other = network(src, bgr, unknown), network(src, 1 - bgr, unknown)
        known = network(src, bgr)
    for x, y in zip(one, other, strict=True):
        torch.testing.assert_close(x, y)
    assert not torch.equal(one[0], known[0])


@pytest.mark.parametrize("size", [(64, 64), (100, 148), (720 // 4, 1280 // 4)])
def test_pictures_need_not_be_of_whole_tiles(size: tuple[int, int]) -> None:
    network = make_network()
    with torch.inference_mode():
        pha, fgr, _, _, _, regions = network(random(1, 3, *size), random(1, 3, *size, seed=4))
    assert pha.shape[2:] == fgr.shape[2:] == size
    assert regions.shape[2:] == (size[0] // 4, size[1] // 4)


def test_gradients_reach_every_weight_of_the_edge_network(pictures: tuple[torch.Tensor, torch.Tensor]) -> None:
    network = make_network(refine_mode="full").train()
    network(*pictures)[0].square().mean().backward()
    assert all(each.grad is not None and each.grad.abs().sum() > 0 for each in network.refiner.parameters())


def test_a_still_picture_keeps_most_of_its_last_alpha_and_a_changed_one_nothing() -> None:
    edges = make_network().refiner
    assert isinstance(edges, EdgeNetwork)
    src, pha, last_pha = random(1, 3, 28, 28), torch.full((1, 1, 28, 28), 0.2), torch.full((1, 1, 28, 28), 0.24)
    still = edges.steady(pha, src, src, last_pha)
    changed = edges.steady(pha, src, 1 - src, last_pha)
    other = edges.steady(pha, src, src, last_pha + 0.5)
    none = edges.steady(pha, src, torch.full_like(src, -1), torch.full_like(pha, -1))
    assert still.mean() > 0.225
    for alpha in (changed, other, none):
        torch.testing.assert_close(alpha, pha)
