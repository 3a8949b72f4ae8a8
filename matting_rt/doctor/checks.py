"""What is missing or set up badly on this computer, and the command that fixes it.

Each check looks at a `System`, which tests replace by a folder, and at what `probe_system` found.
"""

import os
import platform
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import metadata
from pathlib import Path

from matting_rt.doctor.probe import Survey
from matting_rt.lines import Line
from matting_rt.processor import computes_in_bf16
from matting_rt.virtual_camera.conditions import Remedy, judge
from matting_rt.virtual_camera.facts import examine

LOW_DISK_GB = 2.0
"""Exported programs take up to 240 MB each, and sixteen are kept."""
_NVIDIA_VENDOR = "0x10de"
_XCB_CURSOR = "libxcb-cursor.so.0"
"""Of the system, which PyQt6 does not bring and Qt has needed since 6.5."""


class Severity(Enum):
    """How much a finding matters."""

    MISSING = "missing"
    """Live video does not work without it."""
    ADVICE = "advice"
    """It works, but not as well as it could, or only in part."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to fix."""

    severity: Severity
    text: str
    command: str | None = None
    """What to type; None where no command fixes it."""
    can_set_up: bool = False
    """Whether setting up the virtual camera fixes it: the window does that itself."""


@dataclass(frozen=True, slots=True)
class System:
    """The parts of the computer that are looked at, apart from devices."""

    root: Path = Path("/")
    """Where sys, proc, dev and lib lie."""
    name: str = field(default_factory=platform.system)
    """Linux, Windows or Darwin."""
    release: str = field(default_factory=platform.release)
    """Of the kernel."""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    packages: frozenset[str] = field(default_factory=lambda: frozenset(_installed()))
    """Installed Python packages, in lower case."""
    cache: Path | None = None
    """Where exported programs go; None: not looked at."""
    control: Path | None = None
    """The control socket; None: not looked at."""


def this_system() -> System:
    """The computer we run on."""
    from matting_rt.inference.cache import cache_folder
    from matting_rt.live.control import control_path

    return System(cache=cache_folder(), control=control_path())


def missing(survey: Survey, system: System) -> list[Finding]:
    """What live video needs, or can use, and is not there."""
    return _run((_cameras, _virtual_cameras, _permissions, _engines, _models, _extras), survey, system)


def advise(survey: Survey, system: System) -> list[Finding]:
    """What is missing, and what is set up badly."""
    checks = (_opencv, _window, _cuda, _wayland, _disk, _control)
    return missing(survey, system) + _run(checks, survey, system)


def about_virtual_cameras(survey: Survey, system: System) -> list[Finding]:
    """What keeps other programs from seeing us."""
    return _run((_virtual_cameras,), survey, system)


def _run(
    checks: Iterable[Callable[[Survey, System], Iterable[Finding]]], survey: Survey, system: System
) -> list[Finding]:
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check(survey, system)
        except OSError as error:  # a file that may not be read tells nothing
            findings.append(Finding(Severity.ADVICE, Line("something could not be examined: {error}", error=error)))
    return findings


# --- what is missing


def _cameras(survey: Survey, system: System) -> Iterable[Finding]:
    if not survey.cameras:
        yield Finding(Severity.MISSING, "there is no camera: plug one in, or use --camera FILE or --camera synthetic")


def _virtual_cameras(survey: Survey, system: System) -> Iterable[Finding]:
    if system.name != "Linux":
        if "pyvirtualcam" not in system.packages:
            yield Finding(Severity.MISSING, Line("virtual cameras need pyvirtualcam here"), "pip install pyvirtualcam")
        return
    facts = examine(system.root, system.release, len(survey.virtual_cameras))
    for each in judge(facts, survey.virtual_cameras, system.root):
        severity = Severity.MISSING if each.is_missing else Severity.ADVICE
        yield Finding(severity, each.text, each.command, can_set_up=each.remedy is Remedy.SET_UP)


def _permissions(survey: Survey, system: System) -> Iterable[Finding]:
    nodes = sorted((system.root / "dev").glob("video*"))
    closed = [str(node) for node in nodes if not os.access(node, os.R_OK | os.W_OK)]
    if closed:
        text = f"you may not use {', '.join(closed)}: join the group video, then log out and in again"
        yield Finding(Severity.MISSING, text, "sudo usermod -aG video $USER")


def _engines(survey: Survey, system: System) -> Iterable[Finding]:
    names = {engine.name for engine in survey.engines}
    if "onnx" not in names:
        yield Finding(Severity.MISSING, "ONNX Runtime is not installed", "pip install onnxruntime")

    if "openvino" not in names and computes_in_bf16(system.root):
        text = "this processor computes in bf16: with OpenVINO the network runs on it up to twice as fast"
        yield Finding(Severity.ADVICE, text, "pip install 'matting-rt[openvino]'")


