"""The `matting-rt-gui` command; also `python -m matting_rt.gui`, and in a checkout `python -m gui`."""

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import NoReturn

from matting_rt import __version__
from matting_rt.ending import end_process
from matting_rt.errors import MattingError
from matting_rt.files import user_path


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="matting-rt-gui",
        description="The window of Matting RT: be in front of another background in a meeting, or in videos.",
    )
    parser.add_argument("videos", type=user_path, nargs="*", metavar="VIDEO", help="put these on the list of videos")
    parser.add_argument(
        "--demo",
        action="store_true",
        help="try everything with the sample scene; no setting is saved",
    )
    parser.add_argument("--profile", type=user_path, metavar="FILE.toml", help="start with these settings")
    parser.add_argument("--settings-dir", type=user_path, metavar="FOLDER", help="save settings, plates and jobs there")
    parser.add_argument(
        "--install-desktop-entry", action="store_true", help="add the program to the menu of a Linux desktop"
    )
    parser.add_argument("--verbose", action="store_true", help="log what happens")
    parser.add_argument("--version", action="version", version=f"matting-rt-gui {__version__}")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; `arguments` default to those of the process."""
    try:
        options = make_parser().parse_args(arguments)
    except MattingError as error:
        print(f"matting-rt-gui: error: {error}", file=sys.stderr)
        return 2
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.DEBUG if options.verbose else logging.WARNING)
    logging.basicConfig(format="matting-rt-gui: %(levelname)s: %(message)s", handlers=[terminal])
    for name in ("gui", "matting_rt"):
        logging.getLogger(name).setLevel(logging.DEBUG if options.verbose else logging.INFO)
    if options.install_desktop_entry:
        return install_desktop_entry()
    from gui.live.output_window import has_display

    if not has_display():
        print("matting-rt-gui: error: there is no display to show a window on", file=sys.stderr)
        return 1
    from gui.app.application import StartOptions, run

    return run(StartOptions(options.demo, options.profile, options.settings_dir, tuple(options.videos)))


def install_desktop_entry() -> int:
    from gui.app import desktop_entry

    try:
        for path in desktop_entry.install():
            print(f"wrote {path}")
    except MattingError as error:
        print(f"matting-rt-gui: error: {error}", file=sys.stderr)
        return 1
    return 0


def run_process() -> NoReturn:
    end_process(main())


if __name__ == "__main__":
    run_process()
