"""A cache and models for the engines, shared by all tests here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from matting_rt.config import EngineConfig
from matting_rt.frame import FrameSize
from matting_rt.model_files import ModelSpec
from matting_rt.network.settings import settings_for
from matting_rt.network.variants import build_network
from matting_rt.weights import save_weights
from tests.inference.exports import cached_once, export_once
from tests.inference.random_models import make_pictures, spread_outputs


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all workers."""
    temporary = tmp_path_factory.getbasetemp()
    return temporary.parent if hasattr(pytestconfig, "workerinput") else temporary


@pytest.fixture(scope="session", autouse=True)
def _own_cache(shared: Path) -> Iterator[None]:
    """Exported programs are shared by all tests here, and by nothing else."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
    patch.setattr("matting_rt.inference.onnx.cached", cached_once)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def exported(shared: Path) -> Callable[[str], Path]:
    """A file of `exports.KINDS`, shared by all workers."""
    folder = shared / "exported"
    folder.mkdir(exist_ok=True)
    return lambda name: export_once(folder, name)


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, FrameSize], ModelSpec]:
    """Weights of a variant and kind that give a varied matte of `make_pictures(size)`."""
    folder = tmp_path_factory.mktemp("models")

    def make(variant: str, kind: str, size: FrameSize) -> ModelSpec:
        torch.manual_seed(0)
        src, bgr = make_pictures(size)
        scale = settings_for(size, EngineConfig(), variant).backbone_scale
        if kind == "refine":
            network = build_network(variant, kind, backbone_scale=scale)
        else:
            network = build_network(variant, kind)
            small = [round(side * scale / 32) * 32 for side in (size.height, size.width)]
            src, bgr = (F.interpolate(x, size=small, mode="bilinear") for x in (src, bgr))
        spread_outputs(network, src, bgr)
        return save_weights(network, folder / f"{variant}-{kind}-{size}.safetensors", variant, kind)

    return make
