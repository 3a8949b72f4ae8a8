"""`matting-rt virtual-camera`: set one up for good, undo that, or say what there is."""

import argparse
import platform
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from matting_rt.errors import MattingError, UsageError

if TYPE_CHECKING:
    from matting_rt.virtual_camera.progress import Progress

_EXAMPLES = """examples:
  matting-rt virtual-camera                    what there is, and what is missing
  matting-rt virtual-camera set-up --dry-run   what would be installed and written
  matting-rt virtual-camera set-up             asks for the password, installs, writes, loads
  matting-rt virtual-camera undo               removes what set-up has installed and written
"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "virtual-camera",
        parents=[common],
        help="set up or remove the virtual camera through which others see you (Linux)",
        description="Installs the kernel module v4l2loopback by the system's own package manager, and writes two files "
        "that load it whenever the computer starts. One script does so, as root: matting_rt/virtual_camera/"
        "virtual-camera.sh.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "action", nargs="?", choices=("status", "set-up", "undo"), default="status", help="default: status"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Raises MattingError: it could not be done, or there is no virtual camera."""
    if platform.system() != "Linux":
        raise UsageError("this is for Linux; elsewhere install OBS, whose virtual camera is used")
    if arguments.action == "status":
        _show_status()
    elif arguments.dry_run:
        _show_plan(arguments.action)
    else:
        if arguments.action == "set-up":
            _show_plan(arguments.action)
        _act(arguments.action)


def _show_status() -> None:
    from matting_rt.cli.devices import print_findings
    from matting_rt.doctor.checks import Severity, about_virtual_cameras, this_system
    from matting_rt.doctor.probe import list_virtual_cameras, probe_system

    survey = probe_system({"virtual_cameras": list_virtual_cameras})
    for camera in survey.virtual_cameras:
        print(f"{camera.path}  {camera.name}  ({camera.state})")
    findings = about_virtual_cameras(survey, this_system())
    print_findings(findings)
    if any(each.severity is Severity.MISSING for each in findings):
        raise MattingError("there is no virtual camera; the lines above say why")


def _show_plan(action: str) -> None:
    from matting_rt.virtual_camera.running import plan, undo_plan

    found = plan() if action == "set-up" else undo_plan()
    if found.failure is not None:
        raise _error(found)
    _print_list("This will, as root:", found.plan)
    _print_list("Know before:", found.warnings)


def _act(action: str) -> None:
    from matting_rt.virtual_camera.progress import Progress, unasked
    from matting_rt.virtual_camera.running import root_call, watch

    progress = Progress()

    def hear(line: str) -> None:
        before = progress.step
        progress.hear(line)
        if progress.step != before:
            print(progress.step, flush=True)
        elif not line.startswith("@"):
            print(f"    {line}", flush=True)

    try:
        progress.end(watch(root_call(action, has_terminal=True), hear))
    except FileNotFoundError:
        progress.failure = unasked()
    if progress.failure is not None:
        raise _error(progress)
    if progress.is_removed:
        print("The virtual camera is removed.")
    else:
        print(f"{progress.device} is there, now and after each restart: choose it as your camera in the meeting.")


def _error(progress: "Progress") -> MattingError:
    failure = progress.failure
    assert failure is not None
    if failure.command is None:
        return MattingError("{text}", text=failure.text)
    return MattingError("{text}: {command}", text=failure.text, command=failure.command)


def _print_list(title: str, lines: Iterable[str]) -> None:
    texts = [f"  - {line}" for line in lines]
    if texts:
        print("\n".join([title, *texts]), flush=True)
