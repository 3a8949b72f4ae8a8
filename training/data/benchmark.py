"""Measure how many images a second the data of a run can give, by the number of decoding processes.

    python -m training.data.benchmark --dataset-name p3m10k --background-dataset bg20k --batch 32

"decoded" is what the processes deliver, "made" what the device makes of it alone: the smaller of them bounds training.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch.utils.data import DataLoader

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from training.command import choose_device, run_command
from training.data.batches import PairMaker, default_workers, open_sources
from training.data.decoded_batch import DecodedBatches, Sources
from training.data.settings import DataSettings

WARM_UP_STEPS = 2
"""For each process; the first pictures wait for it to start."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset-name", default="synthetic", help="sets of foregrounds, as in training")
    parser.add_argument("--background-dataset", default="", help="sets of backgrounds")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="default datasets.toml")
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--height", type=int, default=512)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--clip-length", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", help="numbers of processes to try (default 1, 2, 4, ... )")
    parser.add_argument("--steps", type=int, default=30, help="steps to measure (default 30)")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    given = parser.parse_args(arguments)
    return run_command("benchmark", lambda: benchmark(given))


def benchmark(given: argparse.Namespace) -> None:
    if given.steps < 1:
        raise ConfigError(f"steps is {given.steps}; choose 1 or more")
    settings = DataSettings(
        FrameSize(given.width, given.height),
        given.batch,
        given.dataset_name,
        given.background_dataset,
        given.data_paths,
        given.clip_length,
    )
    device = choose_device(given.device)
    sources = open_sources(settings)
    print(f"{given.batch} pictures of {settings.size} a step, on {_name(device)}")
    for workers in () if sources.are_painted else given.workers or _ladder():
        rate = decoding_rate(replace(settings, workers=workers), sources, given.steps, device.type == "cuda")
        print(f"decoded  {rate:8.1f} images a second by {workers} processes", flush=True)
    print(f"made     {making_rate(settings, sources, given.steps, device):8.1f} images a second")


def decoding_rate(settings: DataSettings, sources: Sources, steps: int, pin_memory: bool) -> float:
    """Images a second that processes deliver to a run that does nothing with them."""
    warm_up = WARM_UP_STEPS * settings.workers
    loader = DataLoader(
        DecodedBatches(settings, sources, seed=0),
        batch_size=None,
        sampler=range(warm_up + steps),
        num_workers=settings.workers,
        pin_memory=pin_memory,
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
