"""Live video and files as a user runs them, in a process of their own, for `tools.benchmark live` and `batch`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

from matting_rt.errors import MattingError, UsageError
from matting_rt.matting import MattingStage
from tools.benchmark_film import Film

SAMPLE_S = 0.1
GROWTH_LIMIT_BYTES = 20_000_000
"""Of a long run, from its second tenth to its last: what comes and goes of pictures of a moment."""

Stages = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment of a running program."""

    time_s: float
    cpu_s: float
    """Of all threads so far."""
    memory_bytes: int
    """In RAM."""


@dataclass(frozen=True, slots=True)
class Run:
    """A program that came to its end."""

    report: dict[str, Any]
    samples: list[Sample]

    @property
    def load(self) -> float:
        """CPU seconds a second in the second half, in which nothing is made ready any more."""
        first, last = self.samples[len(self.samples) // 2], self.samples[-1]
        return (last.cpu_s - first.cpu_s) / max(last.time_s - first.time_s, SAMPLE_S)

    @property
    def peak_mb(self) -> float:
        return max(sample.memory_bytes for sample in self.samples) / 1e6


def run_program(arguments: Sequence[str], report: Path) -> Run:
    """Run `matting-rt` and watch it. Raises MattingError with its last line where it fails."""
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "matting_rt.cli", *arguments, "--report", str(report)]
    said = report.with_suffix(".txt")
    samples = []
    with said.open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                if (sample := _sample(process.pid)) is not None:
                    samples.append(sample)
                time.sleep(SAMPLE_S)
        finally:
            process.terminate()  # of one that has ended this does nothing
    if process.returncode:
        last = (said.read_text(errors="replace").strip().splitlines() or ["it says nothing"])[-1]
        kind = UsageError if process.returncode == 2 else MattingError
        raise kind(f"matting-rt {arguments[0]} failed: {last.removeprefix('matting-rt: error: ')}")
    return Run(json.loads(report.read_text(encoding="utf-8")), samples)


def _sample(pid: int) -> Sample | None:
    """None where the process has just ended. Linux."""
    try:
        resident_pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, IndexError):
        return None
    ticks = int(fields[11]) + int(fields[12])  # utime and stime, 14th and 15th of proc(5); the name was the second
    memory_bytes = resident_pages * os.sysconf("SC_PAGE_SIZE")
    return Sample(time.perf_counter(), ticks / os.sysconf("SC_CLK_TCK"), memory_bytes) if memory_bytes else None


@dataclass(frozen=True, slots=True)
class LiveSpeed:
    """Live video from a camera of one size, at the best quality, to nowhere."""

    HEADINGS: ClassVar[tuple[str, ...]] = (
        "live, camera",
        "new composites a second",
        "CPU ms a frame",
        "latency p50, ms",
        "p95, ms",
        "intervals and network, ms",
        "memory, MB",
    )

    name: str
    """Model, engine and precision."""
    size: str
    camera_fps: int
    rate_fps: float
    """New composites a second."""
    cpu_ms: float
    """Of a new composite, of all threads."""
    latency_p50_ms: float
    latency_p95_ms: float
    """From the capture of a frame to the end of the write of its composite."""
    latency_bound_ms: float
    """A capture interval, the network's time at the median, and an output interval."""
    memory_mb: float
    """At the end."""
    peak_mb: float
    quality: str
    counts: dict[str, int]
    stages: Stages

    def row(self) -> tuple[str, ...]:
        """The cells of `HEADINGS`."""
        latency = (self.latency_p50_ms, self.latency_p95_ms, self.latency_bound_ms)
        numbers = (f"{number:.1f}" for number in (self.rate_fps, self.cpu_ms, *latency))
        return (f"{self.size}, {self.camera_fps} fps", *numbers, f"{self.memory_mb:.0f}")


_COUNTS = ("captured", "replaced", "matted", "failed", "late", "repeated", "placeholders", "written")


def time_live(film: Film, model: str, engine: str, duration_s: float, folder: Path) -> LiveSpeed:
    """The film plays as if it were a camera."""
    camera = ("--camera", str(film.path), "--plate", str(film.plate_path), "--rate", str(film.rate_fps))
    how = ("--output", "null", "--quality", "best", "--duration", str(duration_s), *_network(model, engine))
    run = run_program(["live", *camera, *how], folder / "live.json")
    report = run.report
    if not report["matted"]:
        raise MattingError(f"nothing was matted within {duration_s:g} s; give more to --duration")
    rate_fps = report["matted"] / (report["elapsed_s"] - report["network_ready_s"])
    latency, stages = report["capture_to_write"], report["stages"]
    return LiveSpeed(
        name=_name(report),
        size=str(film.size),
        camera_fps=film.rate_fps,
        rate_fps=rate_fps,
        cpu_ms=1000 * run.load / rate_fps,
        latency_p50_ms=latency["p50_ms"],
        latency_p95_ms=latency["p95_ms"],
        latency_bound_ms=2000 / film.rate_fps + stages["matte"]["p50_ms"],
        memory_mb=report["memory"]["now_mb"],
        peak_mb=run.peak_mb,
        quality=report["quality"],
        counts={name: report[name] for name in _COUNTS},
        stages=stages,
    )


