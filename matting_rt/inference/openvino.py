"""Sessions of OpenVINO, without PyTorch: the faster runtime on x86, most of all on processors that compute in bf16."""

import functools
import queue
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matting_rt.config import EngineConfig, Precision
from matting_rt.inference.sessions import Arrays, Session, thread_count

if TYPE_CHECKING:
    import openvino

_HINTS = {Precision.FP32: "f32", Precision.BF16: "bf16"}


class OpenVinoSession(Session):
    """One ONNX file, compiled for each set of shapes that it is given: constant ones run fastest."""

    def __init__(self, content: bytes, precision: Precision, threads: int = 0) -> None:
        """
        Args:
            precision: fp32, or bf16 where `has_bf16`.
            threads: that one run computes in; 0: as many as there may be.
        """
        self._core, self._content = open_core(), content
        self._settings = {
            "INFERENCE_PRECISION_HINT": _HINTS[precision],
            "INFERENCE_NUM_THREADS": thread_count(),
            "NUM_STREAMS": thread_count() // threads if threads else 1,  # so many runs at the same time
            "ENABLE_CPU_PINNING": False,  # two programs that pin their threads meet on the same core
        }
        self._requests: dict[tuple[tuple[int, ...], ...], _Requests] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(cls, content: bytes, config: EngineConfig, threads: int, sides: Mapping[str, int]) -> Session:
        """As `open_host_session`; what it compiles has every side fixed anyway."""
        return cls(content, config.precision, threads)

    def run(self, inputs: Arrays) -> list[Any]:
        shapes = tuple(x.shape for x in inputs.values())
        with self._lock:
            if shapes not in self._requests:
                self._requests[shapes] = _Requests(self._compile(inputs))
        requests = self._requests[shapes]
        request = requests.take()
        try:
            request.infer(dict(inputs), share_inputs=True)
            return [tensor.data.copy() for tensor in request.output_tensors]
        finally:
            requests.give_back(request)

    def _compile(self, inputs: Arrays) -> "openvino.CompiledModel":
        model = self._core.read_model(self._content, b"")
        model.reshape({name: list(x.shape) for name, x in inputs.items()})
        return self._core.compile_model(model, "CPU", self._settings)


class _Requests:
    """As many as run at the same time: one holds its inputs and outputs."""

    def __init__(self, compiled: "openvino.CompiledModel") -> None:
        self._compiled = compiled
        self._free: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def take(self) -> Any:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            return self._compiled.create_infer_request()

    def give_back(self, request: Any) -> None:
        self._free.put(request)


@functools.cache
def open_core() -> "openvino.Core":
    """The only one of the process, which is never released.

    Each gives the thread that first uses it another stack for signals, and takes that away when it is released. Of two,
    the second puts back the first one's, which may be gone: the next signal would end the process.
    """
    # OpenVINO tells its makers of every import, unless what sends it cannot be loaded: what is done here is nobody's
    # business.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino.Core()


def has_bf16() -> bool:
    """Whether this processor computes in bf16, at twice the rate of fp32."""
    return "BF16" in open_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
