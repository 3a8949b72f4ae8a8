"""Render people into shards, and look at them.

python -m training.data.avatars render --avatars DIR --hdri DIR --output SHARDS --count 4096 --seed 1 --workers 2
python -m training.data.avatars sheet SHARDS --output sheet.png
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from training.command import run_command
from training.data.avatars.rendering import RenderConfig, render
from training.data.avatars.shards import list_shards, read_shard
from training.scores import write_png


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    return run_command("avatars", lambda: given.work(given))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.data.avatars", description="Rendered people.")
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("render", help="render people into shards; stopped, it goes on where it was")
    making.add_argument("--avatars", type=Path, required=True, help="folder of rigged humans (.glb)")
    making.add_argument("--hdri", type=Path, required=True, help="folder of light probes (.hdr)")
    making.add_argument("--output", type=Path, required=True, help="folder for the shards")
    making.add_argument("--count", type=int, required=True, help="cut-outs in all")
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--workers", type=int, default=1, help="processes, default 1")
    making.add_argument("--width", type=int, default=640)
    making.add_argument("--height", type=int, default=480)
    making.add_argument("--per-shard", type=int, default=64, help="cut-outs in a shard, default 64")
    making.add_argument("--leave-out", nargs="*", default=[], metavar="NAME", help="people (beginnings of file names)")
    making.set_defaults(work=_render)
    showing = commands.add_parser("sheet", help="draw a contact sheet of shards")
    showing.add_argument("shards", type=Path, help="folder of shards")
    showing.add_argument("--output", type=Path, default=Path("avatars.png"))
    showing.add_argument("--count", type=int, default=48, help="cut-outs to show, default 48")
    showing.add_argument("--seed", type=int, default=1, help="which ones")
    showing.set_defaults(work=_sheet)
    return parser


def _render(given: argparse.Namespace) -> None:
    config = RenderConfig(
        given.avatars,
        given.hdri,
        given.output,
        given.count,
        given.seed,
        given.workers,
        FrameSize(given.width, given.height),
        given.per_shard,
        tuple(given.leave_out),
    )
    there = sum(path.exists() for path in config.shards)
    with tqdm(total=len(config.shards), initial=there, unit="shard", mininterval=5) as bar:
        for _ in render(config):
            bar.update()
    print(f"{config.output}: {config.count} cut-outs in {len(config.shards)} shards, {there} of them there before")


def _sheet(given: argparse.Namespace) -> None:
    if given.count < 1:
        raise ConfigError(f"count is {given.count}; choose 1 or more")
    draws = np.random.default_rng(given.seed)
    shards = list_shards(given.shards)
    shown: list[np.ndarray] = []
    for place in draws.permutation(len(shards)):
        shown += [_tile(cutout.rgba, len(shown) + number) for number, cutout in enumerate(read_shard(shards[place]))]
        if len(shown) >= 3 * given.count:
            break
    tiles = [shown[place] for place in draws.permutation(len(shown))[: given.count]]
    columns = min(6, len(tiles))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    rows = [np.concatenate(tiles[row : row + columns], 1) for row in range(0, len(tiles), columns)]
    given.output.parent.mkdir(parents=True, exist_ok=True)
    write_png(given.output, np.concatenate(rows))
    print(f"{given.output}: {min(given.count, len(shown))} cut-outs over two colours, and their alpha")


def _tile(rgba: np.ndarray, number: int) -> np.ndarray:
    """(H, W, 3) a cut-out over a colour, small, and its alpha in a corner."""
    import cv2

    colour = np.array([(92, 140, 90), (200, 180, 205)][number % 2], np.float32)
    alpha = rgba[..., 3:].astype(np.float32) / 255
    composite = rgba[..., :3] * alpha + colour * (1 - alpha)
    tile = cv2.resize(composite, (320, 240), interpolation=cv2.INTER_AREA)
    tile[:60, :80] = cv2.resize(rgba[..., 3].astype(np.float32), (80, 60), interpolation=cv2.INTER_AREA)[..., None]
    return np.round(tile).astype(np.uint8)


if __name__ == "__main__":
    sys.exit(main())
