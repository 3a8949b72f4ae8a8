"""Measure the live pipeline around a network that takes a known time.

    taskset -c 0 .venv/bin/python -m tools.benchmark --report benchmark.json
    taskset -c 0 .venv/bin/python -m tools.benchmark --delay-ms 5 --frames 10000      # memory, in six minutes

The synthetic scene at 1280x720 and 30 fps, its plate followed as live, the composite brought to what a virtual camera
takes, and to no device. For each delay: latency from capture to write, what the pipeline costs besides the network,
counts and memory, all of it after a warm-up. Ends with exit status 1, and a line for each, where a bound is missed:

    latency, 95 % of frames    a capture interval, the delay, and an output interval
    besides the network        16 ms of a core a frame, at the median: what the threads of matting and output compute
    memory                     20 MB more at the end than after the warm-up

A machine that does other work misses them for reasons of its own; the report holds its load.
"""

import argparse
import json
import math
import os
import platform
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

import cv2

from matting_rt import __version__, build, build_live
from matting_rt.config import BackdropConfig, CameraConfig, CompositeConfig, GuardConfig, PlateConfig
from matting_rt.frame import LIVE_TIME_BASE, FrameSize, StreamInfo
from matting_rt.inference.base import MattingEngine
from matting_rt.memory import keep_freed_memory
from matting_rt.pipeline.live import LivePipeline
from matting_rt.pipeline.live_output import LiveOutput, Recording
from matting_rt.pipeline.matting import MattingStage
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate
from matting_rt.sinks.base import FrameSink, Picture
from matting_rt.sources.base import LiveSource
from matting_rt.timing import LiveStats, resident_bytes
from tools.stand_ins import ConvertingSink, StandInEngine

SIZE = FrameSize(1280, 720)
RATE_FPS = 30
WARM_UP_S = 5.0
"""Left out: the first frames wait for caches, and the plate for its first alignments."""
BESIDES_LIMIT_MS = 16.0
GROWTH_LIMIT_BYTES = 20_000_000
_SAMPLE_S = 0.1
_MEMORY_WINDOW_S = 10.0
"""At both ends of a run, of which the median of memory is taken; of a short one, a quarter."""
_COUNTS = ("captured", "replaced", "matted", "failed", "late", "repeated", "placeholders", "written", "write_errors")
_COLUMNS = (
    "delay_ms",
    "latency_p50_ms",
    "latency_p95_ms",
    "latency_bound_ms",
    "besides_network_ms",
    "besides_network_wall_ms",
    "matted",
    "late",
)


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


def assemble(
    source: LiveSource,
    engine: StandInEngine,
    sink: FrameSink,
    backdrop: str = "teal",
    recording: Recording | None = None,
) -> Live:
    """The live pipeline on an open source, ready to start."""
    plate_image = painted_plate(source)
    plate = LivePlate(plate_image, PlateConfig())
    stats = LiveStats((*LivePipeline.STAGES, *MattingStage.STAGES))
    stage = make_stage(engine, plate, stats, backdrop)
    info = live_info()
    sink.open(info)
    placeholder = build_live.build_placeholder(SIZE, plate_image)
    output = LiveOutput(sink, info)

    def look_again() -> None:
        plate.doubt()
        stage.start_over()

    pipeline = LivePipeline(
        source, stage.process_live, output, placeholder, stats, SIZE, RATE_FPS, recording, look_again=look_again
    )
    return Live(pipeline, stats, plate, stage)


def make_stage(engine: MattingEngine, plate: LivePlate, stats: LiveStats, backdrop: str = "teal") -> MattingStage:
    """The middle of the live pipeline, with all that is on by default."""
    return MattingStage(
        engine,
        plate,
        build_live.build_live_backdrop(BackdropConfig(backdrop)),
        build.build_compositor(CompositeConfig()),
        Picture.COMPOSITE,
        stats,
        build.build_person_network(),
        build.build_guard(GuardConfig()),
    )


