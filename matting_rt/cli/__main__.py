"""The `matting-rt` command: parses, runs one sub-command, turns errors into one line and an exit status.

Exit status: 0 done; 1 it failed; 2 something to correct in the call; 3 done, but the source ended before its declared
length, some of its pictures cannot be read, or the recording of live video has ended early; 130 interrupted with
Ctrl-C, 143 with SIGTERM, 129 because the terminal was closed.
"""

import argparse
import logging
import signal
import sys
import traceback
import warnings
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from matting_rt import __version__
from matting_rt.cli import control, demo, devices, doctor, images, jobs, live, models, plate, video, virtual_camera
from matting_rt.ending import end_process
from matting_rt.errors import MattingError, line_of

VERBOSE_HELP = "log what happens; show a traceback on errors"
SIGNALLED = 128
"""What shells add to the number of the signal that ended a program."""
ENDING_SIGNALS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
_caught: list[int] = []
"""The signal that ended this process, besides Ctrl-C."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; argparse would print all the options of a command before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: error: {message}; {self.prog} --help lists the options\n")


def make_parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--verbose", action="store_true", default=argparse.SUPPRESS, help=VERBOSE_HELP)
    parser = Parser(
        prog="matting-rt",
        parents=[common],
        description="Replaces the background behind people, given a picture of the empty room (the plate).",
        epilog="matting-rt COMMAND --help shows its options and examples.",
    )
    parser.add_argument("--version", action="version", version=f"matting-rt {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (images, video, jobs, live, plate, devices, doctor, virtual_camera, control, models, demo):
        module.add_parser(commands, common)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `arguments` default to those of the process."""
    namespace = argparse.Namespace(verbose=False)
    try:
        make_parser().parse_args(arguments, namespace)
        configure_messages(namespace.verbose)
        status: int = namespace.run(namespace) or 0
    except KeyboardInterrupt as interrupt:
        tell(f"matting-rt: interrupted: {str(interrupt) or 'nothing was written'}")
        return SIGNALLED + (_caught[0] if _caught else signal.SIGINT)
    except BrokenPipeError:  # whoever read what was printed has seen enough, as `head` has
        return SIGNALLED + getattr(signal, "SIGPIPE", 13)
    except Exception as error:  # the outermost border: a person gets a line, whatever it was
        if namespace.verbose:
            traceback.print_exc()
        return report_error(error)
    finally:
        if arguments is None:
            # The work is done or undone; a late signal shall not tear the interpreter down with a traceback.
            for number in ENDING_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
    return status


def report_error(error: Exception) -> int:
    """Print the error's line and return the exit status."""
    if isinstance(error, MattingError | OSError):
        tell(f"matting-rt: error: {line_of(error)}")
    else:
        tell(f"matting-rt: {line_of(error)}; --verbose shows where")
    cause = error.__cause__ if isinstance(error.__cause__, MattingError) else error
    return 2 if isinstance(cause, MattingError) and cause.is_user_mistake else 1


def tell(line: str) -> None:
    """Print to stderr, if there is still somebody to read it."""
    with suppress(OSError):
        print(line, file=sys.stderr)


def end_on_signals() -> None:
    """Have SIGTERM and SIGHUP end a command as Ctrl-C does, so that nothing half-written is left.

    Only the first of them: services are sent both, and a closed terminal sends several, into the midst of tidying up.
    """
    numbers = ENDING_SIGNALS - {signal.SIGINT}

    def interrupt(number: int, frame: object) -> NoReturn:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        _caught.append(number)
        raise KeyboardInterrupt

    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, interrupt)


def configure_messages(verbose: bool) -> None:
    """Log to stderr; without `verbose` only what a user must know, and no library's warnings."""
    logging.basicConfig(format="matting-rt: %(levelname)s: %(message)s", level=logging.WARNING)
    logging.getLogger("matting_rt").setLevel(logging.DEBUG if verbose else logging.WARNING)
    if not verbose and not sys.warnoptions:
        warnings.simplefilter("ignore")


def run_process() -> NoReturn:
    """The command as a process of its own."""
    end_on_signals()
    end_process(main())


if __name__ == "__main__":
    run_process()
