"""What runs ONNX files: the interface, and ONNX Runtime, without PyTorch."""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from matting_rt.config import DeviceKind, EngineConfig
from matting_rt.engines import ENGINES, load
from matting_rt.errors import ModelError
from matting_rt.lines import Line

if TYPE_CHECKING:
    import onnxruntime

MOST_THREADS = 8
"""More gain nothing on pictures this small, and the meeting program needs cores too."""


@dataclass(frozen=True, slots=True)
class ExecutionProvider:
    """What ONNX Runtime computes with on a device."""

    name: str
    """ONNX Runtime's."""
    install: str
    """How to have it, for whoever has not."""
    has_memory_patterns: bool = True
    """DirectML refuses to open with them."""


PROVIDERS = {
    "cpu": ExecutionProvider("CPUExecutionProvider", Line("install onnxruntime")),
    "cuda": ExecutionProvider("CUDAExecutionProvider", Line("install onnxruntime-gpu in place of onnxruntime")),
    "directml": ExecutionProvider(
        "DmlExecutionProvider", Line("install onnxruntime-directml in its place (Windows)"), has_memory_patterns=False
    ),
    "coreml": ExecutionProvider("CoreMLExecutionProvider", Line("it is in macOS's onnxruntime")),
}
"""By the words that `--device` takes."""
CPU_PROVIDER = PROVIDERS["cpu"].name
Provider = str | tuple[str, dict[str, object]]
Arrays = Mapping[str, npt.NDArray[Any]]


class Session(ABC):
    """One ONNX file, ready to run on arrays of the host."""

    @abstractmethod
    def run(self, inputs: Arrays) -> list[Any]:
        """Its outputs in their order, as arrays of the caller's own. From any number of threads at the same time."""


def open_host_session(
    content: bytes, config: EngineConfig, threads: int = 0, sides: Mapping[str, int] | None = None
) -> Session:
    """
    Args:
        config: with engine, device and precision resolved.
        threads, sides: as `open_session`.

    Raises:
        ModelError: ONNX Runtime cannot use the device after all.
    """
    opener = ENGINES[config.engine].sessions
    assert opener is not None, f"{config.engine} has no sessions"
    session: Session = load(opener.path)(content, config, threads, sides or {})
    return session


class OnnxRuntimeSession(Session):
    def __init__(
        self,
        content: bytes,
        provider: str = CPU_PROVIDER,
        threads: int = 0,
        sides: Mapping[str, int] | None = None,
    ) -> None:
        """As `open_session`. Raises ModelError where it would compute on the CPU alone in the provider's place."""
        self._session = open_session(content, provider, threads, sides)
        if provider not in self._session.get_providers():
            raise ModelError("ONNX Runtime cannot load its {provider}; choose the device cpu", provider=provider)

    @classmethod
    def open(cls, content: bytes, config: EngineConfig, threads: int, sides: Mapping[str, int]) -> Session:
        """As `open_host_session`."""
        device = DeviceKind.CPU if config.device is DeviceKind.AUTO else config.device  # where nobody has chosen
        return cls(content, PROVIDERS[device.value].name, threads, sides)

    def run(self, inputs: Arrays) -> list[Any]:
        outputs: list[Any] = self._session.run(None, dict(inputs))
        return outputs


def open_session(
    content: bytes,
    provider: Provider = CPU_PROVIDER,
    threads: int = 0,
    sides: Mapping[str, int] | None = None,
) -> "onnxruntime.InferenceSession":
    """
    Args:
        threads: that one run computes in; 0: as many as there may be.
        sides: of what is left open in the graph, what is known here: constant shapes run a tenth faster.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors; it warns of each node that it leaves on the CPU
    options.intra_op_num_threads = threads or thread_count()
    # Threads that wait for work by spinning take the cores from the decoder and the encoder.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    chosen = next((each for each in PROVIDERS.values() if each.name == provider), None)
    options.enable_mem_pattern = chosen is None or chosen.has_memory_patterns
    for name, side in (sides or {}).items():
        options.add_free_dimension_override_by_name(name, side)
    return onnxruntime.InferenceSession(content, options, providers=[provider])


def list_devices() -> tuple[str, ...]:
    """What this computer's ONNX Runtime can compute on, in the words of PROVIDERS; the best first, as it has them."""
    import onnxruntime

    words = {provider.name: word for word, provider in PROVIDERS.items()}
    return tuple(words[name] for name in onnxruntime.get_available_providers() if name in words)


def thread_count() -> int:
    """OMP_NUM_THREADS, as PyTorch has it; else the cores that this process may use, within reason."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_THREADS)