def live_info() -> StreamInfo:
    """What is written."""
    return StreamInfo(SIZE, Fraction(RATE_FPS), LIVE_TIME_BASE, None)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One network, from the end of the warm-up on."""

    delay_ms: float
    """That the stand-in for a network takes."""
    precision: str
    camera: str
    size: str
    output_size: str
    rate_fps: float
    duration_s: float
    latency_p50_ms: float
    latency_p95_ms: float
    """From capture to the end of the write; infinite where nothing was written."""
    besides_network_ms: float
    """Of a core: what the threads of matting and output computed for a frame, at the median. In time of the processor,
    not the clock's: on a machine that does other work, threads wait."""
    besides_network_wall_ms: float
    """The same by the clock: the medians of the stages."""
    cpu_ms_per_frame: float
    """Of all threads, the stand-in's own work and the alignment beside included."""
    stages: dict[str, dict[str, float]]
    counts: dict[str, int]
    out_of_order: int
    recording_lost: int | None
    """Frames that came faster than they could be encoded; None without a recording."""
    memory_start_bytes: float
    """In RAM after the warm-up. As the pictures of a moment come and go, this is a median of samples."""
    memory_after_bytes: float
    memory_course_bytes: list[float]
    """Medians over ten seconds each: whether it still grows at the end, or has settled."""
    threads_left: int

    @property
    def latency_bound_ms(self) -> float:
        return 2000 / RATE_FPS + self.delay_ms

    @property
    def memory_growth_bytes(self) -> float:
        return self.memory_after_bytes - self.memory_start_bytes

    def as_plain(self) -> dict[str, object]:
        """Plain data, ready for JSON."""
        return {
            "model": f"stand-in of {self.delay_ms:g} ms",
            **asdict(self),
            "latency_bound_ms": round(self.latency_bound_ms, 1),
            "memory_growth_bytes": self.memory_growth_bytes,
            "missed": self.missed(),
        }

    def missed(self) -> list[str]:
        """A line for each bound that was not kept."""
        kept = {
            f"latency at p95 is {self.latency_p95_ms:.1f} ms, bound {self.latency_bound_ms:.1f} ms": (
                self.latency_p95_ms <= self.latency_bound_ms
            ),
            f"besides the network a frame takes {self.besides_network_ms:.1f} ms, bound {BESIDES_LIMIT_MS:g} ms": (
                self.besides_network_ms < BESIDES_LIMIT_MS
            ),
            f"memory grew by {self.memory_growth_bytes / 1e6:.1f} MB": self.memory_growth_bytes < GROWTH_LIMIT_BYTES,
            f"{self.counts['failed']} frames could not be matted": not self.counts["failed"],
            f"{self.out_of_order} frames were out of order": not self.out_of_order,
            f"{self.threads_left} threads were left running": not self.threads_left,
        }
        return [f"with a network of {self.delay_ms:g} ms {line}" for line, is_kept in kept.items() if not is_kept]


def watch_memory(duration_s: float) -> list[int]:
    """Wait, and sample the bytes in RAM meanwhile."""
    samples, end_s = [resident_bytes()], time.perf_counter() + duration_s
    while time.perf_counter() < end_s:
        time.sleep(_SAMPLE_S)
        samples.append(resident_bytes())
    return samples


