r"""Measure models and baselines on pictures that no training run has seen; write tables and the worst cases.

    python -m training.evaluate --model mobilenetv3-lite --set synthetic people --people DIR --photos DIR --output DIR
    python -m training.evaluate --model best.safetensors r50.pth --set p3m10k --background-dataset bg20k --output DIR
    python -m training.evaluate --model mobilenetv3-lite --benchmark P3M-500-NP PhotoMatte85-composites \
        --background-dataset backgrounds --output DIR

Models: names of released or imported ones, weights files, checkpoints of BackgroundMattingV2 (.pth), exported files.

Sets:
    synthetic   painted figures, objects and empty rooms
    people      the cut-out people of --people in their own clothes, half of them before --photos
    camouflage  the same people (or painted figures) in the colours or the texture of what is behind them
    hair        people no larger than they were rendered, and painted single hairs, all sharp: the rendered people of
                the data set avatars, else those of --people; without either, painted hair alone
    moved       people and their shadows in rooms whose things were moved since the plate was taken; the plate claims to
                be known everywhere, or is not known behind people and in other parts
    noplate     people, and nothing known of the room
    p3m10k ...  any set of foregrounds that training knows, or one of your own: its validation part, put before that of
                --background-dataset, or before painted rooms and --photos; clips as single pictures
    moving      a painted clip with its plate fitted as in `matting-rt video`; measures flicker too
    bumps, lamp, drift
                painted clips, matted as live video is, in which the camera is bumped, a lamp is switched, or the light
                drifts; measure flicker, and how long it takes until the error is what it was before
    clip        a real clip, --clip DIR with video.mp4 and plate.png; no truth, but frames known to be empty (--empty)

Benchmarks: test sets as papers use them, whole, at their own size, with their trimaps; docs/evaluation.md has what a
network is given of each. Any set of pictures of your own is one too, by its validation part. The others:
    {benchmarks}

But for the clips, each scene follows from --seed and its number alone; where nothing else is said, it has a clean plate
and a perturbed one. OUTPUT/evaluation.md and evaluation.tex have the errors as tables with their units, the best of
each plate in bold, OUTPUT/evaluation.json the same in more digits; all are written after each set.
OUTPUT/worst-SET-PLATE-MODEL.png shows the worst pictures of each, OUTPUT/worst-12-MODEL.png a model's twelve worst of
all sets. The threshold of the absolute difference is the best for each set and plate, judged by the set's own first
pictures.
"""

import argparse
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

from matting_rt.config import DeviceKind
from matting_rt.engines import engine_choices
from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from matting_rt.synthetic.scenes import Pair
from matting_rt.tensors import TensorMatte
from training.baselines import AbsoluteDifference, MixtureOfGaussians, UntrainedNetwork, best_threshold
from training.command import run_command
from training.data.registry import BENCHMARKS
from training.evaluation_benchmarks import MADE_PLATES, NO_PLATE, open_benchmark
from training.evaluation_clips import measure_clip, measure_moving, require_clip
from training.evaluation_events import COURSES, measure_course
from training.evaluation_sets import MOST_PAIRS, SEEDS, Shown, Wanted, open_set
from training.metrics import Flicker, Picture, Truth
from training.models import EngineModel, Model, PersonAlone, for_video, open_models, timed_matte
from training.published import published_rows
from training.scores import (
    SHEET_COUNT,
    Scores,
    WorstPicture,
    draw_contact_sheet,
    draw_strip,
    to_picture,
    to_slug,
    write_png,
    write_text,
)
from training.tables import Row, to_json, to_latex, to_markdown

THRESHOLD_PICTURES = 24
DEFAULT_COUNT = 500
LEAST_SIDE, MOST_SIDE = 64, 8192
"""Pixels; engines take no smaller pictures."""


class Scenes(Protocol):
    """What models are measured on."""

    @property
    def name(self) -> str: ...

    @property
    def plates(self) -> tuple[str, ...]: ...

    def frames(self, index: int, /) -> Iterator[Shown]: ...


def measure_scenes(scenes: Scenes, count: int, with_difference: bool, models: Sequence[Model]) -> list[Scores]:
    """Measure models on `count` scenes, each with every plate of the set.

    Args:
        with_difference: also measure the absolute difference at its best threshold for this set.
    """
    measured = {plate: list(models) for plate in scenes.plates}
    for plate in scenes.plates if with_difference else ():
        first = (next(scenes.frames(index)).pairs[plate] for index in range(min(count, THRESHOLD_PICTURES)))
        measured[plate].append(AbsoluteDifference(best_threshold(first)))
    scores = {
        (plate, each.name): Scores(scenes.name, plate, each.name) for plate in measured for each in measured[plate]
    }
    for index in tqdm(range(count), desc=scenes.name, unit="scene", mininterval=5):
        videos = {(plate, each.name): _Video(each) for plate in measured for each in measured[plate]}
        for shown in scenes.frames(index):
            truth = shown.truth()
            for plate, pair in shown.pairs.items():
                for model in measured[plate]:
                    _measure_frame(scores[plate, model.name], index, videos[plate, model.name], pair, truth)
    return list(scores.values())


