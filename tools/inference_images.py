"""Matte pictures, with the flags of BackgroundMattingV2.

    python tools/inference_images.py --model-type torchscript --model-backbone mobilenetv3 --model-path model.pth \\
        --src src.png --bgr bgr.png --output output.png

As `matting-rt images`, which has more to choose from, but with the original's settings: the plate is neither checked
nor brought to the picture's light. --output is one PNG file for one picture (the composite; on nothing, with its alpha,
unless --backdrop says otherwise). Else it is a directory, which gets NAME.composite.png, NAME.alpha.png,
NAME.foreground.png, NAME.error.png and NAME.refined.png for the types com, pha, fgr, err and ref.
"""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext, redirect_stdout
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # by its file's name it sees its own folder alone

from matting_rt.cli.__main__ import main as run_command
from matting_rt.cli.paths import require_distinct, require_exists, require_free_file
from matting_rt.config import BackdropConfig, Config
from matting_rt.errors import UsageError
from tools import seed_flags

BACKDROP = "transparent"


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser)
    seed_flags.add_device_flag(parser)
    parser.add_argument("--src", "--images-src", type=Path, required=True, metavar="FILE|DIR")
    parser.add_argument("--bgr", "--images-bgr", type=Path, required=True, metavar="FILE|DIR", help="the plates")
    parser.add_argument("--output", "--output-dir", type=Path, required=True, metavar="FILE.png|DIR")
    seed_flags.add_output_flags(parser, default_backdrop=BACKDROP)
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> int:
    for path, option in ((arguments.src, "--src"), (arguments.bgr, "--bgr")):
        require_exists(path, option)
    with ExitStack() as stack:
        to_file = arguments.src.is_file() and arguments.output.suffix != ""
        if to_file:
            _check_file(arguments)
        config = Config(
            engine=seed_flags.engine_config(arguments, stack),
            backdrop=BackdropConfig(arguments.backdrop or BACKDROP),
            plate=seed_flags.plate_config(arguments),
        )
        folder = arguments.output
        if to_file:
            arguments.output.parent.mkdir(parents=True, exist_ok=True)
            # beside the output, so that what is written there is moved in one piece
            beside = tempfile.TemporaryDirectory(prefix=".matting-rt-", dir=arguments.output.parent)
            folder = Path(stack.enter_context(beside))
        settings = stack.enter_context(seed_flags.settings_file(config))
        pictures = ",".join(seed_flags.TYPES[name].name for name in arguments.output_types)
        words = ["--src", arguments.src, "--plate", arguments.bgr, "--output", folder, "--write", pictures]
        words += ["--config", settings, *(["--overwrite"] if arguments.overwrite else [])]
        with redirect_stdout(io.StringIO()) if to_file else nullcontext():  # it would name the folder beside the output
            status = run_command(["images", *map(str, words)])
        if to_file and status == 0:
            os.replace(next(folder.iterdir()), arguments.output)
            print(f"Wrote {arguments.output}")
        return status


def _check_file(arguments: argparse.Namespace) -> None:
    output = arguments.output
    if output.suffix.lower() != ".png":
        raise UsageError(f"{output} cannot be written: pictures are written as PNG; name it .png, or give a directory")
    if len(arguments.output_types) > 1:
        raise UsageError(f"--output-types asks for several pictures and {output} is one file; give a directory")
    require_distinct({"--src": arguments.src, "--bgr": arguments.bgr}, {"--output": output})
    require_free_file(output, "--output", arguments.overwrite)


if __name__ == "__main__":
    sys.exit(main())
