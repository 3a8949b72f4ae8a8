"""`matting-rt images`: pictures in, composites, alphas and cut-out foregrounds out."""

import argparse
from typing import Any

import matting_rt
from matting_rt.cli.options import INCOMPLETE, add_image_format, add_job_options, config_of
from matting_rt.cli.paths import require_distinct, require_exists, require_free_file
from matting_rt.files import user_path
from matting_rt.outputs import COMPOSITE, written_outputs

EXAMPLES = """examples:
  matting-rt images --src me.jpg --plate empty-room.jpg --output cut-out --write foreground
  matting-rt images --src photos --plate plates --output composites --backdrop sea.jpg --write composite,alpha"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "images",
        parents=[common],
        help="replace the background of images",
        description="Mattes a picture, or every picture of a directory. For each it writes into --output, as asked for "
        f"by --write: {'; '.join(f'NAME.{name}.png, {output.help}' for name, output in written_outputs().items())}.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--src", type=user_path, required=True, metavar="FILE_OR_DIR", help="pictures with people")
    parser.add_argument(
        "--plate",
        type=user_path,
        required=True,
        metavar="FILE_OR_DIR",
        help="the same view without anybody in it; those of a directory go with the pictures of the same name, "
        "or in order where there are as many",
    )
    parser.add_argument("--output", type=user_path, required=True, metavar="DIR", help="directory for the results")
    parser.add_argument(
        "--write",
        type=_outputs,
        default=(COMPOSITE.name,),
        metavar="LIST",
        help=f"what to write, of {','.join(written_outputs())} (default: {COMPOSITE.name})",
    )
    add_image_format(parser)
    add_job_options(parser)
    parser.set_defaults(run=run)


def _outputs(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in written_outputs():
            raise argparse.ArgumentTypeError(f"{name!r} cannot be written; choose of {','.join(written_outputs())}")
    return names


def run(arguments: argparse.Namespace) -> int:
    """Matte every picture; the exit status. Those finished before an error or Ctrl-C are complete and stay."""
    job = matting_rt.ImagesJob(
        source=arguments.src,
        plate=arguments.plate,
        output=arguments.output,
        outputs=arguments.write,
        image_format=arguments.image_format,
        overwrite=arguments.overwrite,
        config=config_of(arguments),
    )
    require_exists(job.source, "--src")
    require_exists(job.plate, "--plate")
    if arguments.report is not None:
        require_distinct({"--src": job.source, "--plate": job.plate}, {"--report": arguments.report})
        require_free_file(arguments.report, "--report", job.overwrite)

    from matting_rt.cli.job import run_job, say, write_report

    with matting_rt.open_batch(job, on_message=say) as batch:
        report = run_job(batch)
    if arguments.report is not None:
        write_report(arguments.report, {"source": str(job.source), "plate": str(job.plate), **report})
    print(f"Wrote {report['frames_written']} pictures to {job.output} ({report['rate_fps']:.1f} a second)")
    return INCOMPLETE if report["shortfall"] else 0
