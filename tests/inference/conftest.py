"""Models for the engines to run: random weights whose outputs are neither constant nor at their limits."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.frame import FrameSize
from matting_rt.network.variants import build_network
from matting_rt.weights import ModelSpec, save_weights


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Exported programs are shared by all tests here, and by nothing else."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], ModelSpec]:
    folder = tmp_path_factory.mktemp("models")

    def make(variant: str, kind: str) -> ModelSpec:
        torch.manual_seed(0)
        settings = {"backbone_scale": 0.5, "refine_prevent_oversampling": False} if kind == "refine" else {}
        network = build_network(variant, kind, **settings)
        spread_outputs(network, *make_pictures(FrameSize(256, 192)))
        return save_weights(network, folder / f"{variant}-{kind}.safetensors", variant, kind)

    return make


def spread_outputs(network: nn.Module, src: Tensor, bgr: Tensor) -> None:
    """Give batch norms the statistics of a picture, and the last convolutions outputs well inside their clamps."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # the plain average over what follows
    lasts = [module for module in (network.decoder.head, getattr(network, "refiner", None)) if module]
    lasts = [getattr(module, "conv4", module) for module in lasts]
    seen: dict[nn.Module, Tensor] = {}
    with torch.no_grad():
        network.train()(src, bgr)
        hooks = [last.register_forward_hook(lambda module, _, x: seen.update({module: x})) for last in lasts]
        network.eval()
        for last in lasts:  # the refiner sees what the decoder leaves, so one after the other
            network(src, bgr)
            scale = 0.12 / seen[last].std(dim=(0, 2, 3))
            last.bias.mul_(scale).sub_(seen[last].mean(dim=(0, 2, 3)) * scale)
            last.weight.mul_(scale.view(-1, 1, 1, 1))
            last.bias[0] += 0.5
            if len(last.bias) > 4:
                last.bias[4] += 0.5
        for hook in hooks:
            hook.remove()


def make_pictures(size: FrameSize) -> tuple[Tensor, Tensor]:
    """A frame and a plate with structure at every scale, the same for the same size."""
    generator = torch.Generator().manual_seed(size.width)
    pictures = torch.zeros(2, 3, size.height, size.width)
    for side in (4, 16, 64):
        noise = torch.rand(2, 3, side, side, generator=generator)
        pictures += F.interpolate(noise, size=pictures.shape[2:], mode="bilinear", align_corners=False) / 3
    return pictures[:1].clone(), pictures[1:].clone()
