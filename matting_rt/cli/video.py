"""`matting-rt video`: one video in, one composited video out."""

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matting_rt
from matting_rt.batch.job_spec import OutputForm
from matting_rt.cli.encoding_options import add_encoding_options, encoding_fields
from matting_rt.cli.options import INCOMPLETE, add_image_format, add_job_options, config_of
from matting_rt.cli.paths import require_distinct, require_file, require_free_file
from matting_rt.cli.preview import preview
from matting_rt.cli.values import parse_number, parse_rate, parse_size, parse_time
from matting_rt.errors import UsageError
from matting_rt.files import user_path
from matting_rt.media.encodings import PIPE
from matting_rt.outputs import COMPOSITE, Output, written_outputs
from matting_rt.work_folder import WorkFolder

if TYPE_CHECKING:
    from matting_rt.cli.thumbnails import ThumbnailStrip

EXAMPLES = """examples:
  matting-rt video --src me.mp4 --plate empty-room.jpg --output me-at-the-sea.mp4 --backdrop sea.jpg
  matting-rt video --src me.mp4 --plate empty-room.jpg --output me-at-the-sea.mp4 --backdrop sea.jpg --preview 3
  matting-rt video --src me.mp4 --plate auto --output blurred.mp4 --backdrop blur:12
  matting-rt video --src me.mp4 --plate empty-room.mp4 --output cut-out.mov --backdrop transparent"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "video",
        parents=[common],
        help="replace the background of a video",
        description="Mattes a video. Frame times, audio, subtitles and chapters are kept; a line says what is not.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser)
    parser.set_defaults(run=run)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All that `job_of` takes, and how it is run."""
    _add_input(parser.add_argument_group("input"))
    _add_outputs(parser.add_argument_group("outputs"))
    _add_processing(parser.add_argument_group("processing"))
    add_encoding_options(parser)
    add_job_options(parser)


def _add_input(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-i",
        "--src",
        type=user_path,
        required=True,
        metavar="FILE",
        help="the video with the people, or numbered pictures: shot.%%04d.exr, or their directory; - is "
        "what another program writes to standard input: Y4M, Matroska, or raw video with --pixel-format",
    )
    group.add_argument(
        "--plate",
        required=True,
        metavar="FILE|auto|none",
        help="the same view without anybody in it: a picture, or a video of the empty room; auto builds it from --src, "
        "which works best where every part of the room can be seen now and then; none learns it while the video goes "
        "by, with rough edges until then",
    )
    for option, text in (("--start", "before this time"), ("--end", "from this time on")):
        group.add_argument(
            option, type=parse_time, metavar="TIME", help=f"skip everything {text}: seconds or H:MM:SS.ms"
        )
    group.add_argument(
        "--rate",
        type=parse_rate,
        metavar="FPS",
        help="frame rate of numbered pictures and raw video, such as 24 or 30000/1001 (default: 25)",
    )
    group.add_argument(
        "--pixel-format",
        metavar="NAME",
        help="of raw video on standard input, by FFmpeg's name, such as rgb24; give --size and --rate, too",
    )
    group.add_argument(
        "--stream",
        type=parse_number,
        metavar="N",
        help="which of --src's video streams, counted from 0 (default: the file's default stream; of several, the "
        "largest)",
    )
    group.add_argument(
        "--strict",
        action="store_true",
        help="write nothing if --src ends before its declared length (default: write what there is, say what is "
        "missing, and exit with status 3)",
    )


def _add_outputs(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "-o",
        "--output",
        type=user_path,
        metavar="FILE",
        help="the composited video, or numbered pictures: shot.%%04d.exr; - is standard output: Y4M, or "
        "raw video (--codec raw, and with transparency)",
    )
    for output in _others():
        group.add_argument(option_of(output), type=user_path, metavar="FILE", help=f"also write {output.help}")
    group.add_argument(
        "--output-format",
        choices=[form.value for form in OutputForm],
        default=OutputForm.VIDEO.value,
        help="pictures: each output is a directory of image files, 00000.png and so on (default: video)",
    )
    add_image_format(group)


def _add_processing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--size", type=parse_size, metavar="WxH", help="resize the frames first, keeping their aspect ratio"
    )
    group.add_argument(
        "--resume",
        action="store_true",
        help="continue this job where it was interrupted (default: start over)",
    )
    group.add_argument(
        "--preview",
        type=parse_number,
        metavar="N",
        help="matte N frames only, spread over --src, and show them on a contact sheet; no output is written",
    )
    group.add_argument(
        "--steady",
        action="store_true",
        help="average edges that stand still over some frames before and after, so that they do not flicker",
    )


def job_of(arguments: argparse.Namespace) -> "matting_rt.VideoJob":
    """The job that is asked for. Raises MattingError: it cannot be."""
    given = {output.name: getattr(arguments, f"{output.name}_output") for output in _others()}
    return matting_rt.VideoJob(
        source=arguments.src,
        plate=None if arguments.plate in ("auto", "none") else user_path(arguments.plate),
        learns_plate=arguments.plate == "none",
        output=arguments.output,
        overwrite=arguments.overwrite,
        config=config_of(arguments),
        form=OutputForm(arguments.output_format),
        image_format=arguments.image_format,
        size=arguments.size,
        stream=arguments.stream,
        is_strict=arguments.strict,
        rate_fps=arguments.rate,
        resumes=arguments.resume,
        pixel_format=arguments.pixel_format,
        start_s=arguments.start,
        end_s=arguments.end,
        **encoding_fields(arguments),
        is_steady=arguments.steady,
        others={name: path for name, path in given.items() if path is not None},
    )