@dataclass(frozen=True, slots=True)
class BatchSpeed:
    """A video file into a video file: decoded, matted and encoded on a thread each."""

    HEADINGS: ClassVar[tuple[str, ...]] = (
        "files",
        "frames a second",
        "CPU ms a frame",
        "decode, ms",
        "begin, ms",
        "finish, ms",
        "encode, ms",
        "of the slowest stage's rate",
        "one after another, fps",
        "memory at most, MB",
    )

    name: str
    """Model, engine and precision."""
    size: str
    frames: int
    rate_fps: float
    cpu_ms: float
    """Of a frame, of all threads."""
    decode_ms: float
    begin_ms: float
    """All that the two threads in the middle do."""
    finish_ms: float
    encode_ms: float
    """Each on average."""
    share_of_slowest: float
    """The rate over that of the slowest of the three."""
    serial_fps: float
    """The rate if the three took turns: what is left where they all wait for the same cores."""
    peak_mb: float
    stages: Stages

    def row(self) -> tuple[str, ...]:
        """The cells of `HEADINGS`."""
        times_ms = (self.decode_ms, self.begin_ms, self.finish_ms, self.encode_ms)
        numbers = (f"{number:.1f}" for number in (self.rate_fps, self.cpu_ms, *times_ms))
        return (self.size, *numbers, f"{self.share_of_slowest:.2f}", f"{self.serial_fps:.1f}", f"{self.peak_mb:.0f}")


def time_batch(film: Film, model: str, engine: str, folder: Path) -> BatchSpeed:
    run = _matte_file(film, model, engine, folder)
    report, stages = run.report, run.report["stages"]
    rate_fps = report["rate_fps"]
    means_ms = {name: stage["mean_ms"] for name, stage in stages.items() if stage}
    threads_ms = [means_ms[name] for name in ("decode", *MattingStage.HALVES, "encode")]
    return BatchSpeed(
        _name(report),
        str(film.size),
        report["frames_written"],
        rate_fps,
        1000 * run.load / rate_fps,
        means_ms["decode"],
        means_ms["begin"],
        means_ms["finish"],
        means_ms["encode"],
        share_of_slowest=rate_fps * max(threads_ms) / 1000,
        serial_fps=1000 / sum(threads_ms),
        peak_mb=run.peak_mb,
        stages=stages,
    )


@dataclass(frozen=True, slots=True)
class MemoryCourse:
    """What a long file takes in RAM."""

    HEADINGS: ClassVar[tuple[str, ...]] = ("long file", "frames", "memory in tenths of the run, MB", "growth, MB")

    name: str
    """Model, engine and precision."""
    size: str
    frames: int
    course_mb: list[float]
    """Medians of ten equal parts of the run."""
    growth_mb: float
    """From the second part to the last: of ten minutes, after the first."""

    def row(self) -> tuple[str, ...]:
        """The cells of `HEADINGS`."""
        course = " ".join(f"{each_mb:.0f}" for each_mb in self.course_mb)
        return (self.size, str(self.frames), course, f"{self.growth_mb:.1f}")

    def missed(self) -> list[str]:
        """A line where memory is not bounded."""
        if self.growth_mb * 1e6 < GROWTH_LIMIT_BYTES:
            return []
        return [f"memory grew by {self.growth_mb:.1f} MB over {self.frames} frames of {self.size}"]


def watch_memory(film: Film, model: str, engine: str, folder: Path) -> MemoryCourse:
    run = _matte_file(film, model, engine, folder)
    taken, parts = [sample.memory_bytes for sample in run.samples], 10
    bounds = [round(len(taken) * part / parts) for part in range(parts + 1)]
    course_mb = [round(median(taken[start : max(end, start + 1)]) / 1e6, 1) for start, end in pairwise(bounds)]
    frames = run.report["frames_written"]
    return MemoryCourse(_name(run.report), str(film.size), frames, course_mb, round(course_mb[-1] - course_mb[1], 1))


def _matte_file(film: Film, model: str, engine: str, folder: Path) -> Run:
    files = ("--src", str(film.path), "--plate", str(film.plate_path), "--output", str(folder / "out.mp4"))
    how = ("--overwrite", "--backdrop", "teal", *_network(model, engine))
    return run_program(["video", *files, *how], folder / "batch.json")


def _network(model: str, engine: str) -> tuple[str, ...]:
    return ("--model", model, "--engine", engine, "--device", "cpu")


def _name(report: dict[str, Any]) -> str:
    return ", ".join(report[key] for key in ("model", "engine", "precision"))
