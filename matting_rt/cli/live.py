"""`matting-rt live`: from the camera to the virtual camera, until q is pressed."""

import argparse
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matting_rt
from matting_rt.cli.camera import add_camera_options
from matting_rt.cli.options import INCOMPLETE, add_job_options, add_setting_options, config_of, spread
from matting_rt.cli.paths import require_distinct, require_file, require_free_file
from matting_rt.cli.terminal import Terminal, tell
from matting_rt.errors import ControlError, UsageError
from matting_rt.files import user_path
from matting_rt.live import output_kinds
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition

if TYPE_CHECKING:
    from matting_rt.live.recording import RecordingOutcome

EXAMPLES = """examples:
  matting-rt live --camera 0 --plate auto --backdrop blur                  # step out of the picture once
  matting-rt live --camera 0 --plate plate.png --backdrop beach.jpg --output /dev/video20
  matting-rt live --camera synthetic --plate auto --output window          # no camera needed

while it runs: q or Ctrl-C quits, b takes a new plate, space pauses (others see a placeholder) and goes on"""

POLL_S = 0.25


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "live",
        parents=[common],
        help="replace your background live, through a virtual camera",
        description="Mattes a camera live and shows the result to other programs as a virtual camera. Whatever fails, "
        "they see a composite or a placeholder, never the room.",
        epilog=f"{_outputs_in_lines()}\n\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_camera_options(parser)
    parser.add_argument(
        "--plate",
        default="auto",
        metavar="FILE|auto|none",
        help="the picture of the empty room (see matting-rt plate); auto takes it as soon as you have left the picture "
        "(default); none starts at once, with rough edges, and learns the room while you move",
    )
    add_setting_options(parser, "live")
    parser.add_argument(
        "--mirror",
        **spread("live.mirror_preview", "live.mirror_output"),
        type=_mirrored,
        metavar="preview,output",
        help="where the person is shown as in a mirror, the background never: output (what others see: the virtual "
        "camera, a window, files and recordings), preview (what a program shows you alone; this one shows you "
        "nothing), both with a comma, or none (default: preview, so no output is)",
    )
    parser.add_argument(
        "--record",
        type=user_path,
        metavar="FILE",
        help="also write what others see to a video file; where that ends early, e.g. because the disk is full, others "
        "go on seeing it, and the exit status is 3",
    )
    parser.add_argument("--duration", type=float, metavar="S", help="stop after this many seconds")
    add_job_options(parser)
    parser.set_defaults(run=run)


def _outputs_in_lines() -> str:
    lines = [f"  {kind.form:24}{kind.label}" for kind in output_kinds.OUTPUT_KINDS]
    return "\n".join(["outputs:", *lines])


def run(arguments: argparse.Namespace) -> int:
    """Run until it is told to stop; the exit status."""
    plate = None if arguments.plate in ("auto", "none") else user_path(arguments.plate)
    if plate is not None:
        require_file(plate, "--plate")
    if arguments.record is not None and str(arguments.record) == "-":
        raise UsageError("live video does not write to standard output; give --record the name of a video file")
    for option, path in (("--record", arguments.record), ("--report", arguments.report)):
        if path is not None:
            require_free_file(path, option, arguments.overwrite)
    if arguments.duration is not None and arguments.duration <= 0:
        raise UsageError(f"--duration is {arguments.duration:g}; give seconds above 0")
    config = config_of(arguments)

    output = output_kinds.parse_output(config.live.output)
    if output.path is not None:
        require_free_file(output.path, "--output", arguments.overwrite)
    require_distinct(
        {"--camera": user_path(arguments.camera), "--plate": plate, "--backdrop": user_path(config.backdrop.spec)},
        {"--output": user_path(config.live.output), "--record": arguments.record, "--report": arguments.report},
    )

    from matting_rt.cli.job import write_report

    with _catching_signals() as signals:
        tell(f"Opening {arguments.camera} ...")
        terminal = Terminal()

        def prepare(session: "matting_rt.LiveSession") -> None:
            signals.interrupts = False
            tell(f"{session.camera_name}: {session.size} at {config.camera.rate_fps:g} fps to {config.live.output}")
            if arguments.plate == "auto":
                session.capture_plate(automatic=True)

        session = matting_rt.open_live(
            config,
            arguments.camera,
            plate,
            record=arguments.record,
            overwrite=arguments.overwrite,
            prepare=prepare,
            on_message=terminal.say,
        )
        try:
            with session:
                _run_until_stopped(session, terminal, arguments.duration, signals)
        finally:  # of a run that failed too
            if arguments.report is not None:
                write_report(arguments.report, session.report())
    stats = session.stats
    tell(f"{stats.written} frames written, {stats.matted} matted, {stats.reconnects} reconnects")
    return 0 if arguments.record is None else _status_of(session.recordings[0], arguments.record)


