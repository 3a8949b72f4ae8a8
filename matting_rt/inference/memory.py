"""Have all that runs networks say alike that there is not enough memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from matting_rt.errors import DeviceMemoryError, MattingError

_NO_MEMORY = ("out of memory", "failed to allocate memory", "can't allocate memory", "alloc_failed", "bad_alloc")
"""What CUDA, ONNX Runtime, PyTorch on a CPU, and cuDNN or cuBLAS say, in small letters."""


@contextmanager
def normalise_oom(name: str) -> Iterator[None]:
    """Have all that runs networks say alike, by DeviceMemoryError, that there is not enough memory.

    TorchScript makes a plain RuntimeError of that, ONNX Runtime has an error of its own, cuDNN and cuBLAS speak of a
    status.

    Args:
        name: of the engine, for the message.
    """
    try:
        yield
    except Exception as error:  # ONNX Runtime's kinds have no other base
        said = str(error).lower()
        if isinstance(error, MattingError) or not any(sign in said for sign in _NO_MEMORY):
            raise
        raise DeviceMemoryError(
            "the engine {name} is out of memory; choose a lower quality or a smaller size", name=name
        ) from error
