"""`matting-rt images`: pictures in, composites, alphas and cut-out foregrounds out."""

import argparse
from contextlib import ExitStack
from typing import Any

from matting_rt.batch_job import BatchJob, JobParts, explaining, load_engine
from matting_rt.cli.options import add_job_options, config_of
from matting_rt.cli.paths import require_distinct, require_exists, require_free_file
from matting_rt.config import Config
from matting_rt.files import user_path

PICTURES = ("composite", "alpha", "foreground", "error", "refined")

EXAMPLES = """examples:
  matting-rt images --src me.jpg --plate empty-room.jpg --output cut-out --write foreground
  matting-rt images --src photos --plate plates --output composites --backdrop sea.jpg --write composite,alpha"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "images",
        parents=[common],
        help="put the people of pictures in front of another background",
        description="Mattes a picture, or every picture of a directory. For each it writes into --output, as asked for "
        "by --write: NAME.composite.png, NAME.alpha.png (grey), NAME.foreground.png (RGBA, straight alpha), and, from "
        "the engine torch, NAME.error.png (grey: the error that the network expects in its alpha) and NAME.refined.png "
        "(white where it was refined in full resolution).",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--src", type=user_path, required=True, metavar="FILE_OR_DIR", help="pictures with people")
    parser.add_argument(
        "--plate",
        type=user_path,
        required=True,
        metavar="FILE_OR_DIR",
        help="the same view without them; those of a directory go with the pictures of the same name, "
        "or in order where there are as many",
    )
    parser.add_argument("--output", type=user_path, required=True, metavar="DIR", help="directory for the results")
    parser.add_argument(
        "--write",
        type=_pictures,
        default=("composite",),
        metavar="LIST",
        help=f"what to write, of {','.join(PICTURES)} (default: composite)",
    )
    add_job_options(parser)
    parser.set_defaults(run=run)


def _pictures(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in PICTURES:
            raise argparse.ArgumentTypeError(f"{name!r} cannot be written; choose of {','.join(PICTURES)}")
    return names


def run(arguments: argparse.Namespace) -> None:
    """Matte every picture. Those finished before an error or Ctrl-C are complete and stay."""
    config = config_of(arguments)
    require_exists(arguments.src, "--src")
    require_exists(arguments.plate, "--plate")
    if arguments.report is not None:
        require_distinct({"--src": arguments.src, "--plate": arguments.plate}, {"--report": arguments.report})
        require_free_file(arguments.report, "--report", arguments.overwrite)
    _matte_images(arguments, config)


def _matte_images(arguments: argparse.Namespace, config: Config) -> None:
    # From here on it takes seconds: PyTorch, FFmpeg and OpenCV are loaded.
    from matting_rt.build import (
        build_backdrop,
        build_compositor,
        build_guard,
        build_image_sink,
        build_image_source,
        build_paired_plates,
        build_person_network,
        resolve_engine,
    )
    from matting_rt.cli.job import run_job, say, write_report
    from matting_rt.sinks.base import EXPLAINING, Picture

    pictures = Picture(0)
    for name in arguments.write:
        pictures |= Picture[name.upper()]
    with ExitStack() as stack:
        chosen = resolve_engine(explaining(config.engine) if pictures & EXPLAINING else config.engine)
        source = build_image_source(arguments.src)
        stack.enter_context(source)
        plates = build_paired_plates(arguments.plate, source, config.plate)
        people, guard = build_person_network(), build_guard(config.guard, is_file_with_plate=True)
        backdrop = build_backdrop(config.backdrop)
        sink = build_image_sink(arguments.output, pictures, source, arguments.overwrite)
        sink.open(source.info)
        stack.callback(sink.abort)
        engine = load_engine(chosen, say)
        stack.callback(engine.close)
        say(f"Matting {source.info.frame_count} pictures ...")
        parts = JobParts(
            source=source,
            sink=sink,
            engine=engine,
            model=chosen.model,
            plate=plates,
            backdrop=backdrop,
            compositor=build_compositor(config.composite),
            pictures=pictures,
            people=people,
            guard=guard,
            undone=lambda done: f"{done} pictures were finished and are in {arguments.output}",
            is_video=False,
        )
        report = run_job(BatchJob(parts, stack))
    if arguments.report is not None:
        write_report(arguments.report, {"source": str(arguments.src), "plate": str(arguments.plate), **report})
    print(f"Wrote {report['frames_written']} pictures to {arguments.output} ({report['rate_fps']:.1f} a second)")
