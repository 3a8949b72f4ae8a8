"""`matting-rt demo`: a synthetic scene with known truth through the real pipeline; or a page to try it on."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matting_rt
from matting_rt.cli.demo_web import add_web_options, run_web
from matting_rt.cli.options import add_setting_options, with_options
from matting_rt.config import BackdropConfig, Config
from matting_rt.errors import UsageError
from matting_rt.files import user_path

if TYPE_CHECKING:
    from matting_rt.cli.comparison import AlphaComparison
    from matting_rt.demo_scene import DemoScene

MOMENTS = 4
"""Rows of the contact sheet."""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "demo",
        parents=[common],
        help="render a scene with known truth, matte it, and measure the error; or try it in a browser",
        description="Renders five seconds of a person waving before a room, with audio, and the room's plate; "
        "mattes them as `matting-rt video` would; compares the alpha with the true one. "
        "Replaces the files of an earlier demo. With --web: a page in this computer's browser, for pictures and short "
        "clips of your own.",
        epilog="examples:\n  matting-rt demo --output demo\n  matting-rt demo --web",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = parser.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--output", type=user_path, metavar="DIR", help="directory for the files of the demo")
    kinds.add_argument("--web", action="store_true", help="try it in a browser instead")
    add_web_options(parser)
    add_setting_options(parser, "engine")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Render, matte, compare, and name the files to look at; or serve a page."""
    if arguments.web:
        run_web(arguments)
        return
    directory: Path = arguments.output
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is a file; --output takes a directory")
    print("Demo: somebody waves before a room. How well are they cut out?", flush=True)
    started_s = time.perf_counter()
    engine = with_options(arguments, Config()).engine

    from matting_rt.build import resolve_engine

    resolve_engine(engine)  # a mistake shall not come to light after the rendering
    directory.mkdir(parents=True, exist_ok=True)

    from matting_rt import demo_scene
    from matting_rt.cli.comparison import AlphaComparison
    from matting_rt.cli.job import write_report
    from matting_rt.cli.video import matte_and_tell

    count = round(demo_scene.RATE_FPS * demo_scene.DURATION_S)
    print(f"Rendering {count} frames of {demo_scene.SIZE}, the plate and a melody ...", flush=True)
    scene = demo_scene.render_scene(directory, MOMENTS)
    comparison = AlphaComparison(scene.true_alphas, kept=scene.kept_frames)
    report = matte_and_tell(
        matting_rt.VideoJob(
            source=scene.video,
            plate=scene.plate,
            output=directory / "composite.mp4",
            others={"alpha": directory / "alpha.mp4"},
            overwrite=True,
            config=Config(engine=engine, backdrop=BackdropConfig(str(scene.backdrop))),
        ),
        extra_sink=comparison,
    )
    write_contact_sheet(directory / "contact-sheet.png", scene, comparison)
    write_report(directory / "report.json", {**report, "alpha_error": comparison.summary()})
    tell(directory, report, comparison, time.perf_counter() - started_s)


def write_contact_sheet(path: Path, scene: "DemoScene", comparison: "AlphaComparison") -> None:
    """Frame, plate, alpha, composite and true alpha of every moment that was kept."""
    from matting_rt.cli.contact_sheet import make_contact_sheet
    from matting_rt.frame import FrameSize
    from matting_rt.sinks.image_files import write_png

    rows = [
        (
            f"{moment.time_s:.1f} s, error {moment.error:.4f}",
            (scene.kept_frames[index], scene.plate_image, moment.alpha, moment.composite, scene.true_alphas[index]),
        )
        for index, moment in comparison.moments.items()
    ]
    write_png(
        path, make_contact_sheet(("frame", "plate", "alpha", "composite", "true alpha"), rows, FrameSize(480, 270))
    )


def tell(directory: Path, report: dict[str, Any], comparison: "AlphaComparison", seconds: float) -> None:
    """Print speed, error and the files to open."""
    error = comparison.summary()
    print(
        f"{report['frames_written']} frames at {report['rate_fps']:.1f} fps; mean absolute alpha error "
        f"{error['mean']:.4f} (worst frame {error['worst_frame']:.4f}); {seconds:.0f} s in all"
    )
    print("Open:")
    for name, content in (
        ("contact-sheet.png", "frame, plate, alpha, composite and true alpha side by side"),
        ("composite.mp4", "the person before an evening landscape, with the audio"),
        ("alpha.mp4", "their alpha"),
        ("input.mp4", "what went in, with plate.png"),
        ("report.json", "counts, settings, and milliseconds per stage"),
    ):
        print(f"  {directory / name}  {content}")
