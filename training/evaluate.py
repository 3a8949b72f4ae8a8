"""Measure models and baselines on pictures that no training run has seen; write a table and the worst cases.

    python -m training.evaluate --model mobilenetv3-lite --set synthetic people --people DIR --photos DIR --output DIR

Sets:
    synthetic  painted figures, objects and empty rooms, each with a clean and a perturbed plate
    people     the same with the cut-out people of --people in their own clothes, half of them before --photos
    moving     a painted clip with its plate fitted as in `matting-rt video`; measures flicker too
    clip       a real clip, --clip DIR with video.mp4 and plate.png; no truth, but frames known to be empty (--empty)

OUTPUT/evaluation.md has the errors in the units of `training.metrics`, OUTPUT/evaluation.json the same in more digits.
The threshold of the absolute difference is the best for each set and plate, judged by the set's own first pictures.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from matting_rt import build
from matting_rt.config import DeviceKind, EngineConfig, EngineKind, PlateConfig
from matting_rt.errors import UsageError
from matting_rt.frame import Frame, FrameSize
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.pairs import Mix, PairSampler
from matting_rt.synthetic.scenes import Pair
from matting_rt.tensors import Matte, to_tensor
from training.baselines import AbsoluteDifference, MixtureOfGaussians, UntrainedNetwork, best_threshold
from training.command import run_command
from training.metrics import Flicker, Picture, Truth
from training.scores import Row, Scores, draw_strip, stack_strips, to_json, to_markdown, write_png

SETS = ("synthetic", "people", "moving", "clip")
PLATES = ("clean", "perturbed")
THRESHOLD_PICTURES = 24
MOVING_RATE_FPS = 12
MOVING_DURATION_S = 5.0
CLIP_SHEET_ROWS = 16


class Contender(Protocol):
    """Whatever turns a frame and its plate into a matte."""

    name: str

    def matte(self, src: Tensor, bgr: Tensor) -> Matte:
        """src and bgr (1, 3, H, W), a matte of their size."""


class Model:
    """A model in an engine, taking and giving fp32 on the CPU."""

    def __init__(self, model: str, engine: EngineKind, device: DeviceKind) -> None:
        config = build.resolve_engine(EngineConfig(model=model, engine=engine, device=device))
        self._engine = build.build_engine(config)
        self.name = Path(model).name.removesuffix(".safetensors")
        self._warm_sizes: set[FrameSize] = set()

    def matte(self, src: Tensor, bgr: Tensor) -> Matte:
        engine = self._engine
        size = FrameSize(src.shape[3], src.shape[2])
        if size not in self._warm_sizes:
            engine.warm_up(size)
            self._warm_sizes.add(size)
        fgr, pha = engine.matte(src.to(engine.device, engine.dtype), bgr.to(engine.device, engine.dtype))
        return Matte(fgr.float().cpu(), pha.float().cpu())


# --- pairs, with truth

DrawPairs = Callable[[int], dict[str, Pair]]
"""Number of a scene -> it with each of PLATES (batches of one)."""


def make_drawer(name: str, size: FrameSize, seed: int, people: Path | None, photos: Path | None) -> DrawPairs:
    """What draws the pairs of a set, each from a seed of its own, so that one can be drawn again alone."""
    if name == "people":
        mix = Mix(people=1.0, figures=0.0, objects=0.0, camouflage=0.0)
        sampler = PairSampler(size, seed=0, people=people, photos=photos, held_out=True, mix=mix)
    else:
        sampler = PairSampler(size, seed=0)

    def draw(index: int) -> dict[str, Pair]:
        sampler.draws = Draws((seed + 1) << 40 | index)  # far above the seeds of training runs
        scene = sampler.paint(1)
        return {plate: sampler.photograph(scene, clean=plate == "clean") for plate in PLATES}

    return draw


def measure_pairs(
    name: str, draw: DrawPairs, contenders: Sequence[Contender], count: int, with_difference: bool
) -> list[Scores]:
    """Measure contenders on `count` pairs, each with both plates.

    Args:
        with_difference: also measure the absolute difference at its best threshold for this set.
    """
    entrants = {plate: list(contenders) for plate in PLATES}
    for plate in PLATES if with_difference else ():
        examples = (draw(index)[plate] for index in range(min(count, THRESHOLD_PICTURES)))
        threshold = best_threshold((pair.src, pair.bgr, pair.true_pha) for pair in examples)
        entrants[plate].append(AbsoluteDifference(threshold))
    scores = {(plate, each.name): Scores(name, plate, each.name) for plate in PLATES for each in entrants[plate]}
    for index in tqdm(range(count), desc=name, unit="pair", mininterval=5):
        pairs = draw(index)
        truth = Truth(_plain(pairs["clean"].true_pha)[0], _plain(pairs["clean"].true_fgr))
        for plate, pair in pairs.items():
            for contender in entrants[plate]:
                _measure_pair(scores[plate, contender.name], index, contender, pair, truth)
    return list(scores.values())


def _measure_pair(scores: Scores, index: int, contender: Contender, pair: Pair, truth: Truth) -> None:
    matte, took_ms = _timed_matte(contender, pair.src, pair.bgr)
    errors = truth.errors(_plain(matte.pha)[0], _plain(matte.fgr)) | {"matte_ms": took_ms}
    scores.add(index, errors, errors["mad"], lambda: draw_strip(pair.src, pair.bgr, matte, pair.true_pha))


def _timed_matte(contender: Contender, src: Tensor, bgr: Tensor) -> tuple[Matte, float]:
    start_s = time.perf_counter()
    with torch.inference_mode():
        matte = contender.matte(src, bgr)
    return matte, (time.perf_counter() - start_s) * 1000


def _plain(tensor: Tensor) -> Picture:
    """(1, C, H, W) to (C, H, W) on the host."""
    picture: Picture = tensor[0].numpy()
    return picture


# --- clips


@dataclass(frozen=True, slots=True, eq=False)
class MattedMoment:
    """A frame of a clip as `matting-rt video` mattes it, with its plate fitted."""

    index: int
    src: Tensor
    bgr: Tensor
    matte: Matte
    took_ms: float
    """By the network alone."""


def matte_clip(contender: Contender, plate: Path, frames: Iterable[Frame]) -> Iterator[MattedMoment]:
    """Matte frame after frame, each alpha helping to fit the plate, a picture, to the next frame."""
    fitted = build.build_plate(plate, plate, PlateConfig())
    for frame in frames:
        src = to_tensor(frame.image)
        bgr = fitted.fit(frame, src)
        matte, took_ms = _timed_matte(contender, src, bgr)
        fitted.observe(matte.pha)
        yield MattedMoment(frame.index, src, bgr, matte, took_ms)


def measure_moving(contenders: Sequence[Contender], size: FrameSize, seed: int, output: Path) -> list[Scores]:
    """Measure contenders on a painted clip, whose plate was taken in another light."""
    clip = SyntheticClip(size, MOVING_RATE_FPS, MOVING_DURATION_S, seed)
    plate = output / "moving-plate.png"
    write_png(plate, clip.plate())
    rendered = list(clip.frames())
    frames = [Frame(image, index, index, Fraction(1, MOVING_RATE_FPS)) for index, (image, _) in enumerate(rendered)]
    all_scores = []
    for contender in contenders:
        scores, flicker = Scores("moving", "fitted", contender.name), Flicker()
        for moment in tqdm(matte_clip(contender, plate, frames), desc="moving", unit="frame", total=len(frames)):
            true_pha = np.divide(rendered[moment.index][1], 255, dtype=np.float32)
            pha = _plain(moment.matte.pha)[0]
            errors = Truth(true_pha).errors(pha, _plain(moment.matte.fgr)) | {"matte_ms": moment.took_ms}
            errors["dtssd"] = flicker.step(pha, true_pha)
            _keep(scores, moment, errors, errors["mad"], torch.from_numpy(true_pha)[None, None])
        all_scores.append(scores)
    return all_scores


def measure_clip(contenders: Sequence[Contender], folder: Path, empty: frozenset[int], output: Path) -> list[Scores]:
    """Mean alpha of a real clip's empty frames, and a contact sheet of the others for each contender."""
    plate, all_scores = folder / "plate.png", []
    for contender in contenders:
        scores, strips = Scores("clip", "fitted", contender.name), []
        with build.build_video_source(folder / "video.mp4") as source:
            count = source.info.frame_count
            occupied = [index for index in range(count or 0) if index not in empty]
            shown = set(occupied[:: max(len(occupied) // CLIP_SHEET_ROWS, 1)])
            for moment in tqdm(matte_clip(contender, plate, source), desc="clip", unit="frame", total=count):
                if moment.index in empty:
                    mean = float(moment.matte.pha.mean())
                    _keep(scores, moment, {"empty_alpha": mean, "matte_ms": moment.took_ms}, mean)
                elif moment.index in shown:
                    strips.append((f"#{moment.index}", draw_strip(moment.src, moment.bgr, moment.matte)))
        if strips:
            write_png(output / f"clip-{_slug(contender.name)}.png", stack_strips(strips))
        all_scores.append(scores)
    return all_scores


def _keep(
    scores: Scores, moment: MattedMoment, errors: dict[str, float], badness: float, true_pha: Tensor | None = None
) -> None:
    scores.add(moment.index, errors, badness, lambda: draw_strip(moment.src, moment.bgr, moment.matte, true_pha))


# --- the command


def main(arguments: Sequence[str] | None = None) -> int:
    given = parse_arguments(arguments)
    return run_command("evaluate", lambda: evaluate(given))


def evaluate(given: argparse.Namespace) -> None:
    """Measure all sets, and write what is known after each."""
    if given.count < 1:
        raise UsageError(f"count is {given.count}; choose 1 or more")
    for name, folder in (("people", given.people), ("clip", given.clip)):
        if name in given.set and folder is None:
            raise UsageError(f"the set {name} needs --{name} DIR")
    models: list[Contender] = [Model(name, given.engine, given.device) for name in given.model]
    baselines: list[Contender] = [MixtureOfGaussians(), UntrainedNetwork()] if given.baselines else []
    contenders = [*models, *baselines]
    given.output.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for name in given.set:
        if name == "clip":
            scores = measure_clip(contenders, given.clip, given.empty, given.output)
        elif name == "moving":
            scores = measure_moving(contenders, given.size, given.seed, given.output)
        else:
            draw = make_drawer(name, given.size, given.seed, given.people, given.photos)
            scores = measure_pairs(name, draw, contenders, given.count, given.baselines)
        rows += [each.row() for each in scores]
        for each in scores:
            if each.has_worst:
                path = given.output / f"worst-{name}-{each.plate}-{_slug(each.model)}.png"
                write_png(path, each.worst_sheet())
        write_tables(rows, given)
    print(to_markdown(rows))


def write_tables(rows: Sequence[Row], given: argparse.Namespace) -> None:
    about = {"count": given.count, "size": str(given.size), "seed": given.seed, "engine": given.engine.value}
    (given.output / "evaluation.json").write_text(to_json(rows, **about), encoding="utf-8")
    title = (
        f"# Evaluation\n\n{given.count} pairs of {given.size}, seed {given.seed}; units as in `training.metrics`.\n\n"
    )
    (given.output / "evaluation.md").write_text(title + to_markdown(rows), encoding="utf-8")


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="+", default=[], metavar="NAME|FILE", help="models to measure")
    parser.add_argument("--set", nargs="+", default=["synthetic"], choices=SETS, help="sets to measure on")
    parser.add_argument("--people", type=Path, metavar="DIR", help="cut-out people (RGBA) that were not trained on")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="photographs; those held out from training are used")
    parser.add_argument("--clip", type=Path, metavar="DIR", help="a real clip: video.mp4 and plate.png")
    parser.add_argument("--empty", type=to_indices, default=frozenset(), metavar="A-B,...", help="empty frames, from 0")
    parser.add_argument("--count", type=int, default=500, help="pairs of a set (default 500)")
    parser.add_argument("--size", type=to_size, default=FrameSize(1280, 720), help="of the pairs (default 1280x720)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", type=EngineKind, default=EngineKind.AUTO, help="auto, torch, torchscript or onnx")
    parser.add_argument("--device", type=DeviceKind, default=DeviceKind.AUTO, help="auto, cpu or cuda")
    parser.add_argument("--no-baselines", dest="baselines", action="store_false", help="measure the models alone")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    return parser.parse_args(arguments)


def to_size(text: str) -> FrameSize:
    """ "1280x720" to a size."""
    width, height = text.split("x")
    return FrameSize(int(width), int(height))


def to_indices(text: str) -> frozenset[int]:
    """ "0-60,203-227" to the numbers in these ranges, both ends included."""
    ranges = (part.partition("-") for part in text.split(","))
    return frozenset(index for first, _, last in ranges for index in range(int(first), int(last or first) + 1))


if __name__ == "__main__":
    sys.exit(main())
