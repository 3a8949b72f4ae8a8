"""The stages of the GPU check that measure; each prints a row as a line of JSON as soon as it has it.

    .venv/bin/python -m tools.gpu_stages engines onnx --size 1920x1080
    .venv/bin/python -m tools.gpu_stages live --size 1920x1080
    .venv/bin/python -m tools.gpu_stages train base -- --width 512 --height 512 --batch 16 --steps 80
    .venv/bin/python -m tools.gpu_stages train --scene 640x384 edges -- --crop 96 --batch 24 --steps 200

Each runs in a process of its own, so that `tools.gpu_check` can end one that hangs and keep what it found before.
"""

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from matting_rt.config import BackdropConfig, CompositeConfig, EngineConfig, GuardConfig, PlateConfig
from matting_rt.engines import ENGINES
from matting_rt.errors import MattingError
from matting_rt.frame import Frame, FrameSize, Image

if TYPE_CHECKING:
    from matting_rt.inference.base import MattingEngine

MARK = "row: "
"""Begins a line that holds a row."""
ORIGINAL = "BackgroundMattingV2 (mobilenetv2, random weights)"
RATE_FPS = 15
PICTURES = 8
"""Different frames of the live step, shown there and back."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; what was not measured is None."""

    what: str
    size: str = ""
    rate: float | None = None
    """Frames or pictures a second."""
    p50_ms: float | None = None
    p95_ms: float | None = None
    memory_mb: float | None = None
    remark: str = ""
    has_failed: bool = False

    def tell(self) -> None:
        print(MARK + json.dumps(asdict(self)), flush=True)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    stages = parser.add_subparsers(required=True)
    engines = stages.add_parser("engines", help="each engine, the network beside the original's")
    engines.add_argument("kinds", nargs="+", choices=tuple(ENGINES))
    engines.add_argument("--original", action="store_true", help="measure BackgroundMattingV2's network too")
    live = stages.add_parser("live", help="the whole step of live video, and its network alone")
    for stage, run in ((engines, run_engines), (live, run_live)):
        stage.add_argument("--size", nargs="+", type=to_size, required=True, metavar="WxH")
        stage.add_argument("--count", type=int, default=100, help="frames measured (default 100)")
        stage.add_argument("--model", default="auto", help="default: the one for this device")
        stage.set_defaults(run=run)
    train = stages.add_parser("train", help="pictures a second of a training script")
    train.add_argument("kind", choices=("base", "edges"))
    train.add_argument("--scene", type=to_size, metavar="WxH", help="edges: size of the scenes, painted here before")
    train.add_argument("flags", nargs="*", help="of the script, after --")
    train.set_defaults(run=run_training)
    given = parser.parse_args(words)
    given.run(given)
    return 0


def to_size(text: str) -> FrameSize:
    width, _, height = text.partition("x")
    return FrameSize(int(width), int(height))


# --- engines


def run_engines(given: argparse.Namespace) -> None:
    """The network in each engine, in the precision that suits the device, with the original of the same work beside."""
    kinds = [kind for kind in given.kinds if kind != "onnx" or not is_onnx_on_cpu_alone()]
    if kinds != given.kinds:
        Row("onnx", remark="not there: ONNX Runtime has no CUDA provider; pip install onnxruntime-gpu").tell()
    with tempfile.TemporaryDirectory() as folder:
        models = {given.model: given.model}
        if given.original:
            models[ORIGINAL] = str(save_original(Path(folder)))
        for kind, size, (name, model) in itertools.product(kinds, given.size, models.items()):
            config = EngineConfig(model=model, engine=kind)
            try:
                measure_engine(config, size, given.count, "" if name == "auto" else name).tell()
            except MattingError as error:
                Row(f"{kind}, {name}", str(size), remark=f"FAILED: {error}", has_failed=True).tell()


def is_onnx_on_cpu_alone() -> bool:
    """Whether there is a GPU which ONNX Runtime, as it is installed, knows nothing of."""
    from matting_rt.doctor.probe import list_engines
    from matting_rt.inference.select import is_cuda_usable

    providers = [place for engine in list_engines() if engine.name == "onnx" for place in engine.devices]
    return is_cuda_usable() and "cuda" not in providers


def save_original(folder: Path) -> Path:
    """BackgroundMattingV2's network with random weights: only its speed matters."""
    import torch

    from matting_rt.model_files import SUFFIX
    from matting_rt.network.variants import build_network
    from matting_rt.weights import save_weights

    torch.manual_seed(0)  # an exported program is kept for the next time
    network = build_network("mobilenetv2", "refine")
    return save_weights(network, folder / f"original{SUFFIX}", "mobilenetv2", "refine").path


def measure_engine(config: EngineConfig, size: FrameSize, count: int, name: str) -> Row:

    from matting_rt import build

    resolved = build.resolve_engine(config)
    before = used_bytes(resolved.device.value)
    engine = build.build_engine(resolved)
    try:
        times_s = time_network(engine, size, count)
        memory_mb = (used_bytes(resolved.device.value) - before) / 1e6
    finally:
        engine.close()
    what = f"{engine.name}, {resolved.precision.value}, {name or resolved.model}"
    return Row(what, str(size), *rate_of(times_s), memory_mb)


