"""`matting-rt video`: one video in, one composited video out."""

import argparse
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt.cli.options import add_job_options, config_of
from matting_rt.cli.paths import require_distinct, require_file, require_free_file
from matting_rt.config import Config

if TYPE_CHECKING:
    from matting_rt.sinks.base import FrameSink

EXAMPLES = """examples:
  matting-rt video --src me.mp4 --plate empty-room.jpg --output me-at-the-sea.mp4 --backdrop sea.jpg
  matting-rt video --src me.mp4 --plate auto --output blurred.mp4 --backdrop blur:12
  matting-rt video --src me.mp4 --plate empty-room.mp4 --output cut-out.mov --backdrop transparent"""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "video",
        parents=[common],
        help="put the people of a video in front of another background",
        description="Mattes a video. Sound is copied, frame times are kept.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--src", type=Path, required=True, metavar="FILE", help="the video with the people")
    parser.add_argument(
        "--plate",
        required=True,
        metavar="FILE|auto",
        help="the same view without them: a picture, or a video of the empty room; auto builds it from --src, which "
        "works where every part of the room can be seen most of the time",
    )
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="the composited video")
    parser.add_argument("--alpha-output", type=Path, metavar="FILE", help="also write the alpha as a grey video")
    add_job_options(parser)
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class VideoJob:
    """What `matting-rt video` was asked for."""

    source: Path
    plate: Path | None
    """A picture or a video of the empty room; None: from the source itself."""
    output: Path
    alpha_output: Path | None
    report: Path | None
    overwrite: bool
    config: Config


def run(arguments: argparse.Namespace) -> None:
    matte_video(
        VideoJob(
            source=arguments.src,
            plate=None if arguments.plate == "auto" else Path(arguments.plate),
            output=arguments.output,
            alpha_output=arguments.alpha_output,
            report=arguments.report,
            overwrite=arguments.overwrite,
            config=config_of(arguments),
        )
    )


def matte_video(job: VideoJob, also: "FrameSink | None" = None) -> dict[str, Any]:
    """Matte a file to a file, say what happens, and return the report.

    Args:
        also: gets every frame too, composite and alpha; opened, finished and aborted with the outputs.

    Raises:
        MattingError: nothing was left under the name of any output.
    """
    require_file(job.source, "--src")
    if job.plate is not None:
        require_file(job.plate, "--plate")
    outputs = {"--output": job.output, "--alpha-output": job.alpha_output, "--report": job.report}
    inputs = {"--src": job.source, "--plate": job.plate, "--backdrop": Path(job.config.backdrop.spec)}
    require_distinct(inputs, outputs)
    for option, path in outputs.items():
        if path is not None:
            require_free_file(path, option, job.overwrite)
    report = _run(job, also)
    if job.report is not None:
        from matting_rt.cli.job import write_report

        write_report(job.report, report)
    return report


def _run(job: VideoJob, also: "FrameSink | None") -> dict[str, Any]:
    # From here on it takes seconds: PyTorch, FFmpeg and OpenCV are loaded.
    from matting_rt import build
    from matting_rt.cli.job import Job, load_engine, run_job
    from matting_rt.sinks.base import Picture
    from matting_rt.sinks.several import SeveralSinks

    files = {Picture.COMPOSITE: job.output}
    if job.alpha_output is not None:
        files[Picture.ALPHA] = job.alpha_output
    pictures = Picture.COMPOSITE
    if job.alpha_output is not None or also is not None:
        pictures |= Picture.ALPHA
    with ExitStack() as stack:
        source = build.build_video_source(job.source)
        stack.enter_context(source)
        backdrop = build.build_backdrop(job.config.backdrop)
        chosen = build.resolve_engine(job.config.engine)
        sink = build.build_video_sink(files, job.source, job.config.backdrop, job.overwrite)
        if also is not None:
            sink = SeveralSinks((sink, also))
        sink.open(source.info)
        stack.callback(sink.abort)
        # After all that is cheap: where the plate comes from a video, this reads the whole of it.
        if job.plate is None:
            print(f"Building the plate from {job.source} ...", flush=True)
        plate = build.build_plate(job.plate, job.source, job.config.plate)
        engine = load_engine(chosen)
        stack.callback(engine.close)
        names = ", ".join(str(path) for path in files.values())
        print(f"Matting {job.source}, {source.info.size} ...", flush=True)
        report = run_job(
            Job(
                source=source,
                sink=sink,
                engine=engine,
                model=chosen.model,
                plate=plate,
                backdrop=backdrop,
                compositor=build.build_compositor(job.config.composite),
                pictures=pictures,
                undone=lambda matted: f"not written: {names} ({matted} frames were matted)",
            ),
            stack,
        )
    print(f"Wrote {names}: {report['frames_written']} frames at {report['rate_fps']:.1f} fps")
    return {
        "source": str(job.source),
        "plate": "auto" if job.plate is None else str(job.plate),
        "outputs": [str(path) for path in files.values()],
        "backdrop": job.config.backdrop.spec,
        "size": str(source.info.size),
        **report,
    }
