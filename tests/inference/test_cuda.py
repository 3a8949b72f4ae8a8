"""Every engine on a GPU says what PyTorch says on the CPU."""

from collections.abc import Callable, Iterator

import onnxruntime
import pytest
import torch

from matting_rt.config import EngineConfig, Precision, RefineMode
from matting_rt.frame import FrameSize
from matting_rt.inference.onnx import OnnxEngine
from matting_rt.inference.program import ProgramEngine
from matting_rt.inference.torch import TorchEngine
from matting_rt.inference.torchscript import TorchScriptEngine
from matting_rt.model_files import ModelSpec
from matting_rt.tensors import TensorMatte
from tests.inference.random_models import make_pictures

pytestmark = pytest.mark.cuda

ENGINES = {kind.name: kind for kind in (TorchEngine, TorchScriptEngine, OnnxEngine)}
SIZES = [FrameSize(256, 144), FrameSize(177, 101)]
TOLERANCES = {Precision.FP32: 2e-3, Precision.FP16: 2e-2}
"""Of an alpha on average; half precision rounds, and a few cells are chosen otherwise for refinement."""


@pytest.fixture(scope="module")
def lite(make_model: Callable[[str, str, FrameSize], ModelSpec]) -> ModelSpec:
    return make_model("mobilenetv3-lite", "refine", SIZES[0])


@pytest.fixture(params=TOLERANCES, ids=lambda precision: precision.value)
def precision(request: pytest.FixtureRequest) -> Precision:
    return Precision(request.param)


@pytest.fixture(autouse=True)
def _without_tf32(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared is the program, not how a GPU rounds."""
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", False)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, lite: ModelSpec, precision: Precision) -> Iterator[ProgramEngine]:
    if request.param == "onnx" and "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        pytest.skip("ONNX Runtime has no CUDA provider here")
    engine = ENGINES[request.param](lite, config(precision), torch.device("cuda"))
    yield engine
    engine.close()


def config(precision: Precision) -> EngineConfig:
    return EngineConfig(precision=precision, refine_mode=RefineMode.SAMPLING)


def matte(engine: ProgramEngine, size: FrameSize) -> TensorMatte:
    src, bgr = make_pictures(size)
    given = engine.matte_tensors(*(x.to(engine.device, engine.dtype) for x in (src, bgr)))
    return TensorMatte(*(x.clone() for x in given))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_matte_on_the_gpu_is_the_one_of_the_cpu(
    engine: ProgramEngine, lite: ModelSpec, precision: Precision, size: FrameSize
) -> None:
    expected = matte(TorchEngine(lite, config(Precision.FP32), torch.device("cpu")), size)
    given = matte(engine, size)
    for x, true in zip(given, expected, strict=True):
        assert x.device.type == "cuda"
        assert x.dtype == engine.dtype
        assert x.shape == true.shape
        assert (x.float().cpu() - true).abs().mean() < TOLERANCES[precision]


def test_a_frame_has_the_same_matte_whatever_came_before(engine: ProgramEngine) -> None:
    first = matte(engine, SIZES[0])
    matte(engine, SIZES[1])
    for x, y in zip(first, matte(engine, SIZES[0]), strict=True):
        torch.testing.assert_close(x, y, atol=2e-3, rtol=0)