def rate_of(times_s: Sequence[float]) -> tuple[float, float, float]:
    """Frames a second, and milliseconds of a frame at the median and at 95 %."""
    p50_ms, p95_ms = (1000 * np.percentile(times_s, [50, 95])).tolist()
    return len(times_s) / sum(times_s), p50_ms, p95_ms


def time_network(engine: "MattingEngine", size: FrameSize, count: int) -> list[float]:
    """Seconds of each of `count` frames of one video, from the host and back; the only call of a network here."""
    from tools.inference_speed_test import measure

    image, plate = np.random.default_rng(0).integers(0, 256, (2, size.height, size.width, 3), np.uint8)
    stream = engine.open_stream(size)
    stream.set_plate(plate)
    return measure(lambda: stream.matte(image), engine.device_name, count)


def used_bytes(device: str) -> int:
    """Of the GPU's memory by all programs, else of this process in RAM."""
    import torch

    from matting_rt.timing import resident_bytes

    if device != "cuda":
        return resident_bytes()
    torch.cuda.synchronize()
    free, total = torch.cuda.mem_get_info()
    return total - free


# --- the live step


def run_live(given: argparse.Namespace) -> None:
    """What happens to one frame: person network, plate, matte, guard, composite."""
    for size in given.size:
        measure_step(size, given.count, given.model).tell()


def measure_step(size: FrameSize, count: int, model: str) -> Row:
    from matting_rt import build
    from matting_rt.matting import MattingSetup, MattingStage
    from matting_rt.plate.live import LivePlate
    from matting_rt.plate.store import Plate
    from matting_rt.timing import LiveStats
    from tools.inference_speed_test import measure

    config = build.resolve_engine(EngineConfig(model=model))
    before = used_bytes(config.device.value)
    frames, empty = make_frames(size)
    plate, engine = LivePlate(Plate(empty, "the empty room"), PlateConfig()), build.build_engine(config)
    try:
        alone_ms = 1000 * median(time_network(engine, size, count))
        stage = MattingStage(plate, LiveStats(MattingStage.STAGES), build.build_person_network())
        backdrop, compositor = build.build_backdrop(BackdropConfig("teal")), build.build_compositor(CompositeConfig())
        setup = MattingSetup(engine, backdrop, compositor, build.build_guard(GuardConfig()))
        times_s = measure(lambda: stage.process(next(frames), setup), engine.device_name, count)
        memory_mb = (used_bytes(config.device.value) - before) / 1e6
    finally:
        plate.close()
        engine.close()
    rate, p50_ms, p95_ms = rate_of(times_s)
    remark = f"the network alone {alone_ms:.1f} ms, besides it {p50_ms - alone_ms:.1f} ms"
    what = f"whole live step, {engine.name}, {config.precision.value}, {config.model}"
    return Row(what, str(size), rate, p50_ms, p95_ms, memory_mb, remark)


def make_frames(size: FrameSize) -> tuple[Iterator[Frame], Image]:
    """Frames of the sample scene without end, and its empty room; made small and enlarged, which is quicker."""
    import cv2

    from matting_rt.synthetic.film import RenderedClip

    clip = RenderedClip(FrameSize(640, 360), RATE_FPS, PICTURES / RATE_FPS)
    there = [cv2.resize(image, size) for image, _ in clip.frames()]
    images = itertools.cycle([*there, *there[-2:0:-1]])
    frames = (Frame(image, index, index, Fraction(1, RATE_FPS)) for index, image in enumerate(images))
    return frames, cv2.resize(clip.plate(), size)


# --- training


def run_training(given: argparse.Namespace) -> None:
    """A few steps of a training script; the first readings, which wait for caches, are left out."""
    flags = list(given.flags)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "run")
        if given.kind == "edges":
            flags += paint_scenes(Path(folder), given.scene)
        run_module(f"training.train_{given.kind}", "--output", str(output), *flags)
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        events = EventAccumulator(str(output))
        events.Reload()
        rates, idle = (
            [event.value for event in events.Scalars(f"speed/{name}")] for name in ("pictures_per_s", "idle_share")
        )
    values = dict(zip(flags[::2], flags[1::2], strict=True))
    width, height = (values[name] for name in (("--crop",) * 2 if given.kind == "edges" else ("--width", "--height")))
    remark = f"batches of {values['--batch']}; the device waits {median(idle):.0%} of the time"
    Row(f"training, {given.kind}", f"{width}x{height}", median(rates[len(rates) // 2 :]), remark=remark).tell()


def paint_scenes(folder: Path, size: FrameSize) -> list[str]:
    """Scenes to learn from and to validate on, as few as show somebody; flags of `train_edges` that name them.

    What is measured is the same with many, and larger ones: crops are of one size.
    """
    from matting_rt.model_files import find_model

    flags = ["--start-from", str(find_model("mobilenetv3-lite").path)]
    for name, count, *more in (("scenes", "16"), ("valid-scenes", "4", "--held-out")):
        scenes, sides = str(folder / name), ("--width", str(size.width), "--height", str(size.height))
        run_module("training.data.scenes", "--output", scenes, "--count", count, *sides, *more)
        flags += [f"--{name}", scenes]
    return flags


def run_module(name: str, *words: str) -> None:
    """What `python -m name words` does, in this process: to load PyTorch takes longer than a small run."""
    status = import_module(name).main(words)
    if status:
        raise SystemExit(status)


if __name__ == "__main__":
    sys.exit(main())
