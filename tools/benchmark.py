"""How fast this computer mattes, as a user runs it, in tables: the network, live video and files.

    python -m tools.benchmark --json benchmark.json           # all three, at 1280x720 and 1920x1080
    python -m tools.benchmark network --peer BackgroundMattingV2
    python -m tools.benchmark batch --size 1920x1080 --long 10
    taskset -c 0 python -m tools.benchmark pipeline           # the live pipeline without a real network

The scene is the demo's, everything runs on the CPU, and CPU time is of all threads.

    network     a picture of the host in and its alpha out; beside it BackgroundMattingV2's MobileNetV2 with random
                weights, in TorchScript at its HD setting, in the same run, because computers change from hour to hour
    live        new composites of a camera at the best quality; latency from capture to write
    batch       a video file decoded, matted and encoded; with --long the memory of one so long, too
    pipeline    the live pipeline around networks that take a known time, at 1280x720: latency, cost and memory

Ends with exit status 1, and a line for each, where a bound of `pipeline` or the memory of --long was not kept.
"""

import argparse
import math
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace
from importlib import metadata
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from matting_rt import __version__
from matting_rt.cli.__main__ import report_error
from matting_rt.cli.job import write_report
from matting_rt.cli.values import parse_size
from matting_rt.engines import engine_choices
from matting_rt.errors import MattingError, UsageError
from matting_rt.files import user_path
from matting_rt.frame import FrameSize
from matting_rt.inference.sessions import thread_count
from matting_rt.processor import processor_name
from tools import benchmark_network as network
from tools import benchmark_pipeline as pipeline
from tools import benchmark_program as program
from tools.benchmark_film import Film, make_film

SIZES = (FrameSize(1280, 720), FrameSize(1920, 1080))
PACKAGES = ("numpy", "opencv-python-headless", "av", "onnxruntime", "openvino", "torch", "torchvision")

Measured = network.NetworkSpeed | program.LiveSpeed | program.BatchSpeed | program.MemoryCourse | pipeline.Measurement
P = ParamSpec("P")
T = TypeVar("T")


def main(words: Sequence[str] | None = None) -> int:
    given = make_parser().parse_args(words)
    try:
        return run(given)
    except (MattingError, OSError) as error:
        return report_error(error)
    except BrokenProcessPool:
        return report_error(MattingError("a process that measured was ended from outside; is there enough memory?"))


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "what", nargs="?", default="all", choices=("all", *MEASUREMENTS), help="default: all but pipeline"
    )
    parser.add_argument("--json", type=user_path, metavar="FILE", help="write all figures; it is overwritten")
    parser.add_argument("--size", type=parse_size, nargs="+", default=SIZES, metavar="WxH", help="of frames")
    parser.add_argument("--rate", type=int, default=30, metavar="FPS", help="of camera and film (default: %(default)s)")
    parser.add_argument("--model", default="auto", metavar="NAME|FILE", help="default: what is used by default")
    parser.add_argument("--engine", choices=dict(engine_choices()), default="auto", help="default: auto")
    parser.add_argument("--peer", type=user_path, metavar="FOLDER", help="network: a checkout of BackgroundMattingV2")
    parser.add_argument(
        "--duration", type=float, default=20.0, metavar="S", help="of live video, film and pipeline (default: 20)"
    )
    parser.add_argument("--long", type=float, metavar="MINUTES", help="batch: watch the memory of a film so long, too")
    parser.add_argument(
        "--delay-ms", type=float, nargs="+", default=[5, 20, 60, 500], metavar="MS", help="pipeline: of the network"
    )
    parser.add_argument("--record", type=user_path, metavar="FILE", help="pipeline: record beside; it is overwritten")
    return parser