def _models(survey: Survey, system: System) -> Iterable[Finding]:
    if not survey.models:
        text = "no model is installed: install the program again, or import a checkpoint"
        yield Finding(Severity.MISSING, text, "matting-rt models import FILE.pth")


def _extras(survey: Survey, system: System) -> Iterable[Finding]:
    if "pyqt6" not in system.packages:
        yield Finding(Severity.ADVICE, "the desktop window needs PyQt6 (GPL-3)", "pip install PyQt6")
    if system.name == "Linux" and "pyvirtualcam" not in system.packages:
        text = "pyvirtualcam (GPL-2) is not installed; on Linux nothing needs it unless it is asked for by name"
        yield Finding(Severity.ADVICE, text, "pip install pyvirtualcam")


# --- what is set up badly


def _opencv(survey: Survey, system: System) -> Iterable[Finding]:
    wheels = sorted(name for name in system.packages if name.startswith("opencv-"))
    if len(wheels) > 1:
        text = (
            f"{' and '.join(wheels)} overwrite each other's files, and one brings a Qt that keeps windows from opening"
        )
        remove = f"pip uninstall -y {' '.join(wheels)} && pip install opencv-python-headless"
        yield Finding(Severity.ADVICE, text, remove)


def _window(survey: Survey, system: System) -> Iterable[Finding]:
    if system.name != "Linux" or "pyqt6" not in system.packages:
        return
    if not any(any((system.root / "usr").glob(f"{folder}/{_XCB_CURSOR}")) for folder in ("lib", "lib64", "lib/*")):
        text = f"on X11 the window does not open without {_XCB_CURSOR} (Fedora: xcb-util-cursor)"
        yield Finding(Severity.ADVICE, text, "sudo apt-get install libxcb-cursor0")


def _cuda(survey: Survey, system: System) -> Iterable[Finding]:
    if survey.gpus or not _has_nvidia_card(system):
        return
    if not (system.root / "proc/driver/nvidia/version").exists():
        text = "there is an NVIDIA card, but its driver is not loaded: the network runs on the CPU"
        yield Finding(Severity.ADVICE, text, "sudo apt-get install nvidia-driver")
    elif all(engine.name != "torch" for engine in survey.engines):
        text = "there is an NVIDIA card, which would run the network faster with PyTorch"
        yield Finding(Severity.ADVICE, text, "pip install 'matting-rt[gpu]'")
    else:
        text = (
            "there is an NVIDIA card, but PyTorch cannot use it: it was built without CUDA, for a newer driver, or for "
            "newer cards"
        )
        yield Finding(Severity.ADVICE, text, "pip install --force-reinstall torch torchvision")


def _has_nvidia_card(system: System) -> bool:
    """Whether a display controller (class 0x03....) of NVIDIA is on the bus, or its driver is loaded."""
    if (system.root / "proc/driver/nvidia/version").exists():
        return True
    for vendor in (system.root / "sys/bus/pci/devices").glob("*/vendor"):
        kind = vendor.with_name("class")
        if vendor.read_text().strip() == _NVIDIA_VENDOR and kind.exists() and kind.read_text().startswith("0x03"):
            return True
    return False


def _wayland(survey: Survey, system: System) -> Iterable[Finding]:
    environment = system.environment
    if environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY"):
        text = "on Wayland no program can grab keys: bind this command to a key in your desktop's keyboard settings"
        yield Finding(Severity.ADVICE, text, "matting-rt control toggle")


def _disk(survey: Survey, system: System) -> Iterable[Finding]:
    if system.cache is None:
        return
    folder = next(parent for parent in (system.cache, *system.cache.parents) if parent.exists())
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < LOW_DISK_GB:
        text = f"the disk of {system.cache} has {free_gb:.1f} GB left: exported programs may not be kept"
        yield Finding(Severity.ADVICE, text, f"rm -r {system.cache}" if system.cache.exists() else None)


def _control(survey: Survey, system: System) -> Iterable[Finding]:
    from matting_rt.live.control import is_stale

    if system.control is not None and is_stale(system.control):
        text = f"{system.control} was left by a program that ended suddenly; the next start replaces it"
        yield Finding(Severity.ADVICE, text, f"rm {system.control}")


def _installed() -> set[str]:
    # A damaged installation has distributions without a name.
    return {str(package.name).lower() for package in metadata.distributions() if package.metadata["Name"]}
