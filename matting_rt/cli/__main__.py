"""The `matting-rt` command: parses, runs one sub-command, turns errors into one line and an exit status.

Exit status: 0 done; 1 it failed; 2 something to correct in the call; 130 interrupted with Ctrl-C.
"""

import argparse
import logging
import signal
import sys
import traceback
import warnings
from collections.abc import Sequence
from typing import NoReturn

from matting_rt import __version__
from matting_rt.cli import control, demo, devices, doctor, images, live, models, plate, video
from matting_rt.ending import end_process
from matting_rt.errors import MattingError

VERBOSE_HELP = "log what happens; on an error show where it came from"
INTERRUPTED = 130
"""128 + SIGINT, as shells count it."""


def make_parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--verbose", action="store_true", default=argparse.SUPPRESS, help=VERBOSE_HELP)
    parser = argparse.ArgumentParser(
        prog="matting-rt",
        parents=[common],
        description="Puts people in front of another background, given a picture of their empty room (the plate).",
        epilog="matting-rt COMMAND --help tells more, with examples.",
    )
    parser.add_argument("--version", action="version", version=f"matting-rt {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (images, video, live, plate, devices, doctor, control, models, demo):
        module.add_parser(commands, common)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `arguments` default to those of the process."""
    namespace = argparse.Namespace(verbose=False)
    try:
        make_parser().parse_args(arguments, namespace)
        configure_messages(namespace.verbose)
        namespace.run(namespace)
    except KeyboardInterrupt as interrupt:
        print(f"matting-rt: interrupted: {str(interrupt) or 'nothing was written'}", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:  # the outermost border: a person gets a line, whatever it was
        if namespace.verbose:
            traceback.print_exc()
        return report_error(error)
    finally:
        if arguments is None:
            # The work is done or undone; a late Ctrl-C shall not tear the interpreter down with a traceback.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    return 0


def report_error(error: Exception) -> int:
    """Print the error's line and return the exit status."""
    if isinstance(error, MattingError | OSError):
        print(f"matting-rt: error: {error}", file=sys.stderr)
    else:
        reason = (str(error).splitlines() or [""])[0]
        print(
            f"matting-rt: error in the program itself: {type(error).__name__}: {reason}; --verbose shows where",
            file=sys.stderr,
        )
    cause = error.__cause__ if isinstance(error.__cause__, MattingError) else error
    return 2 if isinstance(cause, MattingError) and cause.is_user_mistake else 1


def configure_messages(verbose: bool) -> None:
    """Log to stderr; without `verbose` only what a user must know, and no library's warnings."""
    logging.basicConfig(format="matting-rt: %(levelname)s: %(message)s", level=logging.WARNING)
    logging.getLogger("matting_rt").setLevel(logging.DEBUG if verbose else logging.WARNING)
    if not verbose and not sys.warnoptions:
        warnings.simplefilter("ignore")


def run_process() -> NoReturn:
    """The command as a process of its own."""
    end_process(main())


if __name__ == "__main__":
    run_process()
