"""Measure how many images a second the data of a run can give, by the number of decoding processes.

    python -m training.data.benchmark --dataset-name p3m10k --background-dataset bg20k --batch 32

"decoded" is what the processes deliver, "made" what the device makes of it alone: the smaller of them bounds training.
"a core" is the same of one process in its own CPU time, which does not depend on what else the computer does, of files
that the system has been asked to forget; reads are system calls. Several sets and sizes are measured one after the
other, as of shards beside the files they were packed from:

    python -m training.data.benchmark --dataset-name p3m10k p3m10k-shards --background-dataset bg20k \
        --width 512 2048 --height 512 2048 --core
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from training.command import choose_device, run_command
from training.data.batches import PairMaker, begin_loading, default_workers, open_sources
from training.data.decoded_batch import DecodedBatches, Sources
from training.data.inspection import files_of
from training.data.settings import DataSettings

WARM_UP_STEPS = 2
"""For each process; the first pictures wait for it to start."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset-name", nargs="+", default=["synthetic"], help="sets of foregrounds, as in training")
    parser.add_argument("--background-dataset", nargs="+", default=[""], help="sets of backgrounds, for each of these")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="default datasets.toml")
    parser.add_argument("--width", type=int, nargs="+", default=[512])
    parser.add_argument("--height", type=int, nargs="+", default=[512])
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--clip-length", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", help="numbers of processes to try (default 1, 2, 4, ... )")
    parser.add_argument("--steps", type=int, default=30, help="steps to measure (default 30)")
    parser.add_argument("--core", action="store_true", help="measure one process in its own CPU time, and no more")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    given = parser.parse_args(arguments)
    return run_command("benchmark", lambda: benchmark(given))


def benchmark(given: argparse.Namespace) -> None:
    if given.steps < 1:
        raise ConfigError(f"steps is {given.steps}; choose 1 or more")
    if len(given.width) != len(given.height):
        raise ConfigError("name as many heights as widths")
    backgrounds = given.background_dataset * (len(given.dataset_name) if len(given.background_dataset) == 1 else 1)
    if len(backgrounds) != len(given.dataset_name):
        raise ConfigError("name one set of backgrounds, or as many as sets of foregrounds")
    for width, height in zip(given.width, given.height, strict=True):
        for foregrounds, behind in zip(given.dataset_name, backgrounds, strict=True):
            settings = DataSettings(
                FrameSize(width, height), given.batch, foregrounds, behind, given.data_paths, given.clip_length
            )
            print(f"{foregrounds} before {behind or 'painted rooms'}: ", end="")
            measure(given, settings)


def measure(given: argparse.Namespace, settings: DataSettings) -> None:
    device = choose_device(given.device)
    sources = open_sources(settings)
    print(f"{given.batch} pictures of {settings.size} a step, on {_name(device)}")
    if not sources.are_painted:
        print(core_cost(settings, sources, given.steps), flush=True)
    if given.core:
        return
    for workers in () if sources.are_painted else given.workers or _ladder():
        rate = decoding_rate(replace(settings, workers=workers), sources, given.steps, device.type == "cuda")
        print(f"decoded  {rate:8.1f} images a second by {workers} processes", flush=True)
    print(f"made     {making_rate(settings, sources, given.steps, device):8.1f} images a second")


def core_cost(settings: DataSettings, sources: Sources, steps: int) -> str:
    """A line on what an image costs one process."""
    settings = replace(settings, lanes=int(sources.are_in_shards))
    DecodedBatches(settings, sources, seed=1)[0]  # what is loaded and made once
    _forget_files(sources)
    batches = DecodedBatches(settings, sources, seed=0)
    before, start_s = _io_counts(), time.process_time()
    for step in range(steps):
        batches[step]
    took_s, counts = time.process_time() - start_s, _io_counts()
    images = steps * settings.batch
    reads, read_bytes = ((counts.get(name, 0) - before.get(name, 0)) / images for name in ("syscr", "rchar"))
    return f"a core   {images / took_s:8.1f} images a second, {reads:.2f} reads of {read_bytes / 1e6:.2f} MB an image"


def _forget_files(sources: Sources) -> None:
    """Have the system read them from the disk again, where it can be asked to."""
    listings = [source.listing for source in (*sources.foregrounds, *sources.backgrounds) if source.listing]
    for name in dict.fromkeys(name for listing in listings for name in files_of(listing)):
        with open(name, "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _io_counts() -> dict[str, int]:
    """Of this process, as the kernel counts: system calls that read, and bytes."""
    path = Path("/proc/self/io")
    lines = path.read_text().splitlines() if path.exists() else []
    return {name: int(value) for name, value in (line.split(": ") for line in lines)}


def decoding_rate(settings: DataSettings, sources: Sources, steps: int, pin_memory: bool) -> float:
    """Images a second that processes deliver to a run that does nothing with them."""
    warm_up = WARM_UP_STEPS * settings.workers
    settings = replace(settings, lanes=settings.workers if sources.are_in_shards else 0)
    loader = DataLoader(
        DecodedBatches(settings, sources, seed=0),
        batch_size=None,
        sampler=range(warm_up + steps),
        num_workers=settings.workers,
        pin_memory=pin_memory,
        worker_init_fn=begin_loading,
    )
    delivered = iter(loader)
    for _ in range(warm_up):
        next(delivered)
    start_s = time.perf_counter()
    for _ in delivered:
        pass
    return steps * settings.batch / (time.perf_counter() - start_s)


def making_rate(settings: DataSettings, sources: Sources, steps: int, device: torch.device) -> float:
    """Images a second that the device makes of what is decoded already."""
    decoded, maker = DecodedBatches(settings, sources, seed=0)[0], PairMaker(settings, 0, device)
    for step in range(WARM_UP_STEPS):
        maker.pair(step, decoded)
    _finish(device)
    start_s = time.perf_counter()
    for step in range(steps):
        maker.pair(step, decoded)
    _finish(device)
    return steps * settings.batch / (time.perf_counter() - start_s)


def _finish(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _name(device: torch.device) -> str:
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "the CPU"


def _ladder() -> list[int]:
    """1, 2, 4, ... up to what this computer has."""
    most = default_workers(1) + 1
    return [*(2**power for power in range(most.bit_length()) if 2**power < most), most]


if __name__ == "__main__":
    sys.exit(main())
