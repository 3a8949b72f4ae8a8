"""Matte a webcam into a window, with the flags of BackgroundMattingV2.

    python tools/inference_webcam.py --model-backbone mobilenetv3 --model-path model.pth --resolution 1280 720

As `matting-rt live`, which has more to choose from: step out of the picture until the plate is taken. On the terminal,
b takes a new plate and q quits. The backdrop is white unless --backdrop says otherwise.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # by its file's name it sees its own folder alone

from matting_rt.cli.__main__ import main as run_command
from matting_rt.config import BackdropConfig, Config
from matting_rt.ending import end_process
from tools import seed_flags


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser)
    seed_flags.add_device_flag(parser)
    camera = ("--camera", "--video_device_id", "--video-device-id")
    parser.add_argument(*camera, dest="camera", default="0", metavar="ID|FILE|synthetic", help="default: 0")
    parser.add_argument("--precision", choices=seed_flags.PRECISIONS, help="default: float32")
    parser.add_argument("--resolution", type=int, nargs=2, default=(1280, 720), metavar=("W", "H"))
    parser.add_argument("--output", default="window", help="where it goes, as matting-rt live has it (default: window)")
    parser.add_argument("--backdrop", default="white", metavar="SPEC", help="default: white")
    parser.add_argument("--duration", type=float, metavar="S", help="stop after so many seconds")
    parser.add_argument("--hide-fps", action="store_true", help="accepted: nothing is written on the picture")
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> int:
    with ExitStack() as stack:
        config = Config(engine=seed_flags.engine_config(arguments, stack), backdrop=BackdropConfig(arguments.backdrop))
        settings = stack.enter_context(seed_flags.settings_file(config))
        words = ["--camera", arguments.camera, "--size", "x".join(map(str, arguments.resolution))]
        words += ["--output", arguments.output, "--config", str(settings)]
        words += ["--duration", str(arguments.duration)] if arguments.duration is not None else []
        return run_command(["live", *words])


if __name__ == "__main__":
    end_process(main())  # the network may still be on its way
