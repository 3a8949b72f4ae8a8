"""`matting-rt demo --web`: the program tried out in a browser, on this computer alone."""

import argparse
import logging
import time
from contextlib import suppress
from typing import Any

from matting_rt.cli.options import with_options
from matting_rt.config import Config
from matting_rt.errors import UsageError
from matting_rt.extras import WEB, require_extra
from matting_rt.lines import Line
from matting_rt.web.work import Limits

_MOST = Limits()
_TURN_S = 0.5
"""A wait without end is not interrupted everywhere."""


def add_web_options(parser: argparse.ArgumentParser) -> None:
    group: Any = parser.add_argument_group("in a browser (extra web)")
    group.add_argument(
        "--port", type=_number, metavar="N", help="of the page (default: the first free one from 7860 on)"
    )
    group.add_argument("--no-browser", action="store_true", help="print the page's address, and open nothing")
    group.add_argument(
        "--longest-clip",
        type=_number,
        default=_MOST.clip_frames,
        metavar="FRAMES",
        help="clips of more frames are refused (default: %(default)s)",
    )
    group.add_argument(
        "--largest-upload",
        type=_number,
        default=_MOST.upload_mb,
        metavar="MB",
        help="larger files are refused (default: %(default)s)",
    )


def run_web(arguments: argparse.Namespace) -> None:
    """Serve the page until Ctrl-C."""
    require_extra(WEB, Line("the page in a browser"))

    from matting_rt.build import resolve_engine
    from matting_rt.web.serving import serving

    engine = with_options(arguments, Config()).engine
    resolve_engine(engine)  # a mistake shall not come to light with the first picture
    if not arguments.verbose:
        logging.getLogger("httpx").setLevel(logging.WARNING)
    limits = Limits(arguments.longest_clip, arguments.largest_upload)
    with (
        suppress(KeyboardInterrupt),
        serving(engine, limits, arguments.port, opens_browser=not arguments.no_browser) as address,
    ):
        print(f"{address}  is the page, for this computer alone; Ctrl-C ends it and deletes its files", flush=True)
        while True:
            time.sleep(_TURN_S)


def _number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise UsageError(f"{text} is not a number above 0")
    return number
