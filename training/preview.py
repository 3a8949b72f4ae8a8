"""Write a contact sheet of what training sees: frame, plate, true foreground and true alpha of a batch.

python -m training.preview --output preview.png --dataset-name p3m10k --background-dataset bg20k
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from matting_rt.errors import ConfigError
from matting_rt.tensors import to_image
from training.command import choose_device, run_command
from training.config import TrainConfig
from training.data.batches import PairMaker, open_sources
from training.data.decoded_batch import DecodedBatches
from training.scores import write_png


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=Path("preview.png"))
    parser.add_argument("--dataset-name", default="synthetic", help="sets of foregrounds, as in training")
    parser.add_argument("--background-dataset", default="", help="sets of backgrounds")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="default datasets.toml")
    parser.add_argument("--clip-length", type=int, default=1)
    parser.add_argument("--people", default="", help="folder of cut-out people (RGBA)")
    parser.add_argument("--photos", default="", help="folder of photographs without people")
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--height", type=int, default=192)
    parser.add_argument("--rows", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="the plate differs from the background by noise alone")
    parser.add_argument("--device", default="cpu")
    given = parser.parse_args(arguments)
    return run_command("preview", lambda: preview(given))


def preview(given: argparse.Namespace) -> None:
    if given.rows < 1:
        raise ConfigError(f"rows is {given.rows}; choose 1 or more")
    config = TrainConfig(
        width=given.width,
        height=given.height,
        batch=given.rows,
        dataset_name=given.dataset_name,
        background_dataset=given.background_dataset,
        data_paths=given.data_paths,
        clip_length=given.clip_length,
        people=given.people,
        photos=given.photos,
        pool=0,
    )
    config.require_folders()
    data, device = config.data(), choose_device(given.device)
    sources = open_sources(data)
    start = time.perf_counter()
    pair = PairMaker(data, given.seed, device).pair(0, DecodedBatches(data, sources, given.seed)[0], given.clean)
    rate = given.rows / (time.perf_counter() - start)
    columns = [pair.src, pair.bgr, pair.true_fgr, pair.true_pha.expand(-1, 3, -1, -1)]
    sheet = torch.cat(list(torch.cat(columns, 3)), 1)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    write_png(given.output, to_image(sheet[None]))
    print(f"{given.output}: frame, plate, foreground, alpha; made at {rate:.0f} images a second")


if __name__ == "__main__":
    sys.exit(main())
