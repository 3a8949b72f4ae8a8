"""Matte a video, with the flags of BackgroundMattingV2.

    python tools/inference_video.py --model-type torchscript --model-backbone mobilenetv3 --model-path model.pth \\
        --src-video src.mp4 --bgr-video bgr.mp4 --output output.mp4

As `matting-rt video`, which has more to choose from. --bgr-video is a picture or a video of the empty room: the median
of a camera that stands still, and frame by frame of one that moves as in the source. --output is a video file; with
--output-types, a directory that gets com.mp4 and pha.mp4.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # started by its file's name, a script sees its own folder alone

from matting_rt.cli.__main__ import main as run_command
from matting_rt.cli.paths import require_file
from matting_rt.config import BackdropConfig, Config, PlateConfig
from matting_rt.errors import UsageError
from tools import seed_flags


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser)
    seed_flags.add_device_flag(parser)
    parser.add_argument("--src-video", "--video-src", type=Path, required=True, metavar="FILE")
    parser.add_argument("--bgr-video", "--video-bgr", type=Path, required=True, metavar="FILE", help="the plate")
    parser.add_argument("--output", "--output-dir", type=Path, required=True, metavar="FILE|DIR")
    seed_flags.add_output_flags(parser, ("com", "pha"), default_backdrop=BackdropConfig().spec)
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> int:
    for path, option in ((arguments.src_video, "--src-video"), (arguments.bgr_video, "--bgr-video")):
        require_file(path, option)
    output, alpha = arguments.output, None
    if output.suffix == "":
        output, alpha = output / "com.mp4", output / "pha.mp4" if "pha" in arguments.output_types else None
    elif "pha" in arguments.output_types:
        raise UsageError(f"--output-types asks for pha and {output} is one file; give a directory")
    with ExitStack() as stack:
        config = Config(
            engine=seed_flags.engine_config(arguments, stack),
            backdrop=BackdropConfig(arguments.backdrop),
            plate=PlateConfig(align=arguments.preprocess_alignment),
        )
        settings = stack.enter_context(seed_flags.settings_file(config))
        words = ["--src", arguments.src_video, "--plate", arguments.bgr_video, "--output", output, "--config", settings]
        words += ["--alpha-output", alpha] if alpha else []
        words += ["--overwrite"] if arguments.overwrite else []
        return run_command(["video", *map(str, words)])


if __name__ == "__main__":
    sys.exit(main())
