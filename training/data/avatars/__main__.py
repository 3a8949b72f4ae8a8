"""Render people into shards, the data set `avatars`.

    python -m training.data.avatars --avatars DIR --hdri DIR --output SHARDS/train --count 4096 --leave-out NAME ...
    python -m training.data.avatars --avatars DIR --hdri DIR --output SHARDS/valid --count 256 --only NAME ...
    python -m training.data.check avatars

Stopped, it goes on where it was. Pictures depend on the seed, not on the number of processes.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from matting_rt.frame import FrameSize
from training.command import run_command
from training.data.avatars.rendering import RenderConfig, render


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--avatars", type=Path, required=True, metavar="DIR", help="rigged humans (.glb)")
    parser.add_argument("--hdri", type=Path, required=True, metavar="DIR", help="light probes (.hdr)")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="for the shards")
    parser.add_argument("--count", type=int, required=True, help="cut-outs in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes, default 1")
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=480)
    parser.add_argument("--per-shard", type=int, default=64, help="cut-outs in a shard, default 64")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="people (beginnings of file names)")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME", help="people never to render")
    given = parser.parse_args(arguments)
    return run_command("avatars", lambda: render_all(given))


def render_all(given: argparse.Namespace) -> None:
    config = RenderConfig(
        given.avatars,
        given.hdri,
        given.output,
        given.count,
        given.seed,
        given.workers,
        FrameSize(given.width, given.height),
        given.per_shard,
        tuple(given.only),
        tuple(given.leave_out),
    )
    there = sum(path.exists() for path in config.shards)
    with tqdm(total=len(config.shards), initial=there, unit="shard", mininterval=5) as bar:
        for _ in render(config):
            bar.update()
    print(f"{config.output}: {config.count} cut-outs in {len(config.shards)} shards, {there} of them there before")


if __name__ == "__main__":
    sys.exit(main())
