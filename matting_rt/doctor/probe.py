"""What this computer has: cameras, virtual cameras, microphones, GPUs, engines and models.

Every probe survives whatever is missing: what cannot be examined is named in `Survey.problems`, with the reason.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import matting_rt
from matting_rt.engines import ENGINES, load
from matting_rt.errors import SourceError, reason_of


@dataclass(frozen=True, slots=True)
class CameraEntry:
    """A camera that is connected."""

    id: str
    """Names the same camera after it was plugged in again; `--camera` takes it."""
    path: str
    name: str
    formats: tuple[str, ...]
    """Such as "MJPG 1280x720 at 30, 60 fps"; empty where the system does not say."""


@dataclass(frozen=True, slots=True)
class VirtualCameraEntry:
    """A virtual camera that `--output` can name."""

    path: str
    name: str
    state: str
    """free, busy or forbidden."""
    holders: tuple[str, ...]
    """Programs that have it open, as far as this user may see them."""


@dataclass(frozen=True, slots=True)
class MicrophoneEntry:
    """A microphone that is connected."""

    id: str
    """Names the same one after it was plugged in again; `--microphone` takes it."""
    name: str


@dataclass(frozen=True, slots=True)
class GpuEntry:
    """A GPU that PyTorch can use."""

    name: str
    memory_gb: float
    driver: str | None
    """Version of NVIDIA's driver; None where it is unknown."""


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """A backend that can run the network."""

    name: str
    version: str
    devices: tuple[str, ...]
    """What it can run on here, in the words that `--device` takes."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A network that `--model` can name."""

    name: str
    network: str


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that was found."""

    cameras: tuple[CameraEntry, ...] = ()
    virtual_cameras: tuple[VirtualCameraEntry, ...] = ()
    microphones: tuple[MicrophoneEntry, ...] = ()
    gpus: tuple[GpuEntry, ...] = ()
    engines: tuple[EngineEntry, ...] = ()
    models: tuple[ModelEntry, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be examined, and why."""


Probes = dict[str, Callable[[], tuple[Any, ...]]]
"""The fields of `Survey`, and what fills each of them."""


def probe_system(probes: Probes | None = None) -> Survey:
    """Look at everything; takes seconds, because PyTorch and ONNX Runtime are loaded. Raises nothing."""
    found: dict[str, tuple[Any, ...]] = {}
    problems = []
    for name, probe in (probes or PROBES).items():
        try:
            found[name] = probe()
        except Exception as error:  # drivers and half-installed libraries raise anything; the others are still asked
            what = name.replace("_", " ")
            problems.append(f"{what} cannot be examined: {type(error).__name__}: {reason_of(error)}")
    return Survey(**found, problems=tuple(problems))


def list_cameras() -> tuple[CameraEntry, ...]:
    from matting_rt.sources import camera_backends

    return tuple(
        CameraEntry(camera.stable_id, camera.path, camera.name, tuple(map(_format, camera.modes)))
        for camera in camera_backends.list_cameras()
    )


def _format(mode: Any) -> str:
    rates = ", ".join(f"{rate:g}" for rate in mode.rates_fps)
    return f"{mode.fourcc} {mode.size}" + (f" at {rates} fps" if rates else "")


def list_microphones() -> tuple[MicrophoneEntry, ...]:
    """None where no sound server runs: many computers have none."""
    from matting_rt.sources import microphone

    with suppress(SourceError):
        return tuple(MicrophoneEntry(each.stable_id, each.name) for each in microphone.list_microphones())
    return ()


def list_virtual_cameras() -> tuple[VirtualCameraEntry, ...]:
    from matting_rt.sinks import v4l2_device

    return tuple(
        VirtualCameraEntry(camera.path, camera.name, camera.state.value, camera.holders)
        for camera in v4l2_device.list_virtual_cameras()
    )


def list_gpus() -> tuple[GpuEntry, ...]:
    from matting_rt.inference.select import is_cuda_usable

    if not is_cuda_usable():
        return ()
    import torch

    gpus = map(torch.cuda.get_device_properties, range(torch.cuda.device_count()))
    driver = driver_version()
    return tuple(GpuEntry(gpu.name, round(gpu.total_memory / 1e9, 1), driver) for gpu in gpus)


def driver_version(file: Path = Path("/proc/driver/nvidia/version")) -> str | None:
    """The version of NVIDIA's driver on Linux, such as "550.54.14"."""
    try:
        version = re.search(r"Kernel Module.*?\s(\d+\.[\d.]+)", file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    return version[1] if version else None


def list_engines() -> tuple[EngineEntry, ...]:
    """The engines whose packages are installed."""
    found = []
    for engine in ENGINES.values():
        version = (
            next(filter(None, map(_version, engine.distributions)), None)
            if engine.distributions
            else matting_rt.__version__
        )
        if version is not None:
            devices = load(engine.find_devices)() if engine.find_devices else engine.devices
            found.append(EngineEntry(engine.name, version, devices))
    return tuple(found)


def list_models() -> tuple[ModelEntry, ...]:
    from matting_rt.model_files import imported_models, released_models

    return tuple(
        ModelEntry(model.name, f"{model.variant} ({model.kind})") for model in (*released_models(), *imported_models())
    )


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


PROBES: Probes = {
    "cameras": list_cameras,
    "virtual_cameras": list_virtual_cameras,
    "microphones": list_microphones,
    "gpus": list_gpus,
    "engines": list_engines,
    "models": list_models,
}
