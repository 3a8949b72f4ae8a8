"""`matting-rt jobs`: all videos that a file lists, one after another, or shared out among programs."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matting_rt
from matting_rt.cli import video
from matting_rt.cli.job_file import read_jobs
from matting_rt.cli.options import INCOMPLETE
from matting_rt.cli.paths import require_file, require_free_file
from matting_rt.files import user_path
from matting_rt.pictures.numbered import parse_pattern

if TYPE_CHECKING:
    from matting_rt.cli.thumbnails import ThumbnailStrip

EXAMPLES = """example of a file:
  [defaults]                        # the options of matting-rt video, for all jobs
  backdrop = "blur:12"
  output = "matted/{name}.mp4"      # {name}: the video's name without its suffix or number

  [[job]]
  src = "lectures/*.mp4"            # a video, a folder, a pattern, or a list of these
  plate = "lecture-hall.jpg"        # one for all; "auto", or "plates/{name}.jpg" for one each

  [[job]]
  src = "interview.mov"
  plate = "auto"
  output = "interview.mov"
  backdrop = "transparent"

The same command again resumes unfinished jobs and tries failed ones once more. Started several times at once, on
one computer or on several that see the same folder, the programs share the jobs out among themselves; in an array of
Slurm each task does (tools/slurm/matte_array.sbatch)."""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    parser = commands.add_parser(
        "jobs",
        parents=[common],
        help="process a list of videos from a file",
        description="Mattes all videos that a TOML file lists. Paths in it are as seen from its folder.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=user_path, metavar="FILE.toml", help="lists the jobs")
    parser.add_argument("--dry-run", action="store_true", help="list the jobs and their status, and exit")
    parser.add_argument("--restart", action="store_true", help="start unfinished jobs over (default: resume them)")
    parser.add_argument(
        "--state", type=user_path, metavar="DIR", help="where the status of each job is kept (default: FILE.toml.state)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Matte; the exit status."""
    require_file(arguments.file, "FILE.toml")
    listed = read_jobs(arguments.file)
    jobs, reports = [each.job for each in listed], {_main_output(each.job): each.report for each in listed}
    folder: Path = arguments.state or arguments.file.with_name(f"{arguments.file.name}.state")
    if arguments.dry_run:
        return 1 if _list(jobs, reports, folder) else 0
    from matting_rt.cli.job import say

    count = len(jobs)

    def start(job: "matting_rt.VideoJob", left: int) -> None:
        say(f"[{count - left + 1} of {count}] {job.source}")

    def end(result: "matting_rt.JobResult") -> None:
        say(f"  {_text(result)}")

    reporter = _Reporter(reports)
    results = matting_rt.run_jobs(
        jobs,
        folder,
        restarts=arguments.restart,
        on_start=start,
        on_end=end,
        on_message=lambda line: say(f"  {line}"),
        extra_sink=reporter.open,
        run=reporter.run,
    )
    _print_summary(results)
    states = [result.state.value for result in results]
    if "failed" in states:
        return 1
    return INCOMPLETE if any(result.details.get("shortfall") for result in results) else 0


def _main_output(job: "matting_rt.VideoJob") -> Path:
    return next(iter(job.outputs.values()))


class _Reporter:
    """Runs jobs, and writes the reports of those that have one."""

    def __init__(self, reports: Mapping[Path, Path | None]) -> None:
        """
        Args:
            reports: where they go, by the first output.
        """
        self._reports = reports
        self._strip: ThumbnailStrip | None = None

    def open(self, job: "matting_rt.VideoJob") -> "ThumbnailStrip | None":
        report = self._reports[_main_output(job)]
        if report is not None:
            require_free_file(report, "--report", job.overwrite)
        self._strip = video.make_strip(report)
        return self._strip

    def run(
        self, job: "matting_rt.VideoJob", batch: "matting_rt.BatchJob", check: Callable[[], None]
    ) -> dict[str, Any]:
        from matting_rt.cli.job import run_job

        done = run_job(batch, check)
        report = self._reports[_main_output(job)]
        if report is not None:
            video.tell_all(job, batch.size, done, report, self._strip)
        return done


def _list(jobs: "list[matting_rt.VideoJob]", reports: Mapping[Path, Path | None], folder: Path) -> int:
    """Print how each job stands, and what it would fail by; how many would."""
    failing = 0
    for result in matting_rt.look_at_jobs(jobs, folder):
        job = result.job
        plate = "none" if job.learns_plate else "auto" if job.plate is None else job.plate
        outputs = ", ".join(map(str, job.outputs.values()))
        is_over = result.state.value in ("done", "running")
        faults = [] if is_over else _faults(result, reports[_main_output(job)])
        failing += bool(faults)
        print(f"{job.source} -> {outputs} (plate {plate}): " + "; ".join([_stand(result), *faults]))
    print(f"{len(jobs)} job{'' if len(jobs) == 1 else 's'}" + (f", of which {failing} would fail" if failing else ""))
    return failing


def _stand(result: "matting_rt.JobResult") -> str:
    if result.state.value == "done":
        return "done"
    kept = result.details["kept"]
    if kept or result.state.value == "running":
        return f"begun, {kept} frames are kept"
    message = result.details.get("message")
    return f"to do (it has failed: {message})" if message else "to do"


def _faults(result: "matting_rt.JobResult", report: Path | None) -> list[str]:
    """What a job that is to be done would fail by."""
    job = result.job
    missing = [path for path in (job.source, job.plate) if path is not None and not _is_there(path)]
    written = [*job.outputs.values(), *([] if report is None else [report])]
    there = [] if job.overwrite or result.details["is_begun"] else [path for path in written if path.exists()]
    return [f"{path} is missing" for path in missing] + [f"{path} exists" for path in there]


def _is_there(path: Path) -> bool:
    pattern = parse_pattern(path)
    return path.exists() or (pattern is not None and bool(pattern.find()))


def _text(result: "matting_rt.JobResult") -> str:
    details, state = result.details, result.state.value
    if state == "done":
        if "frames" not in details:
            return "done"
        short = f"; {details['shortfall']}" if details.get("shortfall") else ""
        return f"done: {details.get('frames')} frames at {details.get('rate_fps', 0):.1f} fps{short}"
    return f"failed: {details.get('message')}" if state == "failed" else f"{state} elsewhere"


def _print_summary(results: "list[matting_rt.JobResult]") -> None:
    width = max(len(result.job.source.name) for result in results)
    print()
    for result in results:
        print(f"{result.job.source.name:{width}}  {_text(result)}")
    states = [result.state.value for result in results]
    done, failed, running = map(states.count, ("done", "failed", "running"))
    ours = sum(result.is_ours for result in results)
    print(f"{done} of {len(results)} done, {failed} failed, {running} run elsewhere; {ours} were run here")
