"""Measure the live pipeline around a network that takes a known time.

    .venv/bin/python -m tools.benchmark --delay-ms 5 20 60 500 --duration 20
    .venv/bin/python -m tools.benchmark --delay-ms 5 --duration 340           # 10,000 frames

The synthetic scene at 1280x720 and 30 fps, its plate followed as live, the composite written to nowhere. For each
delay: latency from capture to write, what the pipeline costs besides the network, and memory. The bound is one capture
interval, the delay, and one output interval.
"""

import argparse
import threading
import time
from dataclasses import dataclass
from fractions import Fraction

import torch

from matting_rt import build, build_live
from matting_rt.config import BackdropConfig, CameraConfig, CompositeConfig, PlateConfig
from matting_rt.frame import LIVE_TIME_BASE, FrameSize, StreamInfo
from matting_rt.pipeline.live import LivePipeline
from matting_rt.pipeline.live_output import LiveOutput
from matting_rt.pipeline.matting import MattingStage
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate
from matting_rt.sinks.base import FrameSink, Picture
from matting_rt.sources.base import LiveSource
from matting_rt.timing import LiveStats
from tools.stand_ins import CheckingSink, StandInEngine, resident_bytes

SIZE = FrameSize(1280, 720)
RATE_FPS = 30
WARM_UP_S = 3.0
"""Left out: the first frames wait for caches, and the plate for its first alignment."""


@dataclass(frozen=True, slots=True)
class Live:
    """A running pipeline and what takes part in it."""

    pipeline: LivePipeline
    stats: LiveStats
    plate: LivePlate
    stage: MattingStage


def painted_plate(source: LiveSource) -> Plate:
    """The empty room of the synthetic scene."""
    empty = source.empty_scene()
    assert empty is not None, "not the synthetic scene"
    return Plate(empty, "the empty room")


def assemble(source: LiveSource, engine: StandInEngine, sink: FrameSink, backdrop: str = "teal") -> Live:
    """The live pipeline on an open source, ready to start."""
    plate_image = painted_plate(source)
    plate = LivePlate(plate_image, PlateConfig(), "the synthetic scene")
    stats = LiveStats((*LivePipeline.STAGES, *MattingStage.STAGES))
    stage = MattingStage(
        engine,
        plate,
        build_live.build_live_backdrop(BackdropConfig(backdrop)),
        build.build_compositor(CompositeConfig()),
        Picture.COMPOSITE,
        stats,
    )
    info = StreamInfo(SIZE, Fraction(RATE_FPS), LIVE_TIME_BASE, None)
    sink.open(info)
    placeholder = build_live.build_placeholder(SIZE, plate_image)
    output = LiveOutput(sink, info)
    pipeline = LivePipeline(source, stage.process, output, placeholder, stats, SIZE, RATE_FPS, look_again=plate.doubt)
    return Live(pipeline, stats, plate, stage)


def measure(delay_ms: float, duration_s: float) -> dict[str, float]:
    """Run for a while; times in milliseconds, memory in megabytes."""
    source = build_live.build_live_source("synthetic", CameraConfig(SIZE.width, SIZE.height, RATE_FPS))
    source.open()
    sink = CheckingSink()
    live = assemble(source, StandInEngine(delay_ms / 1000), sink)
    live.pipeline.start()
    time.sleep(WARM_UP_S)
    for timer in (live.stats.latency, *live.stats.stages.values()):
        timer.clear()
    before, cpu_before_s = resident_bytes(), time.process_time()
    matted_before = live.stats.matted
    time.sleep(duration_s)
    growth = resident_bytes() - before
    cpu_s, matted = time.process_time() - cpu_before_s, live.stats.matted - matted_before
    live.pipeline.stop()
    live.pipeline.join()
    live.plate.close()
    stages = {name: timer.summary() for name, timer in live.stats.stages.items()}
    latency = live.stats.latency.summary()
    return {
        "delay": delay_ms,
        "latency p50": latency["p50_ms"],
        "latency p95": latency["p95_ms"],
        "bound": 2000 / RATE_FPS + delay_ms,
        "besides": stages["process"]["p50_ms"] - stages["matte"]["p50_ms"] + stages["write"]["p50_ms"],
        "CPU a frame": cpu_s / max(matted, 1) * 1000,
        "matted": matted,
        "written": sink.written,
        "late": live.stats.late,
        "out of order": sink.out_of_order,
        "growth MB": growth / 1e6,
        "threads left": threading.active_count() - 1,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay-ms", type=float, nargs="+", default=[5, 20, 60, 500], help="of the stand-in network")
    parser.add_argument("--duration", type=float, default=20.0, help="seconds for each delay")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch (default 1: what one core does)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows = [measure(delay_ms, arguments.duration) for delay_ms in arguments.delay_ms]
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + "---|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(f"{value:.1f}" for value in row.values()) + " |")


if __name__ == "__main__":
    main()
