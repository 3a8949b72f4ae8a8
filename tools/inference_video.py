"""Matte a video, with the flags of BackgroundMattingV2.

    python tools/inference_video.py --model-type torchscript --model-backbone mobilenetv3 --model-path model.pth \\
        --src-video src.mp4 --bgr-video bgr.mp4 --output output.mp4

As `matting-rt video`, which has more to choose from, but with the original's settings: the plate is neither checked nor
brought to the frame's light. --bgr-video is a picture or a video of the empty room: the median of a camera that stands
still, and frame by frame of one that moves as in the source. --output is a video file, of the composite unless
--output-types names another; or a directory that gets com.mp4, pha.mp4, fgr.mov (with its alpha), err.mp4 and ref.mp4,
or the folders com, pha, ... of PNG files where --output-format is image_sequences.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # by its file's name it sees its own folder alone

from matting_rt.cli.__main__ import main as run_command
from matting_rt.cli.paths import require_file
from matting_rt.cli.video import option_of
from matting_rt.config import BackdropConfig, Config
from matting_rt.errors import UsageError
from tools import seed_flags

FORMATS = {"video": "video", "image_sequences": "pictures"}


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser)
    seed_flags.add_device_flag(parser)
    parser.add_argument("--src-video", "--video-src", type=Path, required=True, metavar="FILE")
    parser.add_argument("--bgr-video", "--video-bgr", type=Path, required=True, metavar="FILE", help="the plate")
    parser.add_argument("--video-resize", type=int, nargs=2, metavar=("W", "H"), help="matte and write in this size")
    parser.add_argument("--output", "--output-dir", type=Path, required=True, metavar="FILE|DIR")
    parser.add_argument("--output-format", choices=FORMATS, default="video", help="default: video")
    seed_flags.add_output_flags(parser, f"{BackdropConfig().spec}; in image_sequences transparent")
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> int:
    for path, option in ((arguments.src_video, "--src-video"), (arguments.bgr_video, "--bgr-video")):
        require_file(path, option)
    backdrop = arguments.backdrop or (BackdropConfig().spec if arguments.output_format == "video" else "transparent")
    outputs = _outputs(arguments, backdrop)
    with ExitStack() as stack:
        config = Config(
            engine=seed_flags.engine_config(arguments, stack),
            backdrop=BackdropConfig(backdrop),
            plate=seed_flags.plate_config(arguments),
        )
        settings = stack.enter_context(seed_flags.settings_file(config))
        words = ["--src", arguments.src_video, "--plate", arguments.bgr_video, "--config", settings]
        words += ["--output-format", FORMATS[arguments.output_format]]
        words += [word for name, path in outputs.items() for word in (option_of(seed_flags.TYPES[name]), path)]
        words += ["--size", "x".join(map(str, arguments.video_resize))] if arguments.video_resize else []
        words += ["--overwrite"] if arguments.overwrite else []
        return run_command(["video", *map(str, words)])


def _outputs(arguments: argparse.Namespace, backdrop: str) -> dict[str, Path]:
    """Where each of the types goes. Raises UsageError."""
    output, types = arguments.output, dict.fromkeys(arguments.output_types)
    if arguments.output_format == "image_sequences":
        return {name: output / name for name in types}
    if output.suffix == "":
        see_through = {"fgr", "com"} if backdrop == "transparent" else {"fgr"}
        return {name: output / f"{name}.{'mov' if name in see_through else 'mp4'}" for name in types}
    if len(types) > 1:
        raise UsageError(f"--output-types asks for {' and '.join(types)}, and {output} is one file; give a directory")
    return dict.fromkeys(types, output)


if __name__ == "__main__":
    sys.exit(main())
