"""What TorchScript alone does."""

import pytest
import torch
from torch import Tensor, nn

from matting_rt.config import EngineConfig, Precision
from matting_rt.errors import DeviceMemoryError
from matting_rt.frame import FrameSize
from matting_rt.inference.program import Program
from matting_rt.inference.torchscript import TorchScriptEngine, without_deprecation
from matting_rt.model_files import find_model
from matting_rt.network.settings import NetworkSettings


class Hungry(nn.Module):
    """Wants 4 petabytes for a frame that is brighter than what programs are warmed with."""

    def forward(
        self, src: Tensor, bgr: Tensor, known: Tensor, last_src: Tensor, last_pha: Tensor
    ) -> tuple[Tensor, Tensor]:
        if float(src.mean()) > 0.9:
            src = src + torch.zeros([1 << 50]).sum()
        return src[:, :1], bgr


class HungryEngine(TorchScriptEngine):
    def make_program(self, size: FrameSize, settings: NetworkSettings) -> Program:
        with without_deprecation():
            program: Program = torch.jit.script(Hungry())
        return program


def test_running_out_of_memory_is_told_as_pytorch_tells_it() -> None:
    engine = HungryEngine(find_model("mobilenetv3-lite"), EngineConfig(precision=Precision.FP32), torch.device("cpu"))
    grey = torch.full((1, 3, 64, 64), 0.5)
    assert engine.matte_tensors(grey, grey).pha.shape == (1, 1, 64, 64)
    with pytest.raises(DeviceMemoryError, match=r"^the engine torchscript is out of memory;"):
        engine.matte_tensors(torch.ones_like(grey), grey)
