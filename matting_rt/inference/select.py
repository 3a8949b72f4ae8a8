"""Which engine runs where, from what was asked for and what there is."""

import ctypes
import logging
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from matting_rt.config import DeviceKind, EngineConfig, Precision, RefineMode
from matting_rt.engines import AUTO, ENGINES, Engine, Opener, load
from matting_rt.errors import ConfigError, reason_of
from matting_rt.extras import EXPORT, GPU, require_extra
from matting_rt.files import user_path
from matting_rt.inference.sessions import PROVIDERS
from matting_rt.lines import Line, any_of
from matting_rt.network.settings import OUR_VARIANTS

if TYPE_CHECKING:
    from matting_rt.model_files import ModelSpec

log = logging.getLogger(__name__)

DEFAULT_MODEL = "mobilenetv3-lite"
"""On every device: mobilenetv3 is made for GPUs, but as released errs more (models/mobilenetv3.md)."""


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


def list_torch_devices() -> tuple[str, ...]:
    """What this computer's PyTorch can compute on, in the words of `DeviceKind`; the best first."""
    return ("cuda", "cpu") if is_cuda_usable() else ("cpu",)


def opener_for(spec: "ModelSpec", config: EngineConfig) -> Opener:
    """How the engine of a resolved configuration runs a model. Raises ConfigError: it does not."""
    engine, device = ENGINES[config.engine], config.device.value
    # all of ours run in parts but in one mode
    is_ours = spec.kind == "refine" and spec.variant in OUR_VARIANTS
    has_parts = is_ours and config.refine_mode is not RefineMode.THRESHOLDING
    for opener in (engine.sessions if has_parts else None, engine.networks):
        if opener is not None and device in opener.devices:
            return opener
    raise ConfigError(
        "the engine {engine} does not run {model} ({variant}) in this way on {device}; choose "
        "another engine, or the device cpu",
        engine=engine.name,
        model=spec.name,
        variant=spec.variant,
        device=device,
    )


def resolve(config: EngineConfig, cuda_available: bool) -> EngineConfig:
    """The configuration with nothing left to "auto": model, engine, device and precision.

    Raises:
        ConfigError: CUDA is asked for where there is none; an engine on a device that it does not run on, or that is
            not here; half precision on a CPU, where it is slower than single; bf16 of what does not compute in it.
    """
    config = replace(config, model=DEFAULT_MODEL if config.model == AUTO else config.model)
    engine = None if config.engine == AUTO else ENGINES[config.engine]
    if engine is None and config.precision is Precision.BF16:
        engine = _first_with_bf16()
    device = _resolve_device(config.device, engine, cuda_available)
    if engine is None:
        engine = next(each for each in ENGINES.values() if device.value in each.auto_devices)
    _require_fit(engine, device)
    precision = _resolve_precision(config.precision, engine, device)
    _require_here(engine, device, cuda_available)
    return replace(config, engine=engine.name, device=device, precision=precision)


def _resolve_device(asked: DeviceKind, engine: Engine | None, cuda_available: bool) -> DeviceKind:
    if asked is not DeviceKind.AUTO:
        return asked
    has_cuda = cuda_available and (engine is None or DeviceKind.CUDA.value in engine.devices)
    return DeviceKind.CUDA if has_cuda else DeviceKind.CPU


def _require_fit(engine: Engine, device: DeviceKind) -> None:
    """Raise ConfigError unless an engine runs on such devices."""
    name = device.value
    if name not in engine.devices:
        others = any_of(each.name for each in ENGINES.values() if name in each.devices)
        raise ConfigError(
            "the engine {engine} does not run on {device}; choose the device {devices}, or the engine {others}",
            engine=engine.name,
            device=name,
            devices=any_of(engine.devices),
            others=others,
        )


def _require_here(engine: Engine, device: DeviceKind, cuda_available: bool) -> None:
    """Raise ConfigError unless this computer has the device for the engine."""
    name = device.value
    if device is DeviceKind.CUDA:
        if not cuda_available:
            raise ConfigError(
                "the device is cuda, but PyTorch finds no CUDA device here that it can use; choose cpu or auto"
            )
    elif device is not DeviceKind.CPU and engine.find_devices and name not in load(engine.find_devices)():
        advice = Line("choose the device cpu")
        if name in PROVIDERS:
            advice = Line("{install}, or choose the device cpu", install=PROVIDERS[name].install)
        raise ConfigError(
            "this {engine} cannot use {device}; {advice}", engine=engine.label, device=name, advice=advice
        )


def _resolve_precision(asked: Precision, engine: Engine, device: DeviceKind) -> Precision:
    if asked is Precision.BF16:
        if engine.has_bf16 and device is DeviceKind.CPU:
            return asked
        raise ConfigError(
            "the precision is bf16, which is the engine {engine}'s, on a CPU; choose that, or auto",
            engine=_first_with_bf16().name,
        )
    if device is DeviceKind.CUDA:
        return Precision.FP16 if asked is Precision.AUTO else asked
    if asked is Precision.FP16:
        if device is DeviceKind.CPU:
            raise ConfigError("the precision is fp16, which is slower than fp32 on a CPU; choose fp32 or auto")
        raise ConfigError(
            "the precision is fp16, which is not used on {device}; choose fp32 or auto", device=device.value
        )
    return Precision.FP32


def _first_with_bf16() -> Engine:
    return next(engine for engine in ENGINES.values() if engine.has_bf16)


def resolve_exported(config: EngineConfig, cuda_available: bool) -> EngineConfig:
    """As `resolve`, of an exported program. Raises UsageError where what it takes is not installed."""
    device = config.device
    if device not in (DeviceKind.AUTO, DeviceKind.CPU, DeviceKind.CUDA):
        raise ConfigError(
            "{model} is an exported program, which does not run on {device}", model=config.model, device=device.value
        )
    is_onnx = user_path(config.model).suffix.lower() == ".onnx"
    require_extra(EXPORT if is_onnx else GPU, Line("the exported program {model}", model=config.model))
    from matting_rt.inference.exported import fit_config, read_exported

    return resolve(fit_config(read_exported(user_path(config.model)), config), cuda_available)
