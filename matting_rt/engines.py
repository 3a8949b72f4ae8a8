"""The engines that networks run in: one row each, from which every choice, check and opener is taken.

A row is data: what it names is imported when it is first used. Devices are the words that `--device` takes.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from matting_rt.extras import EXPORT, GPU, OPENVINO

AUTO = "auto"
"""In the place of an engine's name: TorchScript on CUDA; else whichever of those that may be chosen is fastest here."""


@dataclass(frozen=True, slots=True)
class Opener:
    """One way in which an engine runs networks."""

    path: str
    """"module:callable"."""
    devices: tuple[str, ...]
    extra: str | None = None
    """What must be installed, as setup.cfg names it; None: nothing else."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine. It needs `networks`, `sessions` or both."""

    name: str
    """As `--engine` and configurations have it."""
    label: str
    """What a person calls it."""
    networks: Opener | None = None
    """Makes a `MattingEngine` of any network, from a `ModelSpec` and a resolved `EngineConfig`."""
    sessions: Opener | None = None
    """Makes a `Session` of one ONNX file, from its content, a resolved `EngineConfig`, threads and sides: runs the
    networks that come in parts, without PyTorch."""
    auto_devices: tuple[str, ...] = ()
    """Where "auto" may choose it. Of several that run a network in sessions the fastest is found by measuring."""
    has_bf16: str | None = None
    """"module:callable", which says whether it computes in bf16 on this processor; None: it never does."""
    gives_details: bool = False
    """Whether its streams tell expected errors and refined cells."""
    distributions: tuple[str, ...] = ()
    """Python packages that bring it, under one of these names; empty: it comes with this program."""
    find_devices: str | None = None
    """"module:callable", the devices that it can use on this computer; None: all of its own."""
    seed_name: str | None = None
    """What BackgroundMattingV2's scripts call it, where that is another name."""

    @property
    def devices(self) -> tuple[str, ...]:
        """All that it can run on, somewhere."""
        openers = [opener for opener in (self.networks, self.sessions) if opener is not None]
        return tuple(dict.fromkeys(device for opener in openers for device in opener.devices))


_ON_TORCH = ("cpu", "cuda")
_ONNX_RUNTIMES = ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml")

ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            "onnx",
            "ONNX Runtime",
            networks=Opener("matting_rt.inference.onnx:OnnxEngine", _ON_TORCH, EXPORT),
            sessions=Opener("matting_rt.inference.sessions:OnnxRuntimeSession.open", ("cpu", "directml", "coreml")),
            auto_devices=("cpu", "directml", "coreml"),
            distributions=_ONNX_RUNTIMES,
            find_devices="matting_rt.inference.sessions:list_devices",
        ),
        Engine(
            "openvino",
            "OpenVINO",
            sessions=Opener("matting_rt.inference.openvino:OpenVinoSession.open", ("cpu",), OPENVINO),
            auto_devices=("cpu",),
            has_bf16="matting_rt.inference.openvino:has_bf16",
            distributions=("openvino",),
        ),
        Engine(
            "torchscript",
            "TorchScript",
            networks=Opener("matting_rt.inference.torchscript:TorchScriptEngine", _ON_TORCH, GPU),
            auto_devices=("cuda",),
            distributions=("torch",),
            find_devices="matting_rt.inference.select:list_torch_devices",
        ),
        Engine(
            "torch",
            "PyTorch",
            networks=Opener("matting_rt.inference.torch:TorchEngine", _ON_TORCH, GPU),
            gives_details=True,
            distributions=("torch",),
            find_devices="matting_rt.inference.select:list_torch_devices",
            seed_name="pytorch",
        ),
    )
}


def engine_choices() -> tuple[tuple[str, str], ...]:
    """What can be chosen: names, and what a person calls each."""
    return ((AUTO, "Automatic"), *((engine.name, engine.label) for engine in ENGINES.values()))


def load(path: str) -> Any:
    """What "module:callable" names."""
    module, _, names = path.partition(":")
    found: Any = import_module(module)
    for name in names.split("."):
        found = getattr(found, name)
    return found
