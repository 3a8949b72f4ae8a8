"""A network alone, from a picture of the host to its alpha there, for `tools.benchmark network`.

Every function here runs in a process of its own: engines do not share threads, and code from elsewhere touches nothing.
"""

import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import ClassVar

import numpy as np

from matting_rt.config import DeviceKind, EngineConfig, Preset
from matting_rt.errors import UsageError, reason_of
from matting_rt.frame import FrameSize, Image
from matting_rt.threads.overlap import overlapped
from tools.benchmark_film import Film

WARM_UP = 5
"""Frames that are not counted: TorchScript compiles in the first two."""
FRAMES = 55
ORIGINAL_FRAMES = 15
"""Of the slow network that is only compared with."""
HD_SCALE, HD_PIXELS = 0.25, 80_000
"""BackgroundMattingV2's settings for 1920x1080."""


@dataclass(frozen=True, slots=True)
class NetworkSpeed:
    """One network at one size."""

    HEADINGS: ClassVar[tuple[str, ...]] = (
        "network",
        "size",
        "frames a second",
        "one alone: p50, ms",
        "p95, ms",
        "CPU ms a frame",
        "times as fast as the original",
    )

    name: str
    size: str
    rate_fps: float
    """With each frame begun while the one before is finished, as live video and files do; a network that does all of
    its work at the end takes one frame after another."""
    p50_ms: float
    """From a picture to its alpha, of frames that come one after another."""
    p95_ms: float
    cpu_ms: float
    """Of such a frame, of all threads, at the median."""
    frames: int
    times_as_fast: float | None = None
    """Frames a second over those of the original in the same run; None: it is the original, or was not measured."""

    def row(self) -> tuple[str, ...]:
        """The cells of `HEADINGS`."""
        numbers = (f"{number:.1f}" for number in (self.rate_fps, self.p50_ms, self.p95_ms, self.cpu_ms))
        return (self.name, self.size, *numbers, "" if self.times_as_fast is None else f"{self.times_as_fast:.1f}")


def time_ours(model: str, engine: str, film: Film) -> NetworkSpeed:
    """A model of ours on the CPU."""
    return _time_engine(EngineConfig(model, engine=engine, device=DeviceKind.CPU), film, FRAMES)


def time_original(film: Film) -> NetworkSpeed:
    """BackgroundMattingV2's MobileNetV2 as we write it down, in TorchScript at its HD setting, with random weights."""
    from tools.gpu_stages import save_original

    with tempfile.TemporaryDirectory() as folder:
        model, kind = str(save_original(Path(folder))), "torchscript"
        config = EngineConfig(model, engine=kind, device=DeviceKind.CPU, preset=Preset.HD)
        return _time_engine(config, film, ORIGINAL_FRAMES, "BackgroundMattingV2, MobileNetV2")


def _time_engine(config: EngineConfig, film: Film, count: int, name: str | None = None) -> NetworkSpeed:
    from matting_rt.build import build_engine, resolve_engine

    resolved = resolve_engine(config)
    engine = build_engine(resolved)
    try:
        stream = engine.open_stream(film.size)
        stream.set_plate(film.plate())
        name = name or f"{resolved.model}, {engine.name}, {engine.precision_name}"
        return _time(stream.begin, name, film, count)
    finally:
        engine.close()


def check_peer(folder: Path, sizes: Sequence[FrameSize]) -> None:
    """Raises UsageError where the original's code is not there, or does not take frames of these sizes."""
    if not (folder / "model" / "__init__.py").is_file():
        raise UsageError(
            f"{folder} does not hold BackgroundMattingV2: there is no model/__init__.py; give a checkout of "
            "https://github.com/PeterL1n/BackgroundMattingV2 to --peer"
        )
    for size in sizes:
        if size.width % 4 or size.height % 4:
            raise UsageError(f"--size is {size}; with --peer both sides must be multiples of 4")


def time_peer(folder: Path, film: Film) -> NetworkSpeed:
    """The original's own code in a checkout, with random weights, scripted, at its HD setting.

    As in its own speed test, the refiner always works on all the pixels of the setting: what random weights expect of
    their error decides nothing.

    Raises:
        UsageError: the code cannot be imported or scripted.
    """
    import torch

    sys.path.insert(0, str(folder))
    try:
        network = import_module("model").MattingRefine(
            "mobilenetv2",
            backbone_scale=HD_SCALE,
            refine_mode="sampling",
            refine_sample_pixels=min(HD_PIXELS, film.size.width * film.size.height),
            refine_prevent_oversampling=False,
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*torch.jit")  # is deprecated, and what the original uses
            program = torch.jit.script(network.eval())
    except (ImportError, AttributeError, TypeError, RuntimeError) as error:
        raise UsageError(
            f"the code in {folder} cannot be run: {reason_of(error)}; give a checkout of its main branch"
        ) from None

    def to_tensor(image: Image) -> torch.Tensor:
        return torch.from_numpy(image).permute(2, 0, 1)[None].contiguous().float().div_(255)

    bgr = to_tensor(film.plate())

    def matte(image: Image) -> Image:
        pha: torch.Tensor = program(to_tensor(image), bgr)[0]
        alpha: Image = pha[0, 0].mul(255).round_().to(torch.uint8).numpy()
        return alpha

    with torch.inference_mode():
        return _time(
            lambda image: partial(matte, image), "BackgroundMattingV2, MobileNetV2, its own code", film, ORIGINAL_FRAMES
        )


def _time(begin: Callable[[Image], Callable[[], object]], name: str, film: Film, count: int) -> NetworkSpeed:
    frames = list(islice(film.frames(), WARM_UP + count))  # decoded before: a decoder has threads of its own
    times_s = []
    for frame in frames:
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        begin(frame)()
        times_s.append((time.perf_counter() - wall_s, time.process_time() - cpu_s))
    walls_ms, cpus_ms = 1000 * np.array(times_s[WARM_UP:]).T
    p50_ms, p95_ms = np.percentile(walls_ms, (50, 95)).tolist()
    rate_fps = _rate_fps(begin, frames[WARM_UP:])
    return NetworkSpeed(name, str(film.size), rate_fps, p50_ms, p95_ms, float(np.median(cpus_ms)), len(walls_ms))


def _rate_fps(begin: Callable[[Image], Callable[[], object]], frames: Sequence[Image]) -> float:
    """Frames a second with two threads, one of which begins them while the other finishes the frames before."""
    start_s = time.perf_counter()
    for _ in overlapped(begin, frames):
        pass
    return len(frames) / (time.perf_counter() - start_s)