def _status_of(recording: "RecordingOutcome", path: Path) -> int:
    """Of the one that --record has asked for."""
    if recording.trouble is not None:
        tell(f"{path} is not the whole recording: {recording.trouble}")
    elif recording.path is None:
        tell(f"there is no {path}: nothing was recorded")
    else:
        return 0
    return INCOMPLETE


def _mirrored(text: str) -> tuple[bool, bool]:
    names = frozenset(text.split(","))
    if not (names <= {"preview", "output"} or names == {"none"}):
        raise argparse.ArgumentTypeError(f"{text!r} cannot be mirrored; write preview, output, preview,output or none")
    return "preview" in names, "output" in names


def _run_until_stopped(
    session: "matting_rt.LiveSession", terminal: Terminal, duration_s: float | None, signals: "_Signals"
) -> None:
    end_s = None if duration_s is None else time.perf_counter() + duration_s
    with terminal, _listening(session, terminal):
        while not signals.caught and (end_s is None or time.perf_counter() < end_s):
            if _handle_key(session, terminal.key(POLL_S)) or session.wait(0):
                break
            terminal.show(to_line(session.status(), terminal.has_keys))


def _handle_key(session: "matting_rt.LiveSession", key: str | None) -> bool:
    """Do what a key asks for; whether to quit."""
    if key == "b":
        session.capture_plate()
    elif key == " ":
        session.pause(not session.is_paused)
    return key == "q"


_WHAT = {
    LiveState.PAUSED: "paused",
    LiveState.CAPTURING_PLATE: "placeholder: a plate is being taken",
    LiveState.CAMERA_LOST: "placeholder",
    LiveState.STARTING: "placeholder: the network is being made ready",
    LiveState.FAILING: "placeholder",
    LiveState.TOO_DARK: "placeholder: it is too dark to tell you from the room",
    LiveState.OUTPUT_LOST: "nothing is written",
}
"""What leaves where it is no composite; what is wrong is added."""


def to_line(status: "matting_rt.LiveStatus", has_keys: bool) -> str:
    """The status in a line."""
    what = _WHAT.get(status.state)
    if what is None:
        what = (
            f"latency {status.latency_ms:.0f} ms, matted {status.matte_fps:.0f} fps, drops {status.dropped_share:.0%}"
        )
    elif status.trouble is not None:
        what = f"{what}: {status.trouble}"
    keys = " | q quit, b new plate, space pause" if has_keys else ""
    return f"{status.rate_fps:.1f} fps, {what}, quality {status.quality}, {_room_in_words(status)}{keys}"


def _room_in_words(status: "matting_rt.LiveStatus") -> str:
    if status.plate is PlateCondition.KNOWN:
        return "your room is known"
    return f"learning your room, {status.known_share:.0%} known"


@contextmanager
def _listening(session: "matting_rt.LiveSession", terminal: Terminal) -> Iterator[None]:
    """Obey `matting-rt control`; where another program does already, go on without."""
    from matting_rt.live.commands import execute
    from matting_rt.live.control import ControlServer
    from matting_rt.live.session_commands import SessionCommands

    commands = SessionCommands(session)
    server = ControlServer(lambda command: execute(command, commands))
    try:
        server.open()
    except ControlError as error:
        terminal.say(f"matting-rt control does not reach this program: {error}")
    try:
        yield
    finally:
        server.close()


class _Signals:
    """Those that have asked for an end."""

    def __init__(self) -> None:
        self.caught: list[int] = []
        self.interrupts = True
        """Whether one also interrupts what the main thread does: a camera that hangs is opened for seconds."""

    def note(self, number: int, frame: object) -> None:
        """Once a session runs, a handler must do no more than this: it runs wherever the main thread is, perhaps where
        that holds a lock.
        """
        self.caught.append(number)
        if self.interrupts:
            raise KeyboardInterrupt


@contextmanager
def _catching_signals() -> Iterator[_Signals]:
    """Take Ctrl-C, SIGTERM and a terminal that is closed as q, so that files are finished and devices left as they were
    found; what is only being opened is closed again.
    """
    signals = _Signals()
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                before[number] = signal.signal(number, signals.note)
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
