"""Find the foregrounds' own colours in photographs of which only the alpha is known (P3M-10k, AIM-500, PPM-100).

    python -m training.data.estimate p3m10k

In a photograph every soft pixel is mixed with the background that was there, and who trains on it as a foreground
teaches that colour to spill. Germer et al. 2020 (pymatting's multilevel estimation) takes it out again. The results are
JPEGs in the cache folder of the paths file. It goes on where it stopped: what is there and belongs to its photograph
is kept. Several computers may work on one cache.
"""

import argparse
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as PillowImage
from tqdm import tqdm

from matting_rt.errors import ConfigError, MattingError, SinkError, SourceFormatError, SourceNotFoundError
from matting_rt.files import replacing
from matting_rt.frame import Image
from training.command import run_command
from training.data.damage import TOLERATED
from training.data.listing import Listing, list_part, list_set
from training.data.paths import DataPaths, load_paths
from training.data.picture_files import Alpha, read_alpha, read_colours, size_of
from training.data.registry import BENCHMARKS, Colour, DataSet, Part
from training.data.settings import Split

QUALITY = 95
"""Of the JPEGs, without chroma subsampling: their loss is a fifth of that of the photographs they come from."""
_METHOD = "ml-1"
"""Changes when results do."""


@dataclass(frozen=True, slots=True)
class Job:
    photograph: Path
    alpha: Path
    result: Path


def estimated_listing(listing: Listing, root: Path, cache: Path) -> Listing:
    """The same pictures with their estimated foregrounds for colours; other sets as they are.

    Raises:
        SourceNotFoundError: not all are estimated yet.
    """
    if listing.data_set.colour is Colour.FOREGROUND:
        return listing
    jobs = to_jobs(listing, root, cache)
    with ThreadPoolExecutor(16) as pool:
        missing = list(pool.map(lambda job: not job.result.is_file(), jobs)).count(True)
    if missing > TOLERATED * len(jobs):  # else the inspection says which, and training skips them
        name = listing.data_set.name
        raise SourceNotFoundError(
            f"{name}: {missing} of {len(jobs)} foregrounds for {listing.split.value} are not estimated yet; run "
            f"python -m training.data.estimate {name}"
        )
    return replace(listing, colours=np.array([os.fsencode(job.result) for job in jobs], dtype=np.bytes_))


def to_jobs(listing: Listing, root: Path, cache: Path) -> list[Job]:
    """What to estimate from what, and where it goes: the set's own folders, below the cache."""
    jobs = []
    for index in range(len(listing)):
        photograph, alpha = listing.colour(index), listing.alpha(index)
        if alpha is None:
            raise ConfigError(f"{listing.data_set.name}: photographs need alphas beside them; name their folder")
        below = photograph.relative_to(root).with_suffix(".jpg")
        jobs.append(Job(photograph, alpha, cache / "foregrounds" / listing.data_set.name / below))
    return jobs


def estimate_foreground(photograph: Image, alpha: Alpha) -> Image:
    """The foreground's colours, uint8 (H, W, 3) RGB, continued smoothly where alpha is 0.

    Raises:
        ConfigError: pymatting is not installed.
    """
    try:
        from pymatting import estimate_foreground_ml
    except ImportError as error:
        raise ConfigError(
            "estimating foregrounds needs the package pymatting; install it with pip install -e '.[estimate]'"
        ) from error
    estimate = estimate_foreground_ml(photograph / np.float32(255), alpha / np.float32(255))
    levels = (estimate * 255 + 0.5).clip(0, 255).astype(np.uint8)
    return np.asarray(np.where(alpha[..., None] == 255, photograph, levels), np.uint8)


def is_done(job: Job) -> bool:
    """Whether the result is there and was made from these files, as told by their sizes."""
    try:
        with PillowImage.open(job.result) as picture:
            return picture.info.get("comment") == _origin(job)
    except OSError:
        return False


def _origin(job: Job) -> bytes:
    return f"{_METHOD} {size_of(job.photograph)} {size_of(job.alpha)}".encode()


def run_job(job: Job) -> str:
    """Estimate one foreground; returns why it failed, or nothing. The result is whole or not there."""
    try:
        photograph, alpha = read_colours(job.photograph), read_alpha(job.alpha)
        if photograph.shape[:2] != alpha.shape:
            raise SourceFormatError(f"{job.photograph} has another size than its alpha {job.alpha}; copy both again")
        foreground = estimate_foreground(photograph, alpha)
        picture = PillowImage.fromarray(foreground)
        with replacing(job.result) as part:
            picture.save(part, "JPEG", quality=QUALITY, subsampling=0, comment=_origin(job))
    except MattingError as error:
        return str(error)
    except OSError as error:
        return f"{job.result} cannot be written: {error.strerror or error}"
    return ""


def estimate_all(jobs: Sequence[Job], processes: int) -> int:
    """Run all jobs that are not done, in processes; returns how many were run.

    Raises:
        SinkError: some failed; the others are done.
    """
    with ThreadPoolExecutor(16) as pool:
        waiting = [job for job, done in zip(jobs, pool.map(is_done, jobs), strict=True) if not done]
    if not waiting:
        return 0
    # compiled here, once, and found on the disk by the processes
    estimate_foreground(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.uint8))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(waiting)), context, _prepare_process) as pool:
        try:
            progress = partial(tqdm, total=len(waiting), desc="estimating", unit="picture", mininterval=5)
            failures = [reason for reason in progress(pool.map(run_job, waiting)) if reason]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if failures:
        failed = f"{len(failures)} of {len(waiting)} foregrounds could not be estimated"
        raise SinkError(f"{failed}, the first: {failures[0]}")
    return len(waiting)


def _prepare_process() -> None:
    """One core for each process; Ctrl-C is the parent's to hear, a picture in work gets finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    import numba

    numba.set_num_threads(1)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="p3m10k, aim500, ppm100, or one of your own with photographs")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="default datasets.toml")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)), help="default %(default)s")
    given = parser.parse_args(arguments)
    return run_command("estimate", lambda: estimate(given.name, load_paths(given.data_paths), given.processes))


def estimate(name: str, paths: DataPaths, processes: int) -> None:
    if processes < 1:
        raise ConfigError(f"processes is {processes}; choose 1 or more")
    data_set, root = paths.locate(name)
    if data_set.colour is Colour.FOREGROUND:
        raise ConfigError(f"{name} has nothing to estimate: its foregrounds are whole; train on it as it is")
    listings = [list_set(data_set, root, split) for split in Split] + list(_list_benchmarks(data_set, root))
    # what is kept for validation may be a benchmark too
    jobs = list(dict.fromkeys(job for listing in listings for job in to_jobs(listing, root, paths.cache)))
    count = estimate_all(jobs, processes)
    print(f"{name}: estimated {count} foregrounds, {len(jobs) - count} were there; all are in {paths.cache}")


def _list_benchmarks(data_set: DataSet, root: Path) -> Iterator[Listing]:
    """What only benchmarks show of a set."""
    for benchmark in BENCHMARKS.values():
        folder = benchmark.folders[0]
        if benchmark.path == data_set.name and (root / folder.colours).is_dir():
            yield list_part(data_set, root, Part((folder,)), Split.VALID)


if __name__ == "__main__":
    sys.exit(main())
