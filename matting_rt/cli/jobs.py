"""`matting-rt jobs`: all videos that a file lists, one after another, or shared out among programs."""

import argparse
from pathlib import Path
from typing import Any

import matting_rt
from matting_rt.cli.job_file import read_jobs
from matting_rt.cli.options import INCOMPLETE
from matting_rt.cli.paths import require_file
from matting_rt.files import user_path
from matting_rt.frame_patterns import is_sequence

EXAMPLES = """example of a file:
  [defaults]                        # the options of matting-rt video, for all jobs
  backdrop = "blur:12"
  output = "matted/{name}.mp4"      # {name}: the video's name without its suffix

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
        help="matte many videos, listed in a file",
        description="Mattes all videos that a TOML file lists. Paths in it are as seen from its folder.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=user_path, metavar="FILE.toml", help="lists the jobs")
    parser.add_argument("--dry-run", action="store_true", help="list the jobs and how they stand, and do nothing")
    parser.add_argument("--restart", action="store_true", help="start unfinished jobs over (default: resume them)")
    parser.add_argument(
        "--state", type=user_path, metavar="DIR", help="keeps how each job stands (default: FILE.toml.state)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Matte; the exit status."""
    require_file(arguments.file, "FILE.toml")
    jobs = read_jobs(arguments.file)
    if arguments.dry_run:
        _list(jobs)
        return 0
    from matting_rt.cli.job import run_job, say

    count = len(jobs)

    def start(job: "matting_rt.VideoJob", left: int) -> None:
        say(f"[{count - left + 1} of {count}] {job.source}")

    def end(result: "matting_rt.JobResult") -> None:
        say(f"  {_text(result)}")

    folder: Path = arguments.state or arguments.file.with_name(f"{arguments.file.name}.state")
    results = matting_rt.run_jobs(
        jobs,
        folder,
        restarts=arguments.restart,
        on_start=start,
        on_end=end,
        on_message=lambda line: say(f"  {line}"),
        run=run_job,
    )
    _print_summary(results)
    states = [result.state.value for result in results]
    if "failed" in states:
        return 1
    return INCOMPLETE if any(result.details.get("shortfall") for result in results) else 0


def _list(jobs: "list[matting_rt.VideoJob]") -> None:
    for job in jobs:
        plate = "none" if job.learns_plate else "auto" if job.plate is None else job.plate
        missing = [
            path for path in (job.source, job.plate) if path is not None and not (path.exists() or is_sequence(path))
        ]
        there = [path for path in job.outputs.values() if path.exists()]
        notes = [f"{path} is missing" for path in missing] + [f"{path} exists" for path in there]
        outputs = ", ".join(map(str, job.outputs.values()))
        print(f"{job.source} -> {outputs} (plate {plate})" + "".join(f"; {note}" for note in notes))
    print(f"{len(jobs)} jobs")


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
