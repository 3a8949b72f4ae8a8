"""Fills a folder with shards of rendered people, in several processes, and goes on where it was stopped."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matting_rt.errors import ConfigError, MattingError
from matting_rt.frame import FrameSize
from matting_rt.unfinished_file import remove_dead_parts
from training.data.avatars.avatar import list_avatars
from training.data.avatars.light import list_probes
from training.data.avatars.renderer import Renderer
from training.data.avatars.scene import draw_picture
from training.data.avatars.shards import Cutout, straighten, write_shard
from training.data.packed import SUFFIX

SIZE = FrameSize(640, 480)

CAST = 10
"""Avatars of a shard: reading one takes as long as rendering it."""

RETRIES = 8
"""A picture that shows hardly anybody is drawn again."""


@dataclass(frozen=True, slots=True)
class RenderConfig:
    """What to render; pictures depend on nothing else, least of all on the number of workers."""

    avatars: Path
    hdri: Path
    output: Path
    count: int
    """Cut-outs in all."""
    seed: int = 1
    workers: int = 1
    size: FrameSize = SIZE
    per_shard: int = 64
    """Cut-outs of a shard, the last one's may be fewer."""
    only: Sequence[str] = ()
    leave_out: Sequence[str] = ()
    """People to render, and those never to, see `list_avatars`."""

    def __post_init__(self) -> None:
        if min(self.count, self.workers, self.per_shard) < 1:
            raise ConfigError("count, workers and per-shard must be at least 1")
        if not 32 <= min(self.size) <= max(self.size) <= 4096:
            raise ConfigError(
                f"pictures of {self.size.width}x{self.size.height} do not fit; choose sides of 32 to 4096"
            )

    @property
    def shards(self) -> list[Path]:
        count = -(-self.count // self.per_shard)
        return [self.output / f"avatars-{self.seed}-{number:05d}{SUFFIX}" for number in range(count)]


def render(config: RenderConfig) -> Iterator[Path]:
    """Render the shards that are not there yet; yields each when it is whole.

    Raises:
        SourceError: no avatars or probes, or one of them is damaged.
        UsageError: no OpenGL.
        SinkError: the disk is full.
    """
    list_avatars(config.avatars, config.only, config.leave_out)
    list_probes(config.hdri)
    config.output.mkdir(parents=True, exist_ok=True)
    numbers = [number for number, path in enumerate(config.shards) if not path.exists()]
    if config.workers == 1 or len(numbers) < 2:
        yield from _render_some(config, numbers)
        return
    # a spawned process has an OpenGL context of its own; a forked one would share its parent's
    context = multiprocessing.get_context("spawn")
    try:
        with context.Pool(min(config.workers, len(numbers)), _work_alone) as pool:
            for result in pool.imap_unordered(_render_one, [(config, number) for number in numbers]):
                if isinstance(result, MattingError):
                    raise result
                yield result
            pool.close()
            pool.join()
    finally:
        remove_dead_parts(config.output)  # after an error, of processes that were ended in their middle


def _work_alone() -> None:
    """One thread for what a library would spread over all cores: there is a process for each already."""
    for name in ("LP_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"


def _render_one(task: tuple[RenderConfig, int]) -> Path | MattingError:
    """In a process of its own; an error is handed back, because one that is raised loses its class on the way."""
    try:
        return next(_render_some(task[0], [task[1]]))
    except MattingError as error:
        return error


def _render_some(config: RenderConfig, numbers: Sequence[int]) -> Iterator[Path]:
    if not numbers:
        return
    with Renderer(config.size) as renderer:
        for number in numbers:
            path = config.shards[number]
            write_shard(path, _cutouts(config, renderer, number))
            yield path


def _cutouts(config: RenderConfig, renderer: Renderer, number: int) -> Iterator[Cutout]:
    """Those of one shard, from random numbers of its own."""
    avatars, probes = list_avatars(config.avatars, config.only, config.leave_out), list_probes(config.hdri)
    draws = np.random.default_rng([config.seed, number])
    cast = [avatars[place] for place in draws.permutation(len(avatars))[:CAST]]
    first = number * config.per_shard
    for place in range(first, min(first + config.per_shard, config.count)):
        for retry in range(RETRIES):
            picture = draw_picture(np.random.default_rng([config.seed, place, retry]), renderer, cast, probes)
            if picture.premultiplied[..., 3].mean() > 0.02:
                break
        about = {
            "people": list(picture.people),
            "framing": picture.framing.value,
            "moves": picture.moves,
            "worn": [list(worn) for worn in picture.worn],
        }
        yield Cutout(straighten(picture.premultiplied), about)