def run(given: argparse.Namespace) -> int:
    """Measure, print each figure as soon as it is there, and keep all so far in the file."""
    check(given)
    missed: list[str] = []
    figures: dict[str, Any] = {"conditions": conditions(), "missed": missed}
    keep(figures, given.json)  # what cannot be written is said now
    parts = ("network", "live", "batch") if given.what == "all" else (given.what,)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given, Path(folder))
        for part in parts:
            figures[part], headings = [], None
            for measured in MEASUREMENTS[part](bench):
                if headings != measured.HEADINGS:
                    headings = measured.HEADINGS
                    print(f"\n{to_line(headings)}\n|{'---|' * len(headings)}")
                print(to_line(measured.row()), flush=True)
                figures[part].append(asdict(measured))
                missed += measured.missed() if isinstance(measured, BOUNDED) else []
                keep(figures, given.json)
    for line in missed:
        print(f"benchmark: {line}", file=sys.stderr)
    return 1 if missed else 0


def keep(figures: dict[str, Any], path: Path | None) -> None:
    if path is not None:
        write_report(path, figures)


def check(given: argparse.Namespace) -> None:
    """Before anything is measured. Raises UsageError."""
    for name in ("rate", "duration", "long"):
        value = getattr(given, name)
        if value is not None and value <= 0:
            raise UsageError(f"--{name} is {value:g}; it must be above 0")
    if given.peer is not None:
        network.check_peer(given.peer, given.size)


def to_line(cells: Sequence[str]) -> str:
    """A line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


class Bench:
    """What measurements share: what was asked for, a folder that goes away, and a film of each size."""

    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        self.given, self.folder = given, folder
        self._films: dict[FrameSize, Film] = {}

    def films(self) -> Iterator[Film]:
        """One round of the scene at each size."""
        for size in self.given.size:
            if size not in self._films:
                self._films[size] = make_film(self.folder, size, self.given.rate)
            yield self._films[size]


def measure_networks(bench: Bench) -> Iterator[Measured]:
    given = bench.given
    for film in bench.films():
        original = None
        if given.peer is not None:
            original = run_alone(network.time_peer, given.peer, film)
        elif find_spec("torch") is not None:
            original = run_alone(network.time_original, film)
        else:
            print("benchmark: without PyTorch there is nothing to compare with; see `make venv`", file=sys.stderr)
        if original is not None:
            yield original
        ours = run_alone(network.time_ours, given.model, given.engine, film)
        yield ours if original is None else replace(ours, times_as_fast=ours.rate_fps / original.rate_fps)


def measure_live(bench: Bench) -> Iterator[Measured]:
    given = bench.given
    for film in bench.films():
        yield program.time_live(film, given.model, given.engine, given.duration, bench.folder)


def measure_batch(bench: Bench) -> Iterator[Measured]:
    given = bench.given
    for film in bench.films():
        rounds = math.ceil(given.duration * film.rate_fps / film.frame_count)
        yield program.time_batch(film.repeated(rounds), given.model, given.engine, bench.folder)
    if given.long is not None:
        rounds = math.ceil(60 * given.long * film.rate_fps / film.frame_count)
        yield program.watch_memory(film.repeated(rounds), given.model, given.engine, bench.folder)


def measure_pipelines(bench: Bench) -> Iterator[Measured]:
    for delay_ms in bench.given.delay_ms:
        yield run_alone(pipeline.measure, delay_ms, bench.given.duration, bench.given.record)


MEASUREMENTS: dict[str, Callable[[Bench], Iterator[Measured]]] = {
    "network": measure_networks,
    "live": measure_live,
    "batch": measure_batch,
    "pipeline": measure_pipelines,
}
BOUNDED = (program.MemoryCourse, pipeline.Measurement)


def run_alone(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call it in a new process; what it raises is raised here."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **named).result()


def conditions() -> dict[str, object]:
    """What two runs must have in common to be compared."""
    versions = {name: version for name in PACKAGES if (version := _version(name)) is not None}
    return {
        "version": __version__,
        "python": platform.python_version(),
        "packages": versions,
        "system": platform.platform(),
        "processor": processor_name(),
        "cores": len(os.sched_getaffinity(0)),
        "threads": thread_count(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
