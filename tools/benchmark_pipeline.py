"""The live pipeline around a network that takes a known time, for `tools.benchmark pipeline`.

The synthetic scene at 1280x720 and 30 fps, its plate followed as live, the composite brought to what a virtual camera
takes, and to no device. For each delay: latency from capture to write, what the pipeline costs besides the network,
counts and memory, all of it after a warm-up. These are bounds:

    latency, 95 % of frames    a capture interval, the delay, and an output interval
    besides the network        16 ms of a core a frame, at the median: what the threads of matting and output compute
    memory                     20 MB more at the end than after the warm-up

A machine that does other work misses them for reasons of its own; the report holds its load. On one core
(`taskset -c 0`) it says what one core does.
"""

import math
import sys
import threading
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import ClassVar

import cv2

from matting_rt import build
from matting_rt.config import BackdropConfig, CameraConfig, Config, LiveConfig, PlateConfig
from matting_rt.frame import LIVE_TIME_BASE, FrameSize, StreamInfo
from matting_rt.live import parts
from matting_rt.live.engine_ladder import EngineLadder
from matting_rt.live.matting import LiveMatting
from matting_rt.live.output import LiveOutput
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.preview import Preview
from matting_rt.live.quality import RungCosts, make_rungs
from matting_rt.live.recording import Recording
from matting_rt.matting import MattingStage
from matting_rt.memory import keep_freed_memory
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate
from matting_rt.sinks.base import FrameSink
from matting_rt.sources.base import LiveSource
from matting_rt.timing import LiveStats, resident_bytes
from tools.fakes import ConvertingSink, FakeEngine

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


@dataclass(frozen=True, slots=True)
class Live:
    """A running pipeline and what takes part in it."""

    pipeline: LivePipeline
    stats: LiveStats
    plate: LivePlate
    matting: LiveMatting


def painted_plate(source: LiveSource) -> Plate:
    """The empty room of the synthetic scene."""
    empty = source.empty_scene()
    assert empty is not None, "not the synthetic scene"
    return Plate(empty, "the empty room")


def assemble(
    source: LiveSource,
    engine: FakeEngine,
    sink: FrameSink,
    backdrop: str = "teal",
    recording: Recording | None = None,
) -> Live:
    """The live pipeline on an open source, ready to start."""
    plate_image = painted_plate(source)
    plate = LivePlate(plate_image, PlateConfig())
    stats = LiveStats((*LivePipeline.STAGES, *MattingStage.STAGES))
    rungs = make_rungs(1.0, SIZE.width * SIZE.height)[:1]
    matting = LiveMatting(
        Config(live=LiveConfig("null")),
        parts.build_live_backdrop(BackdropConfig(backdrop)),
        plate,
        build.build_person_network(),
        EngineLadder(lambda rung: engine, SIZE, rungs),
        RungCosts(rungs),
        RATE_FPS,
        Preview(),
        stats,
    )
    matting.load()
    info = live_info()
    sink.open(info)
    pipeline = LivePipeline(
        source,
        matting.begin,
        LiveOutput(sink, info),
        parts.build_placeholder(SIZE, plate_image),
        stats,
        SIZE,
        RATE_FPS,
        recording,
        matting.on_discontinuity,
    )
    return Live(pipeline, stats, plate, matting)


def live_info() -> StreamInfo:
    """What is written."""
    return StreamInfo(SIZE, Fraction(RATE_FPS), LIVE_TIME_BASE, None)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One network, from the end of the warm-up on."""

    HEADINGS: ClassVar[tuple[str, ...]] = (
        "fake network, ms",
        "latency p50, ms",
        "p95, ms",
        "its bound, ms",
        "besides the network, CPU ms a frame",
        "by the clock, ms",
        "matted",
        "late",
        "memory, MB more",
    )

    delay_ms: float
    """That the fake network takes."""
    precision: str
    camera: str
    size: str
    output_size: str
    rate_fps: float
    duration_s: float
    latency_p50_ms: float
    latency_p95_ms: float
    """From capture to the end of the write; infinite where nothing was written."""
    latency_bound_ms: float
    """A capture interval, the delay, and an output interval."""
    besides_network_ms: float
    """Of a core: what the threads of matting and output computed for a frame, at the median. In time of the processor,
    not the clock's: on a machine that does other work, threads wait."""
    besides_network_wall_ms: float
    """The same by the clock: the medians of the stages."""
    cpu_ms_per_frame: float
    """Of all threads, the fake network's own work and the alignment beside included."""
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
    memory_growth_bytes: float
    threads_left: int

    def row(self) -> tuple[str, ...]:
        """The cells of `HEADINGS`."""
        latency = (self.latency_p50_ms, self.latency_p95_ms, self.latency_bound_ms)
        costs = (self.besides_network_ms, self.besides_network_wall_ms)
        counts = (str(self.counts["matted"]), str(self.counts["late"]))
        numbers = tuple(f"{number:.1f}" for number in (*latency, *costs))
        return (f"{self.delay_ms:g}", *numbers, *counts, f"{self.memory_growth_bytes / 1e6:.1f}")

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
    keep_freed_memory()
    cv2.setNumThreads(1)  # what one core does
    threads_before = threading.active_count()
    source = parts.build_live_source("synthetic", CameraConfig(SIZE.width, SIZE.height, RATE_FPS))
    source.open()
    sink, engine = ConvertingSink(), FakeEngine(delay_ms / 1000)
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
    live.matting.close(1.0)
    stages = {name: timer.summary() for name, timer in stats.stages.items()}
    usual_ms = {name: summary.get("p50_ms", math.inf) for name, summary in stages.items()}
    latency = stats.latency.summary()
    per_window = round(_MEMORY_WINDOW_S / _SAMPLE_S)
    window = max(1, min(len(memory) // 4, per_window))
    start_bytes, after_bytes = median(memory[:window]), median(memory[-window:])
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
        latency_bound_ms=round(2000 / RATE_FPS + delay_ms, 1),
        besides_network_ms=round(sum(timer.summary().get("p50_ms", math.inf) for timer in costs), 3),
        besides_network_wall_ms=round(usual_ms["process"] - usual_ms["matte"] + usual_ms["write"], 3),
        cpu_ms_per_frame=round(cpu_s / max(counts["matted"], 1) * 1000, 3),
        stages=stages,
        counts=counts,
        out_of_order=sink.out_of_order,
        recording_lost=None if recording is None else recording.lost,
        memory_start_bytes=start_bytes,
        memory_after_bytes=after_bytes,
        memory_course_bytes=[median(memory[at : at + per_window]) for at in range(0, len(memory), per_window)],
        memory_growth_bytes=after_bytes - start_bytes,
        threads_left=threading.active_count() - threads_before,
    )


def open_recording(path: Path) -> Recording:
    return parts.open_recording(
        path,
        live_info(),
        overwrite=True,
        microphone="",
        on_message=lambda line: print(f"benchmark: {line}", file=sys.stderr),
    )
