"""`matting-rt plate`: a camera's view without the person, taken with time to leave the picture."""

import argparse
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt.cli.camera import add_camera_options
from matting_rt.cli.options import with_options
from matting_rt.cli.paths import require_distinct, require_free_file
from matting_rt.config import CameraConfig, Config
from matting_rt.errors import PlateError, UsageError
from matting_rt.files import user_path
from matting_rt.specs import SYNTHETIC

if TYPE_CHECKING:
    from matting_rt.plate.capture import CapturedPlate, PlateCapture
    from matting_rt.plate.store import Plate
    from matting_rt.sources.base import LiveSource

EXAMPLES = """examples:
  matting-rt plate --camera 0 --output plate.png                be out of the picture in five seconds
  matting-rt plate --camera 0 --output plate.png --auto         leave it in your own time"""

ATTEMPTS = 3
AUTO_PATIENCE_S = 120.0
"""To get up and leave."""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "plate",
        parents=[common],
        help="take the plate: a camera's view of the room without you",
        description="Takes the plate for live video. The camera's exposure, white balance and focus are held still; "
        "what moves meanwhile makes it try again.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_camera_options(parser)
    parser.add_argument("--output", type=user_path, required=True, metavar="FILE.png", help="the plate")
    parser.add_argument(
        "--delay", type=float, default=5.0, metavar="S", help="seconds to leave the picture (default: %(default)g)"
    )
    parser.add_argument(
        "--frames", type=int, default=30, metavar="N", help="frames that make the plate (default: %(default)s)"
    )
    parser.add_argument(
        "--auto",
        action="store_true",
        help="instead of after the delay, take it once you have left the picture and nothing moves for two seconds",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace the output if it exists")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class PlateJob:
    """What `matting-rt plate` was asked for."""

    camera: str
    output: Path
    config: CameraConfig
    delay_s: float
    frames: int
    auto: bool


def run(arguments: argparse.Namespace) -> None:
    """Check the call, take the plate, write it, and say what was measured."""
    if not 0 <= arguments.delay <= 600:
        raise UsageError(f"--delay is {arguments.delay:g}; choose 0 to 600 seconds")
    if not 1 <= arguments.frames <= 1000:
        raise UsageError(f"--frames is {arguments.frames}; choose 1 to 1000")
    require_free_file(arguments.output, "--output", arguments.overwrite)
    require_distinct({"--camera": user_path(arguments.camera)}, {"--output": arguments.output})
    if not arguments.output.absolute().parent.is_dir():
        raise UsageError(f"there is no directory {arguments.output.parent}; create it, or choose another for --output")
    job = PlateJob(
        camera=arguments.camera,
        output=arguments.output,
        config=with_options(arguments, Config()).camera,
        delay_s=arguments.delay,
        frames=arguments.frames,
        auto=arguments.auto,
    )
    plate = paint(job) if job.camera == SYNTHETIC else take(job)

    from matting_rt.plate.store import save_plate

    save_plate(plate, job.output)
    print(f"Wrote {job.output}: {plate.size}, camera {plate.metadata.camera_id if plate.metadata else job.camera}")


def paint(job: PlateJob) -> "Plate":
    """The empty room of the painted camera, which nobody can leave."""
    from matting_rt.live.parts import build_live_source
    from matting_rt.live.plate_capture import empty_scene_of

    captured = empty_scene_of(build_live_source(SYNTHETIC, job.config))  # not opened: that would paint all its frames
    assert captured is not None, "the painted scene knows its room"
    return captured.plate


def take(job: PlateJob) -> "Plate":
    """Open the camera and take the plate from its frames.

    Raises:
        PlateError: none could be taken; the message says why.
    """
    # From here on it takes seconds: OpenCV and the camera.
    from matting_rt.live.parts import build_live_source
    from matting_rt.live.plate_capture import annotate
    from matting_rt.plate.capture import CaptureMode, PlateCapture

    print(f"Opening {job.camera} ...", flush=True)
    capture = PlateCapture(
        CaptureMode.WHEN_LEFT if job.auto else CaptureMode.AT_ONCE,
        frame_count=job.frames,
        attempts=ATTEMPTS,
        patience_s=AUTO_PATIENCE_S if job.auto else 30.0,
        name=str(job.output),
    )
    with build_live_source(job.camera, job.config) as source:
        feed(capture, source, job)
        if capture.captured is None:
            raise PlateError(f"No plate was taken: {capture.progress.message}")
        captured = annotate(capture.captured, source)
    tell(captured, job)
    return captured.plate


def feed(capture: "PlateCapture", source: "LiveSource", job: PlateJob) -> None:
    """Count down and let the capture see the frames until it is over, saying what it says."""
    countdown = Countdown(0.0 if job.auto else job.delay_s)
    said = None
    for frame in source:
        # The countdown goes by the frames' times, so that the camera runs and finds its exposure meanwhile.
        if not (countdown.is_over(frame.time_s) and source.is_held):
            continue
        message = capture.feed(frame).message
        if message != said and not capture.is_over:
            print(message, flush=True)
            said = message
        if capture.is_over:
            return
    raise PlateError(f"No plate was taken: {job.camera} ended too early; a plate needs {job.frames} frames in a row")


class Countdown:
    """Seconds in the terminal, one number each."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._start_s: float | None = None
        self._shown = 0

    def is_over(self, time_s: float) -> bool:
        """Whether the time has passed by now, which is `time_s`; shows what is left of it."""
        if self._delay_s == 0:
            return True
        if self._start_s is None:
            self._start_s = time_s
            print("Leave the picture ...", end="", flush=True)
        left = math.ceil(self._start_s + self._delay_s - time_s)
        if left != self._shown:
            self._shown = left
            print(f" {left}" if left > 0 else "", end="" if left > 0 else "\n", flush=True)
        if left > 0:
            return False
        self._delay_s = 0
        return True


def tell(captured: "CapturedPlate", job: PlateJob) -> None:
    """What was measured."""
    bell = "\a" if sys.stdout.isatty() else ""  # for somebody who stands beside the camera
    noise = "" if captured.noise_levels is None else f"; noise {captured.noise_levels:.1f} of 255 grey levels"
    attempt = "" if captured.attempts == 1 else f", at attempt {captured.attempts}"
    print(f"{bell}Took {job.frames} frame{'s' if job.frames > 1 else ''} that show the same{attempt}{noise}")
    for problem in captured.problems:
        print(f"But the plate is {problem}; the cut-out will be less accurate there", flush=True)
