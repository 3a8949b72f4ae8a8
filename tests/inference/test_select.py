"""What "auto" comes to."""

from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch

from matting_rt.build import build_engine, resolve_engine
from matting_rt.config import DeviceKind, EngineConfig, Precision
from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from matting_rt.inference.select import is_cuda_usable, resolve
from matting_rt.inference.sessions import PROVIDERS
from tests.inference.random_models import make_images


def test_auto_is_torchscript_in_half_precision_on_cuda() -> None:
    config = resolve(EngineConfig(), cuda_available=True)
    assert (config.model, config.engine) == ("mobilenetv3-lite", "torchscript")
    assert (config.device, config.precision) == (DeviceKind.CUDA, Precision.FP16)


def test_auto_is_onnx_runtime_in_single_precision_on_a_cpu() -> None:
    config = resolve(EngineConfig(), cuda_available=False)
    assert (config.model, config.engine) == ("mobilenetv3-lite", "onnx")
    assert (config.device, config.precision) == (DeviceKind.CPU, Precision.FP32)


def test_what_is_asked_for_is_kept() -> None:
    asked = EngineConfig(
        model="resnet50", engine="torch", device=DeviceKind.CPU, precision=Precision.FP32, refine_pixels=1600
    )
    assert resolve(asked, cuda_available=True) == asked


def test_cuda_where_there_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="no CUDA device"):
        resolve(EngineConfig(device=DeviceKind.CUDA), cuda_available=False)


@pytest.mark.parametrize("device", [DeviceKind.DIRECTML, DeviceKind.COREML], ids=str)
def test_a_gpu_that_only_onnx_runtime_knows_is_refused_where_it_lacks_that(device: DeviceKind) -> None:
    provider = PROVIDERS[device.value].name
    assert provider in onnxruntime.get_all_providers()
    if provider in onnxruntime.get_available_providers():
        pytest.skip("it is there")
    with pytest.raises(ConfigError, match=f"this ONNX Runtime cannot use {device.value}; .* choose the device cpu"):
        resolve(EngineConfig(device=device), cuda_available=False)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"engine": "torch"}, "or the engine onnx"),
        ({"precision": Precision.FP16}, "fp16, which is not used on directml"),
    ],
)
def test_such_a_gpu_takes_one_engine_and_precision(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        resolve(EngineConfig(device=DeviceKind.DIRECTML, **more), cuda_available=False)


def test_a_provider_of_onnx_runtime_gives_the_matte_of_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "coreml", PROVIDERS["cpu"])  # what else computes on every computer?
    frame, plate = make_images(FrameSize(256, 144))
    alphas = []
    for device in (DeviceKind.CPU, DeviceKind.COREML):
        config = resolve_engine(EngineConfig(engine="onnx", device=device))
        engine = build_engine(config)
        stream = engine.open_stream(FrameSize(256, 144))
        stream.set_plate(plate)
        alphas.append(stream.matte(frame).alpha)
        engine.close()
    np.testing.assert_array_equal(*alphas)


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