def measure(delay_ms: float, duration_s: float, record: Path | None) -> Measurement:
    """Run the pipeline for a while after a warm-up."""
    threads_before = threading.active_count()
    source = build_live.build_live_source("synthetic", CameraConfig(SIZE.width, SIZE.height, RATE_FPS))
    source.open()
    sink, engine = ConvertingSink(), StandInEngine(delay_ms / 1000)
    recording = None if record is None else open_recording(record)
    live = assemble(source, engine, sink, recording=recording)
    stats = live.stats
    live.pipeline.start()
    time.sleep(WARM_UP_S)
    costs = (engine.besides, sink.costs)
    for timer in (stats.latency, *stats.stages.values(), *costs):
        timer.clear()
    counts_before = {name: getattr(stats, name) for name in _COUNTS}
    cpu_before_s = time.process_time()
    memory = watch_memory(duration_s)
    cpu_s = time.process_time() - cpu_before_s
    counts = {name: getattr(stats, name) - count for name, count in counts_before.items()}
    live.pipeline.stop()
    live.pipeline.join()
    live.plate.close()
    stages = {name: timer.summary() for name, timer in stats.stages.items()}
    usual_ms = {name: summary.get("p50_ms", math.inf) for name, summary in stages.items()}
    latency = stats.latency.summary()
    per_window = round(_MEMORY_WINDOW_S / _SAMPLE_S)
    window = max(1, min(len(memory) // 4, per_window))
    return Measurement(
        delay_ms=delay_ms,
        precision=engine.precision_name,
        camera=source.stable_id,
        size=str(SIZE),
        output_size=str(sink.size),
        rate_fps=RATE_FPS,
        duration_s=duration_s,
        latency_p50_ms=latency.get("p50_ms", math.inf),
        latency_p95_ms=latency.get("p95_ms", math.inf),
        besides_network_ms=round(sum(timer.summary().get("p50_ms", math.inf) for timer in costs), 3),
        besides_network_wall_ms=round(usual_ms["process"] - usual_ms["matte"] + usual_ms["write"], 3),
        cpu_ms_per_frame=round(cpu_s / max(counts["matted"], 1) * 1000, 3),
        stages=stages,
        counts=counts,
        out_of_order=sink.out_of_order,
        recording_lost=None if recording is None else recording.lost,
        memory_start_bytes=median(memory[:window]),
        memory_after_bytes=median(memory[-window:]),
        memory_course_bytes=[median(memory[at : at + per_window]) for at in range(0, len(memory), per_window)],
        threads_left=threading.active_count() - threads_before,
    )


def open_recording(path: Path) -> Recording:
    sink = build_live.build_recording(path, overwrite=True)
    sink.open(live_info())
    return Recording(sink, lambda line: print(f"benchmark: {line}", file=sys.stderr))


def conditions() -> dict[str, object]:
    """What two runs must have in common to be compared."""
    return {
        "version": __version__,
        "opencv": cv2.__version__,
        "python": platform.python_version(),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def processor() -> str:
    """The model of the processor. Linux."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def to_table(measurements: Sequence[Measurement]) -> str:
    """The figures in Markdown."""
    lines = ["| " + " | ".join((*_COLUMNS, "growth_mb")) + " |", "|" + "---|" * (len(_COLUMNS) + 1)]
    for one in measurements:
        cells = [one.counts[name] if name in one.counts else getattr(one, name) for name in _COLUMNS]
        lines.append("| " + " | ".join(f"{cell:.1f}" for cell in (*cells, one.memory_growth_bytes / 1e6)) + " |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay-ms", type=float, nargs="+", default=[5, 20, 60, 500], help="of the stand-in network")
    parser.add_argument("--duration", type=float, default=20.0, metavar="S", help="for each delay (default 20)")
    parser.add_argument("--frames", type=int, metavar="N", help="instead of --duration: of the camera, for each delay")
    parser.add_argument("--threads", type=int, default=1, help="of OpenCV (default 1: what one core does)")
    parser.add_argument("--record", type=Path, metavar="FILE", help="record beside, into a video; it is overwritten")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write all figures; it is overwritten")
    arguments = parser.parse_args()
    keep_freed_memory()
    cv2.setNumThreads(arguments.threads)
    duration_s = arguments.duration if arguments.frames is None else arguments.frames / RATE_FPS
    measurements = [measure(delay_ms, duration_s, arguments.record) for delay_ms in arguments.delay_ms]
    print(to_table(measurements))
    if arguments.report is not None:
        report = {**conditions(), "measurements": [one.as_plain() for one in measurements]}
        arguments.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    missed = [line for one in measurements for line in one.missed()]
    for line in missed:
        print(f"benchmark: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
