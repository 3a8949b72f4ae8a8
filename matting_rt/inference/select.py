"""Which engine runs where, from what was asked for and what there is."""

import ctypes
import logging
import sys
from dataclasses import replace

from matting_rt.config import DeviceKind, EngineConfig, EngineKind, Precision
from matting_rt.errors import ConfigError, reason_of
from matting_rt.inference.sessions import PROVIDERS, has_provider

log = logging.getLogger(__name__)

DEFAULT_MODEL = "mobilenetv3-lite"
"""On every device: mobilenetv3 is made for GPUs, but as released errs more (models/mobilenetv3.md)."""


_PACKAGES = {
    DeviceKind.DIRECTML: "install onnxruntime-directml in its place (Windows)",
    DeviceKind.COREML: "it is in macOS's onnxruntime",
}
"""What has each."""


def is_cuda_usable() -> bool:
    """Whether PyTorch can compute on this computer's GPU: it also finds some that it was built without kernels for.

    Without a driver PyTorch, which takes seconds and a quarter of a gigabyte, is not even looked for.
    """
    if not has_cuda_driver():
        return False
    try:
        import torch
    except ImportError:
        return False
    if not torch.cuda.is_available():
        return False
    try:
        return int(torch.ones(2, device="cuda").sum()) == 2
    except Exception as error:  # "no kernel image is available"; and drivers raise anything
        log.warning("the GPU cannot be used: %s", reason_of(error))
        return False


def has_cuda_driver() -> bool:
    """Whether this computer has NVIDIA's driver."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _resolve_provider(config: EngineConfig) -> EngineConfig:
    """Engine and precision of a configuration on what ONNX Runtime has besides the CPU and CUDA; see `resolve`."""
    name = config.device.value
    if config.engine not in (EngineKind.AUTO, EngineKind.ONNX):
        raise ConfigError(f"the device {name} is ONNX Runtime's; choose the engine onnx or auto")
    if config.precision not in (Precision.AUTO, Precision.FP32):
        raise ConfigError(f"the device {name} is used in fp32; choose the precision fp32 or auto")
    if not has_provider(config.device):
        raise ConfigError(f"this ONNX Runtime cannot use {name}; {_PACKAGES[config.device]}, or choose the device cpu")
    return replace(config, engine=EngineKind.ONNX, precision=Precision.FP32)


def resolve(config: EngineConfig, cuda_available: bool) -> EngineConfig:
    """The configuration with nothing left to "auto": model, engine, device and precision.

    Raises:
        ConfigError: CUDA is asked for where there is none, or for what runs on a CPU alone; half precision on a CPU,
            where it is slower than single; bf16 of what does not compute in it; a device that ONNX Runtime lacks.
    """
    config = replace(config, model=DEFAULT_MODEL if config.model == "auto" else config.model)
    if config.device in PROVIDERS:
        return _resolve_provider(config)
    device = config.device
    if config.engine is EngineKind.OPENVINO and device is DeviceKind.AUTO:
        device = DeviceKind.CPU
    if device is DeviceKind.AUTO:
        device = DeviceKind.CUDA if cuda_available else DeviceKind.CPU
    on_cuda = device is DeviceKind.CUDA
    if on_cuda and not cuda_available:
        raise ConfigError(
            "the device is cuda, but PyTorch finds no CUDA device here that it can use; choose cpu or auto"
        )
    precision = config.precision
    if precision is Precision.AUTO:
        precision = Precision.FP16 if on_cuda else Precision.FP32
    if precision is Precision.FP16 and not on_cuda:
        raise ConfigError("the precision is fp16, which is slower than fp32 on a CPU; choose fp32 or auto")
    engine = config.engine
    if on_cuda and engine is EngineKind.OPENVINO:
        raise ConfigError("the engine openvino runs on the CPU; choose the device cpu, or the engine torchscript")
    if precision is Precision.BF16 and (on_cuda or engine is not EngineKind.OPENVINO):
        raise ConfigError("the precision is bf16, which is the engine openvino's, on a CPU; choose that, or auto")
    if engine is EngineKind.AUTO:
        engine = EngineKind.TORCHSCRIPT if on_cuda else EngineKind.ONNX
    return replace(config, engine=engine, device=device, precision=precision)