class _Video:
    """A model on the frames of a scene, and how its mattes flicker."""

    def __init__(self, model: Model) -> None:
        self._model, self._flicker, self._is_open = model, Flicker(), False

    def matte(self, pair: Pair) -> tuple[TensorMatte, float]:
        if not self._is_open:
            self._model, self._is_open = for_video(self._model, FrameSize(pair.src.shape[3], pair.src.shape[2])), True
        return timed_matte(self._model, pair.src, pair.bgr, pair.known)

    def flicker(self, pha: Picture, true_pha: Picture) -> dict[str, float]:
        """Nothing at the first frame."""
        change = self._flicker.step(pha, true_pha)
        return {} if math.isnan(change) else {"dtssd": change}


def _measure_frame(scores: Scores, index: int, video: _Video, pair: Pair, truth: Truth) -> None:
    matte, took_ms = video.matte(pair)
    pha = to_picture(matte.pha)[0]
    errors = truth.errors(pha, to_picture(matte.fgr)) | {"matte_ms": took_ms}
    errors |= video.flicker(pha, to_picture(pair.true_pha)[0])
    scores.add(index, errors, errors["mad"], lambda: draw_strip(pair.src, pair.bgr, matte, pair.true_pha))


def main(arguments: Sequence[str] | None = None) -> int:
    given = parse_arguments(arguments)
    return run_command("evaluate", lambda: evaluate(given))


