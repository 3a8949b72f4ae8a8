"""What "auto" comes to."""

import pytest
import torch

from matting_rt.config import DeviceKind, EngineConfig, EngineKind, Precision
from matting_rt.errors import ConfigError
from matting_rt.inference.select import is_cuda_usable, resolve


def test_auto_is_torchscript_in_half_precision_on_cuda() -> None:
    config = resolve(EngineConfig(), cuda_available=True)
    assert (config.model, config.engine) == ("mobilenetv3-lite", EngineKind.TORCHSCRIPT)
    assert (config.device, config.precision) == (DeviceKind.CUDA, Precision.FP16)


def test_auto_is_onnx_runtime_in_single_precision_on_a_cpu() -> None:
    config = resolve(EngineConfig(), cuda_available=False)
    assert (config.model, config.engine) == ("mobilenetv3-lite", EngineKind.ONNX)
    assert (config.device, config.precision) == (DeviceKind.CPU, Precision.FP32)


def test_what_is_asked_for_is_kept() -> None:
    asked = EngineConfig(
        model="resnet50", engine=EngineKind.TORCH, device=DeviceKind.CPU, precision=Precision.FP32, refine_pixels=1600
    )
    assert resolve(asked, cuda_available=True) == asked


def test_cuda_where_there_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="no CUDA device"):
        resolve(EngineConfig(device=DeviceKind.CUDA), cuda_available=False)


def test_half_precision_on_a_cpu_is_refused() -> None:
    with pytest.raises(ConfigError, match="fp16"):
        resolve(EngineConfig(precision=Precision.FP16), cuda_available=False)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_found_but_cannot_compute_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert not is_cuda_usable()
    assert not caplog.text
    monkeypatch.setattr("matting_rt.inference.select.has_cuda_driver", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert not is_cuda_usable()
    assert "the GPU cannot be used: " in caplog.text