def run(arguments: argparse.Namespace) -> int:
    """Matte; the exit status."""
    job = job_of(arguments)
    if arguments.preview is not None:
        require_inputs(job)
        preview(job, arguments.preview)
        return 0
    writes_pipe = any(str(path) == PIPE for path in job.outputs.values())
    if writes_pipe and sys.stdout.isatty():
        raise UsageError(
            "standard output is the terminal; let a program read it: matting-rt video -o - | another-program"
        )
    with contextlib.redirect_stdout(sys.stderr) if writes_pipe else contextlib.nullcontext():
        return INCOMPLETE if matte_and_tell(job, arguments.report)["shortfall"] else 0


def option_of(output: Output) -> str:
    """What it goes to by."""
    return "--output" if output is COMPOSITE else f"--{output.name}-output"


def _others() -> list[Output]:
    """What can be written besides the composite."""
    return [output for output in written_outputs().values() if output is not COMPOSITE]


def matte_and_tell(
    job: "matting_rt.VideoJob", report_to: Path | None = None, extra_sink: "matting_rt.FrameSink | None" = None
) -> dict[str, Any]:
    """Matte a file to a file, say what happens, and return the report.

    Args:
        report_to: also write the report to this file.
        extra_sink: see `open_batch`.

    Raises:
        MattingError: nothing was left under the name of any output.
    """
    require_inputs(job)
    outputs = require_outputs(job, report_to)
    files = {**(outputs if job.form is OutputForm.VIDEO else {}), "--report": report_to}
    for option, path in files.items():
        if path is not None and str(path) != PIPE:
            # a program that ended between publishing and tidying up has left both
            is_ours = job.resumes and WorkFolder(path).path.is_dir()
            require_free_file(path, option, job.overwrite or is_ours)

    from matting_rt.cli.job import run_job, say

    strip = make_strip(report_to)
    with matting_rt.open_batch(job, extra_sink=extra_sink or strip, on_message=say) as batch:
        size = batch.size
        report = run_job(batch)
    names = ", ".join(map(str, job.outputs.values()))
    say(f"Wrote {names}: {report['frames_written']} frames at {report['rate_fps']:.1f} fps")
    return tell_all(job, size, report, report_to, strip)


def make_strip(report_to: Path | None) -> "ThumbnailStrip | None":
    """What a page needs beside the report: a sink for the job; None: there is no page."""
    from matting_rt.cli.job import is_page
    from matting_rt.cli.thumbnails import ThumbnailStrip

    return ThumbnailStrip() if report_to is not None and is_page(report_to) else None


def tell_all(
    job: "matting_rt.VideoJob",
    size: object,
    report: dict[str, Any],
    report_to: Path | None,
    strip: "ThumbnailStrip | None",
) -> dict[str, Any]:
    """The report of a job with what it was asked for, which is written to a file, too. Raises SinkError."""
    from matting_rt.cli.job import write_report

    report = {
        "source": str(job.source),
        "plate": "none" if job.learns_plate else "auto" if job.plate is None else str(job.plate),
        "outputs": [str(path) for path in job.outputs.values()],
        "backdrop": job.config.backdrop.spec,
        "size": str(size),
        "media": read_media(job),
        **report,
    }
    if report_to is not None:
        write_report(report_to, report, strip.thumbnails if strip is not None else ())
    return report


def require_outputs(job: "matting_rt.VideoJob", report_to: Path | None) -> dict[str, Path]:
    """Check that a job writes something, over nothing that it reads; what it writes, by options. Raises UsageError."""
    options = {name: option_of(output) for name, output in written_outputs().items()}
    outputs = {options[name]: path for name, path in job.outputs.items()}
    if not outputs:
        raise UsageError(f"nothing is to be written; give {', '.join(options.values())} or several of them")
    inputs = {
        "--src": None if job.is_pipe else job.source,
        "--plate": job.plate,
        "--backdrop": user_path(job.config.backdrop.spec),
    }
    require_distinct(inputs, {**outputs, "--report": report_to})
    return outputs


def require_inputs(job: "matting_rt.VideoJob") -> None:
    """Check that there are the files that a job reads. Raises SourceNotFoundError, UsageError."""
    if job.is_pipe and sys.stdin.isatty():
        raise UsageError("standard input is the terminal; write a video to it: another-program | matting-rt video -i -")
    if not job.is_sequence and not job.is_pipe:
        require_file(job.source, "--src")
    if job.plate is not None:
        require_file(job.plate, "--plate")


def read_media(job: "matting_rt.VideoJob") -> dict[str, Any]:
    """What the source and each video that was written hold, by their paths."""
    from matting_rt.media.facts import read_facts

    facts = {str(job.source): read_facts(job.source, job.stream)} if job.source.is_file() else {}
    return facts | {str(path): read_facts(path) for path in job.outputs.values() if path.is_file()}
