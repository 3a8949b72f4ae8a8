"""How fast this computer mattes, in one table: the network, live video and files, as a user runs them.

    python -m tools.speed --json speed.json

The scene is the demo's. "Network" is a picture of the host in and its alpha out; beside it BackgroundMattingV2's
MobileNetV2 with random weights, in TorchScript at its HD setting, in the same run, because computers change from hour
to hour. "Live" counts new composites of a camera of 30 frames a second at the best quality; "files" decodes, mattes and
encodes. CPU time is of all threads.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

from matting_rt.build import build_engine, resolve_engine
from matting_rt.config import DeviceKind, EngineConfig, EngineKind, Preset
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.film import RenderedClip
from tools.gpu_stages import save_original, to_size

SIZES = (FrameSize(1280, 720), FrameSize(1920, 1080))
RATE_FPS = 30
FILM_S = 4.0
WARM_UP = 3
_NAMES = {"network": "network", "original": "BackgroundMattingV2, MobileNetV2", "live": "live", "files": "files"}


@dataclass(frozen=True, slots=True)
class Speed:
    """One line of the table."""

    what: str
    size: str
    rate_fps: float
    wall_ms: float
    """Of a frame: at the median, or on average."""
    cpu_ms: float
    memory_mb: float | None = None

    def row(self, original_ms: float | None) -> str:
        ratio = f"{original_ms / self.wall_ms:.1f}" if original_ms else ""
        memory = "" if self.memory_mb is None else f"{self.memory_mb:.0f}"
        return (
            f"| {_NAMES[self.what]} | {self.size} | {self.rate_fps:.1f} | {self.wall_ms:.1f} | {self.cpu_ms:.1f} "
            f"| {ratio} | {memory} |"
        )


def time_network(config: EngineConfig, what: str, size: FrameSize, plate: Image, frames: Sequence[Image]) -> Speed:
    engine = build_engine(resolve_engine(config))
    try:
        stream = engine.open_stream(size)
        stream.set_plate(plate)
        for frame in frames[:WARM_UP]:
            stream.matte(frame)
        walls_s, cpus_s = zip(*(_time(stream.matte, frame) for frame in frames[WARM_UP:]), strict=True)
    finally:
        engine.close()
    wall_s = median(walls_s)
    return Speed(what, str(size), 1 / wall_s, 1000 * wall_s, 1000 * median(cpus_s))


def _time(matte: Callable[[Image], object], frame: Image) -> tuple[float, float]:
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    matte(frame)
    return time.perf_counter() - wall_s, time.process_time() - cpu_s


def time_live(film: Path, plate: Path, size: FrameSize, model: str, duration_s: float, folder: Path) -> Speed:
    report, cpu_s = _run_program(
        [
            *("live", "--camera", str(film), "--plate", str(plate), "--output", "null", "--quality", "best"),
            *("--model", model, "--device", "cpu", "--duration", str(duration_s)),
        ],
        folder / "live.json",
    )
    count, memory = report["matted"], report["memory"]
    ready_s = report["network_ready_s"]
    rate_fps = count / (report["elapsed_s"] - ready_s)
    return Speed("live", str(size), rate_fps, 1000 / rate_fps, 1000 * cpu_s / count, memory.get("now_mb"))


def time_files(film: Path, plate: Path, size: FrameSize, model: str, folder: Path) -> Speed:
    report, cpu_s = _run_program(
        [
            *("video", "--src", str(film), "--plate", str(plate), "--output", str(folder / "out.mp4"), "--overwrite"),
            *("--backdrop", "teal", "--model", model, "--device", "cpu"),
        ],
        folder / "files.json",
    )
    count, rate_fps = report["frames_written"], report["rate_fps"]
    return Speed("files", str(size), rate_fps, 1000 / rate_fps, 1000 * cpu_s / count)


def _run_program(arguments: list[str], report: Path) -> tuple[dict[str, Any], float]:
    report.unlink(missing_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "matting_rt.cli", *arguments, "--report", str(report)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(report.read_text(encoding="utf-8")), cpu_s


def write_film(path: Path, frames: Iterable[Image], size: FrameSize) -> None:
    sink, time_base = VideoFileSink(path, overwrite=True), Fraction(1, RATE_FPS)
    sink.open(StreamInfo(size, Fraction(RATE_FPS), time_base, None))
    for index, image in enumerate(frames):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=time_base))
    sink.finish()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="mobilenetv3-lite")
    parser.add_argument("--duration", type=float, default=20.0, help="seconds of live video (default: %(default)g)")
    parser.add_argument("--film", type=float, default=FILM_S, help="seconds of the film (default: %(default)g)")
    parser.add_argument("--json", type=Path, help="write the table there, too")
    parser.add_argument("--size", type=to_size, nargs="+", default=SIZES, metavar="WxH")
    given = parser.parse_args(arguments)
    speeds: list[Speed] = []
    print("| | size | frames a second | ms a frame | CPU ms a frame | times as fast as the original | MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        original = EngineConfig(
            str(save_original(folder)), engine=EngineKind.TORCHSCRIPT, device=DeviceKind.CPU, preset=Preset.HD
        )
        ours = EngineConfig(given.model, engine=EngineKind.ONNX, device=DeviceKind.CPU)
        for size in given.size:
            clip = RenderedClip(size, RATE_FPS, given.film)
            plate, frames = clip.plate(), [image for image, _ in clip.frames()]
            film, plate_file = folder / f"{size}.mp4", folder / f"{size}.png"
            write_film(film, frames, size)
            write_png(plate_file, plate)
            slow = time_network(original, "original", size, plate, frames[:10])
            measured = [
                slow,
                time_network(ours, "network", size, plate, frames),
                time_live(film, plate_file, size, given.model, given.duration, folder),
                time_files(film, plate_file, size, given.model, folder),
            ]
            for speed in measured:
                print(speed.row(slow.wall_ms if speed.what == "network" else None), flush=True)
            speeds += measured
    if given.json is not None:
        given.json.write_text(json.dumps([asdict(speed) for speed in speeds], indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
