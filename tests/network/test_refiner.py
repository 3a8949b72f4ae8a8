"""The refiner: where it works, and that it says the same whichever way it is told to."""

import pytest
import torch

from matting_rt.network.matting import MattingRefine
from matting_rt.network.refiner import gather_patches, replace_cells
from matting_rt.network.variants import build_network

HEIGHT, WIDTH = 96, 128
CELLS = HEIGHT * WIDTH // 16


def make_network(variant: str, kernel_size: int | None = None, **settings: object) -> MattingRefine:
    """Random weights, but an alpha, residual and error that vary over the picture inside their clamps."""
    torch.manual_seed(0)
    network = build_network(variant, backbone_scale=0.5, refine_kernel_size=kernel_size, **settings).eval()
    assert isinstance(network, MattingRefine)
    network.decoder.conv4.bias.data[:5] = torch.tensor([0.5, 0.0, 0.0, 0.0, 0.5])
    network.refiner.conv4.bias.data[0] = 0.5
    return network


@pytest.fixture
def pictures() -> tuple[torch.Tensor, torch.Tensor]:
    src, bgr = torch.rand(2, 2, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(3))
    return src, bgr


@pytest.mark.parametrize("kernel_size", [None, 1, 3])
@torch.inference_mode()
def test_sampling_every_cell_equals_refining_everywhere(
    kernel_size: int | None, pictures: tuple[torch.Tensor, torch.Tensor]
) -> None:
    network = make_network("mobilenetv2", kernel_size, refine_prevent_oversampling=False)
    sampled = network(*pictures)
    network.refiner.mode = "full"
    everywhere = network(*pictures)
    for x, y in zip(sampled, everywhere, strict=True):
        torch.testing.assert_close(x, y, atol=1e-6, rtol=0)
    assert sampled[0].std() > 1e-3


@torch.inference_mode()
def test_sampling_refines_the_cells_of_largest_error_and_no_others(pictures: tuple[torch.Tensor, torch.Tensor]) -> None:
    network = make_network("mobilenetv2", refine_sample_pixels=100 * 16)
    pha, _, _, _, err, regions = network(*pictures)
    assert regions.sum(dim=(1, 2, 3)).tolist() == [100, 100]
    errors = torch.nn.functional.interpolate(err, size=regions.shape[2:], mode="bilinear", align_corners=False)
    assert errors[regions == 1].min() >= errors[regions == 0].max() or all(
        e[r == 1].min() >= e[r == 0].max() for e, r in zip(errors, regions, strict=True)
    )
    network.refiner.sample_pixels = 0
    coarse = network(*pictures)[0]
    refined = regions.repeat_interleave(4, dim=2).repeat_interleave(4, dim=3) == 1
    assert torch.equal(pha[~refined], coarse[~refined])
    assert not torch.equal(pha[refined], coarse[refined])


@torch.inference_mode()
def test_thresholding_refines_what_is_above_the_threshold(pictures: tuple[torch.Tensor, torch.Tensor]) -> None:
    network = make_network("mobilenetv2", refine_mode="thresholding", refine_sample_pixels=HEIGHT * WIDTH)
    _, _, _, _, err, _ = network(*pictures)
    network.refiner.threshold = err.median().item()
    regions = network(*pictures)[5]
    errors = torch.nn.functional.interpolate(err, size=regions.shape[2:], mode="bilinear", align_corners=False)
    assert torch.equal(regions == 1, errors > network.refiner.threshold)
    assert 0 < regions.mean() < 1


@pytest.mark.parametrize("variant", ["mobilenetv2", "mobilenetv3-lite"])
@torch.inference_mode()
def test_thresholding_has_a_limit_in_static_graphs_alone(variant: str) -> None:
    torch.manual_seed(0)
    network = build_network(
        variant, backbone_scale=0.5, refine_mode="thresholding", refine_sample_pixels=1600, refine_threshold=-1
    ).eval()
    src, bgr = torch.rand(2, 1, 3, HEIGHT, WIDTH)
    everywhere = network(src, bgr)[5]
    network.refiner.is_static = True
    assert 0 < network(src, bgr)[5].sum() <= 1600 / 16 < everywhere.sum()


@torch.inference_mode()
def test_cells_without_expected_error_are_left_alone(pictures: tuple[torch.Tensor, torch.Tensor]) -> None:
    network = make_network("mobilenetv2")
    network.decoder.conv4.weight.data[4] = 0
    network.decoder.conv4.bias.data[4] = 0
    assert network(*pictures)[5].sum() == 0
    network.refiner.prevent_oversampling = False
    assert network(*pictures)[5].sum() == 2 * CELLS


def test_more_pixels_than_the_picture_has_are_clamped(pictures: tuple[torch.Tensor, torch.Tensor]) -> None:
    network = make_network("mobilenetv2", refine_sample_pixels=320_000)
    assert network(*pictures)[5].shape == (2, 1, HEIGHT // 4, WIDTH // 4)


def test_gradients_pass_through_the_gathered_cells(pictures: tuple[torch.Tensor, torch.Tensor]) -> None:
    network = make_network("mobilenetv2", refine_sample_pixels=200 * 16).train()
    pha, fgr, *_ = network(*pictures)
    (pha.mean() + fgr.mean()).backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in network.refiner.parameters())
    assert network.refiner.conv1.weight.grad.abs().sum() > 0
    assert network.backbone.features[0][0].weight.grad.abs().sum() > 0


def test_a_gathered_patch_is_the_cell_with_zeros_outside_the_picture() -> None:
    x = torch.arange(1.0, 2 * 3 * 8 * 12 + 1).view(2, 3, 8, 12)
    cells = torch.tensor([[0, 5], [4, 2]])
    patches = gather_patches(x, cells, cell=4, margin=1)
    assert patches.shape == (4, 3, 6, 6)
    assert torch.equal(patches[0, :, 1:, 1:], x[0, :, 0:5, 0:5])
    assert patches[0, :, 0].abs().sum() == patches[0, :, :, 0].abs().sum() == 0
    assert torch.equal(patches[2, :, :5], x[1, :, 3:8, 3:9])


def test_replacing_the_cells_that_were_gathered_changes_nothing() -> None:
    x = torch.rand(2, 3, 8, 12)
    cells = torch.tensor([[0, 5], [4, 2]])
    patches = gather_patches(x, cells, cell=4, margin=0)
    chosen = torch.ones(2, 2, dtype=torch.bool)
    assert torch.equal(replace_cells(x, patches, cells, chosen), x)
    replaced = replace_cells(x, patches + 1, cells, torch.tensor([[True, False], [True, False]]))
    assert (replaced - x).sum() == pytest.approx(2 * 3 * 16)