def evaluate(given: argparse.Namespace) -> None:
    """Measure all sets, and write what is known after each; what is wrong with a set or a model is told before."""
    if given.count is not None and not 1 <= given.count <= MOST_PAIRS:
        raise UsageError(f"count is {given.count}; choose from 1 to {MOST_PAIRS}")
    if not 0 <= given.seed < SEEDS:
        raise UsageError(f"seed is {given.seed}; choose from 0 to {SEEDS - 1}")
    size, empty = to_size(given.size), to_indices(given.empty)
    sets = given.set or ([] if given.benchmark else ["synthetic"])
    for name, folder in (("people", given.people), ("clip", given.clip)):
        if name in sets and folder is None:
            raise UsageError(f"the set {name} needs --{name} DIR")
    wanted = Wanted(size, given.seed, given.people, given.photos, given.background_dataset, given.data_paths)
    chosen = {name: _prepare(name, given, wanted, empty) for name in sets}
    chosen |= dict(_prepare_benchmark(name, given, wanted) for name in given.benchmark)
    given.output.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    about: dict[str, str] = {}
    worst: defaultdict[str, list[WorstPicture]] = defaultdict(list)
    with ExitStack() as stack:
        models = open_models(given.model, given.engine, given.device, stack)
        for model in models:
            for prepared in chosen.values():
                model.warm_up(prepared.size)
        baselines: list[Model] = [PersonAlone(), MixtureOfGaussians(), UntrainedNetwork()] if given.baselines else []
        for name, prepared in chosen.items():
            scores = prepared.measure([*models, *baselines])
            about[name] = prepared.about
            rows += [*(each.row() for each in scores), *published_rows(name, MADE_PLATES[1])]
            write_tables(rows, given, about)
            for each in scores:
                if each.has_worst:
                    path = given.output / f"worst-{to_slug(name)}-{to_slug(each.plate)}-{to_slug(each.model)}.png"
                    write_png(path, each.worst_sheet())
                worst[each.model] += each.worst_of_scenes()
            for model in models:
                sheet = draw_contact_sheet(worst[model.name])
                if sheet is not None:
                    write_png(given.output / f"worst-{SHEET_COUNT}-{to_slug(model.name)}.png", sheet)
    print(to_markdown(rows))


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A set that was found whole."""

    about: str
    """What it shows, in a line."""
    size: FrameSize
    measure: Callable[[Sequence[Model]], list[Scores]]


def _prepare(name: str, given: argparse.Namespace, wanted: Wanted, empty: frozenset[int]) -> _Prepared:
    """Raises UsageError, SourceError, PlateError: there is no such set, or it is not whole."""
    output = given.output
    if name == "clip":
        measure = partial(measure_clip, folder=given.clip, empty=empty, output=output)
        return _Prepared(f"the frames of {given.clip}, its plate fitted", require_clip(given.clip), measure)
    if name == "moving":
        measure = partial(measure_moving, size=wanted.size, seed=given.seed, output=output)
        return _Prepared("a painted clip, its plate fitted", wanted.size, measure)
    if name in COURSES:
        measure = partial(measure_course, name=name, size=wanted.size, seed=given.seed, output=output)
        return _Prepared(f"a painted clip, its plate fitted: {COURSES[name].about}", wanted.size, measure)
    pairs = open_set(name, wanted)
    count = given.count or DEFAULT_COUNT
    return _Prepared(pairs.about, wanted.size, partial(measure_scenes, pairs, count, given.baselines))


def _prepare_benchmark(name: str, given: argparse.Namespace, wanted: Wanted) -> tuple[str, _Prepared]:
    """Its name as papers print it, and the benchmark."""
    scenes = open_benchmark(name, wanted)
    count = min(given.count or scenes.count, scenes.count)
    has_plate = scenes.plates != NO_PLATE

    def measure(models: Sequence[Model]) -> list[Scores]:
        # without a plate, what compares the frame with it alone has nothing to do
        able = [model for model in models if has_plate or isinstance(model, (EngineModel, PersonAlone))]
        return measure_scenes(scenes, count, given.baselines and has_plate, able)

    return scenes.name, _Prepared(f"{count} of {scenes.count} scenes; {scenes.about}", wanted.size, measure)


def write_tables(rows: Sequence[Row], given: argparse.Namespace, about: dict[str, str]) -> None:
    """Each table is replaced when the new one is whole."""
    run = {"count": given.count, "size": given.size, "seed": given.seed, "engine": given.engine, "sets": about}
    write_text(given.output / "evaluation.json", to_json(rows, **run))
    count = given.count or f"{DEFAULT_COUNT} (benchmarks: all)"
    scenes = f"Scenes of a set: {count}, of {given.size} (benchmarks: of their own size), seed {given.seed}."
    sets = "".join(f"- {name}: {shown}\n" for name, shown in about.items())
    write_text(given.output / "evaluation.md", f"# Evaluation\n\n{scenes}\n\n{sets}\n{to_markdown(rows)}")
    write_text(given.output / "evaluation.tex", to_latex(rows))


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    description = (__doc__ or "").format(benchmarks="\n    ".join(BENCHMARKS))
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="+", default=[], metavar="NAME|FILE", help="models to measure")
    parser.add_argument("--set", nargs="+", default=[], metavar="SET", help="see above; default: synthetic")
    parser.add_argument("--benchmark", nargs="+", default=[], metavar="NAME", help="see above, or a set of your own")
    parser.add_argument("--people", type=Path, metavar="DIR", help="cut-out people (RGBA) that were not trained on")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="photographs; those held out from training are used")
    parser.add_argument("--background-dataset", default="", metavar="SETS", help="backgrounds of data sets")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="paths of data sets; default datasets.toml")
    parser.add_argument("--clip", type=Path, metavar="DIR", help="a real clip: video.mp4 and plate.png")
    parser.add_argument("--empty", default="", metavar="A-B,...", help="empty frames of the clip, from 0")
    parser.add_argument("--count", type=int, help=f"scenes of a set (default {DEFAULT_COUNT}; of a benchmark: all)")
    parser.add_argument(
        "--size", default="1280x720", metavar="WxH", help="of scenes, but for benchmarks (default 1280x720)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=dict(engine_choices()), default="auto")
    parser.add_argument("--device", type=DeviceKind, default=DeviceKind.AUTO, help="auto, cpu or cuda")
    parser.add_argument("--no-baselines", dest="baselines", action="store_false", help="measure the models alone")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    return parser.parse_args(arguments)


def to_size(text: str) -> FrameSize:
    """ "1280x720" to a size. Raises UsageError."""
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text, re.ASCII)
    size = FrameSize(*map(int, found.groups())) if found else FrameSize(0, 0)
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in size):
        raise UsageError(f"size is {text!r}; write it as 1280x720, from {LEAST_SIDE} to {MOST_SIDE} pixels a side")
    return size


def to_indices(text: str) -> frozenset[int]:
    """ "0-60,203-227" to the numbers in these ranges, both ends included. Raises UsageError."""
    if not re.fullmatch(r"(\d{1,7}(-\d{1,7})?(,\d{1,7}(-\d{1,7})?)*)?", text, re.ASCII):
        raise UsageError(f"empty is {text!r}; write numbers of frames and ranges of them, as 0-60,203-227")
    ranges = (part.partition("-") for part in text.split(",") if part)
    return frozenset(index for first, _, last in ranges for index in range(int(first), int(last or first) + 1))


if __name__ == "__main__":
    sys.exit(main())
