"""Packages that only some uses need, and one line for whoever asks for such a use without them."""

from importlib.util import find_spec

from matting_rt.errors import UsageError
from matting_rt.lines import all_of

GPU, EXPORT, OPENVINO, WEB = "gpu", "export", "openvino", "web"
"""As setup.cfg names them."""
_PACKAGES = {
    GPU: {"torch": "PyTorch"},
    EXPORT: {"torch": "PyTorch", "onnx": "ONNX", "onnxscript": "ONNX"},
    OPENVINO: {"openvino": "OpenVINO"},
    WEB: {"gradio": "Gradio"},
}
"""What is looked for, and what people call it."""


def is_installed(package: str) -> bool:
    """Whether a package can be found, without loading it."""
    return find_spec(package) is not None


def missing_packages(extra: str | None) -> list[str]:
    """What people call the packages of an extra that are not installed; nothing is loaded. None needs none."""
    packages = _PACKAGES[extra] if extra is not None else {}
    return list(dict.fromkeys(name for package, name in packages.items() if not is_installed(package)))


def require_extra(extra: str | None, what: str) -> None:
    """Raise UsageError unless the packages of an extra are installed; nothing is loaded.

    Args:
        what: begins the message: what takes them.
    """
    missing = missing_packages(extra)
    if missing:
        raise UsageError(
            "{what} takes {packages}: pip install 'matting-rt[{extra}]'",
            what=what,
            packages=all_of(missing),
            extra=extra,
        )
