"""The networks: what they cost, what they return, and that all backends can take them."""

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from matting_rt.config import Preset
from matting_rt.errors import ConfigError, FrameShapeError
from matting_rt.frame import FrameSize
from matting_rt.network.settings import PRESETS
from matting_rt.network.variants import VARIANTS, build_network

ORIGINALS = {
    # million parameters; GMAC at 1280x720 and 1920x1080 with the HD preset, and at 3840x2160 with the 4K preset,
    # counted on the originals' own code
    "mobilenetv2": (5.01, (5.72, 9.76, 16.88)),
    "resnet50": (40.25, (17.03, 34.21, 41.33)),
    "resnet101": (59.24, (21.58, 43.87, 50.98)),
}
PRESET_SIZES = (
    (Preset.HD, FrameSize(1280, 720)),
    (Preset.HD, FrameSize(1920, 1080)),
    (Preset.UHD, FrameSize(3840, 2160)),
)


def count_gmacs(variant: str, preset: Preset, size: FrameSize) -> float:
    settings = PRESETS[preset]
    with torch.device("meta"):
        network = build_network(
            variant,
            backbone_scale=settings.backbone_scale,
            refine_sample_pixels=settings.refine_sample_pixels,
        ).eval()
        pictures = torch.empty(2, 1, 3, size.height, size.width)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(*pictures)
    return counter.get_total_flops() / 2e9


def count_parameters(network: torch.nn.Module) -> float:
    return sum(parameter.numel() for parameter in network.parameters()) / 1e6


def make_pictures(batch: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    src, bgr = torch.rand(2, batch, 3, 96, 128, generator=generator)
    return src, bgr


@pytest.mark.slow
@pytest.mark.parametrize("variant", ORIGINALS)
def test_originals_have_the_published_size_and_arithmetic(variant: str) -> None:
    parameters, gmacs = ORIGINALS[variant]
    with torch.device("meta"):
        assert count_parameters(build_network(variant)) == pytest.approx(parameters, rel=0.01)
    counted = [count_gmacs(variant, *preset_and_size) for preset_and_size in PRESET_SIZES]
    assert counted == pytest.approx(gmacs, rel=0.01)


@pytest.mark.parametrize(
    ("variant", "most_parameters", "most_gmacs"), [("mobilenetv3", 3.6, 5.0), ("mobilenetv3-lite", 1.2, 2.0)]
)
def test_ours_stay_lean(variant: str, most_parameters: float, most_gmacs: float) -> None:
    with torch.device("meta"):
        assert count_parameters(build_network(variant)) < most_parameters
    assert count_gmacs(variant, Preset.HD, FrameSize(1920, 1080)) < most_gmacs


def test_originals_have_the_published_parameter_names() -> None:
    with torch.device("meta"):
        mobilenet = build_network("mobilenetv2").state_dict()
        resnet = build_network("resnet50").state_dict()
    common = {"aspp.convs.0.0.weight", "aspp.project.1.running_var", "decoder.conv4.bias", "refiner.bn3.weight"}
    assert common | {"backbone.features.0.0.weight", "backbone.features.17.conv.3.bias"} <= mobilenet.keys()
    assert common | {"backbone.conv1.weight", "backbone.layer4.2.bn3.running_mean"} <= resnet.keys()
    assert not any(name.startswith(("backbone.features.18", "backbone.fc")) for name in (*mobilenet, *resnet))


@pytest.mark.parametrize("variant", VARIANTS)
def test_base_returns_a_matte_and_gradients_reach_every_weight(variant: str) -> None:
    torch.manual_seed(0)
    network = build_network(variant, "base")
    pha, fgr, err, hid = network(*make_pictures(batch=2))
    factor = 2 if variant == "mobilenetv3-lite" else 1
    assert pha.shape == err.shape == (2, 1, 96 // factor, 128 // factor)
    assert fgr.shape == (2, 3, 96 // factor, 128 // factor)
    assert all(x.min() >= 0 and x.max() <= 1 for x in (pha, fgr, err))
    (pha.mean() + fgr.mean() + err.mean() + hid.mean()).backward()
    unreached = [name for name, parameter in network.named_parameters() if parameter.grad is None]
    assert [name for name in unreached if not name.startswith("backbone.person.")] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_base_checkpoint_fills_the_base_part_of_the_refining_network(variant: str) -> None:
    with torch.device("meta"):
        base, refine = build_network(variant, "base").state_dict(), build_network(variant, "refine").state_dict()
    assert {name: x.shape for name, x in base.items()} == {
        name: x.shape for name, x in refine.items() if not name.startswith("refiner.")
    }


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*torch.jit")
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_can_be_scripted_and_says_the_same(variant: str) -> None:
    torch.manual_seed(0)
    network = build_network(variant, backbone_scale=0.5, refine_sample_pixels=64 * 16).eval()
    pictures = make_pictures(batch=2)
    with torch.inference_mode():
        expected, scripted = network(*pictures), torch.jit.script(network)(*pictures)
    for x, y in zip(expected, scripted, strict=True):
        torch.testing.assert_close(x, y, atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    ("src_shape", "bgr_shape", "what"),
    [
        ((1, 3, 64, 64), (1, 3, 64, 68), "must agree"),
        ((1, 1, 64, 64), (1, 1, 64, 64), "RGB"),
        ((3, 64, 64), (3, 64, 64), "RGB"),
        ((1, 3, 66, 64), (1, 3, 66, 64), "multiples of 4"),
    ],
)
def test_pictures_that_do_not_fit_are_refused(
    src_shape: tuple[int, ...], bgr_shape: tuple[int, ...], what: str
) -> None:
    network = build_network("mobilenetv3-lite").eval()
    with pytest.raises(FrameShapeError, match=what):
        network(torch.zeros(src_shape), torch.zeros(bgr_shape))


@pytest.mark.parametrize("scale", [0.0, -0.25, 0.51])
def test_a_scale_out_of_range_is_refused(scale: float) -> None:
    with torch.device("meta"), pytest.raises(ConfigError, match="backbone_scale"):
        build_network("mobilenetv3-lite", backbone_scale=scale)


def test_an_unknown_variant_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ConfigError, match="mobilenetv3-lite"):
        build_network("mobilenetv4")
