"""`matting-rt control`: tell the running program something."""

import argparse
from typing import Any

from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.live.commands import ControlCommand, ControlVerb
from matting_rt.live.control import send_command

EXAMPLES = """examples:
  matting-rt control toggle                 pause (others see the placeholder) or resume; bind it to a key
  matting-rt control start-output           let others see you: open the virtual camera, or what --output says
  matting-rt control stop-output            close it again; the camera stays on
  matting-rt control plate                  take a new plate: leave the picture first
  matting-rt control backdrop beach.jpg     change the backdrop; takes what --backdrop takes
  matting-rt control record                 start or finish a recording
  matting-rt control record-pause           pause the recording, or resume it
  matting-rt control still                  save what others see as a picture
  matting-rt control show                   bring the window to the front
  matting-rt control stop                   end the program"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "control",
        parents=[common],
        help="tell the running program to start or stop its output, pause, take a plate, record, and more",
        description="Talks to the matting-rt live, or the window, of the same user.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for verb, meaning in (
        (ControlVerb.TOGGLE, "pause (others see the placeholder), or resume"),
        (ControlVerb.START_OUTPUT, "start the output: others see you"),
        (ControlVerb.STOP_OUTPUT, "stop the output; the program keeps running"),
        (ControlVerb.PLATE, "take a new plate"),
        (ControlVerb.BACKDROP, "change the backdrop"),
        (ControlVerb.RECORD, "start or finish a recording"),
        (ControlVerb.RECORD_PAUSE, "pause the recording, or resume it"),
        (ControlVerb.STILL, "save what others see as a picture"),
        (ControlVerb.SHOW, "bring the window to the front"),
        (ControlVerb.STOP, "end the program"),
    ):
        action = actions.add_parser(verb.value, parents=[common], help=meaning)
        action.set_defaults(run=run, verb=verb, spec="")
        if verb is ControlVerb.BACKDROP:
            action.add_argument("spec", metavar="SPEC", help="a colour, blur[:sigma], transparent, or a file")


def run(arguments: argparse.Namespace) -> None:
    """Send the command and print the answer."""
    spec = _absolute(arguments.spec) if arguments.verb is ControlVerb.BACKDROP else ""
    print(send_command(ControlCommand(arguments.verb, spec)) or "done")


def _absolute(spec: str) -> str:
    """The backdrop, checked here; the running program may have another current directory.

    A file is tried as well, so that a wrong one is a mistake of the call; a colour loads nothing, for shortcuts use it.
    """
    from matting_rt.compositing.backdrop_spec import parse_backdrop

    parsed = parse_backdrop(spec)
    if parsed.kind.is_file or parsed.kind.is_transparent:
        from matting_rt.config import BackdropConfig
        from matting_rt.live.parts import build_live_backdrop

        try:
            build_live_backdrop(BackdropConfig(spec)).close()
        except SourceFormatError as error:
            raise UsageError(error.line) from None
    return str(parsed.value.absolute()) if parsed.kind.is_file else spec.strip()
