"""Mean errors of many pictures, as a table and as a sheet of the worst."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heappush, heappushpop
from pathlib import Path
from statistics import fmean, median

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import Image
from matting_rt.tensors import Matte, to_image
from training.metrics import Picture

WORST_COUNT = 8
CELL_WIDTH = 320
GREEN = (120, 255, 155)
"""RGB; what is left of the room shows well on it."""

WHOLE_COLUMNS = {
    "mad": "MAD",
    "mad_edge": "edge",
    "mad_holes": "holes",
    "mad_leaks": "leaks",
    "mse": "MSE",
    "sad": "SAD",
    "grad": "Grad",
    "conn": "Conn",
    "fgr_mse": "fgr MSE",
    "dtssd": "dtSSD",
    "empty_alpha": "alpha of empty frames",
    "matte_ms": "ms",
}
TRIMAP_COLUMNS = {f"trimap_{name}": WHOLE_COLUMNS[name] for name in ("mad", "mse", "sad", "grad", "conn", "fgr_mse")}
"""Values and their titles, in order; a set shows those that it has."""

Row = dict[str, str | int | float]
"""A line of the table: "set", "plate" and "model", and the values that the columns name."""


class Scores:
    """Collects the errors of one model on one set with one kind of plate."""

    def __init__(self, set_name: str, plate: str, model: str) -> None:
        self.set_name, self.plate, self.model = set_name, plate, model
        self._values: defaultdict[str, list[float]] = defaultdict(list)
        self._worst: list[tuple[float, int, Image]] = []

    def add(self, index: int, errors: dict[str, float], badness: float, strip: Callable[[], Image]) -> None:
        """Take the errors of picture `index`; `strip` draws it, and is called if it is among the worst so far."""
        for name, value in errors.items():
            self._values[name].append(value)
        if len(self._worst) < WORST_COUNT:
            heappush(self._worst, (badness, index, strip()))
        elif badness > self._worst[0][0]:
            heappushpop(self._worst, (badness, index, strip()))

    def row(self) -> Row:
        """Means over the pictures that have the value: one without soft edges has none in the trimap.

        Of times the median, because the first frame warms the engine up.
        """
        means: Row = {"set": self.set_name, "plate": self.plate, "model": self.model}
        for name, values in self._values.items():
            known = [value for value in values if not math.isnan(value)]
            average = median if name == "matte_ms" else fmean
            means[name] = average(known) if known else math.nan
        return means

    @property
    def has_worst(self) -> bool:
        return bool(self._worst)

    def worst_sheet(self) -> Image:
        """The worst pictures, the worst first, each labelled with its number and badness."""
        worst = sorted(self._worst, key=lambda entry: -entry[0])
        return stack_strips([(f"#{index}: {badness:.3g}", strip) for badness, index, strip in worst])


def draw_strip(src: Tensor, bgr: Tensor, matte: Matte, true_pha: Tensor | None = None) -> Image:
    """Frame, plate, alpha, composite on green and, where known, true alpha, small and side by side."""
    green = src.new_tensor(GREEN).view(1, 3, 1, 1) / 255
    pictures = [src, bgr, matte.pha, matte.fgr * matte.pha + green * (1 - matte.pha)]
    if true_pha is not None:
        pictures.append(true_pha)
    size = (max(CELL_WIDTH * src.shape[2] // src.shape[3], 1), CELL_WIDTH)
    cells = [F.interpolate(picture.float(), size, mode="area").expand(-1, 3, -1, -1) for picture in pictures]
    return to_image(torch.cat(cells, dim=3))


def stack_strips(strips: Sequence[tuple[str, Image]]) -> Image:
    """One below the other, each with its label."""
    labelled = []
    for label, strip in strips:
        picture = np.ascontiguousarray(strip)
        for colour, thickness in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.putText(picture, label, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, thickness, cv2.LINE_AA)
        labelled.append(picture)
    return np.concatenate(labelled)


def write_png(path: Path, image: Image) -> None:
    _, content = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    path.write_bytes(content.tobytes())


def write_text(path: Path, text: str) -> None:
    """The file that was there is replaced when the new one is whole."""
    partial = path.with_name(f"{path.name}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def to_picture(tensor: Tensor) -> Picture:
    """(1, C, H, W) to (C, H, W) on the host."""
    picture: Picture = tensor[0].numpy()
    return picture


def to_slug(name: str) -> str:
    """A name as a part of a file's."""
    return name.lower().replace(" ", "-").replace("/", "-")


def to_markdown(rows: Iterable[Row]) -> str:
    """For each set a table of the whole picture, and one of the trimap's region."""
    sets: dict[str, list[Row]] = {}
    for row in rows:
        sets.setdefault(str(row["set"]), []).append(row)
    tables = []
    for name, members in sets.items():
        for region, titles in (("whole picture", WHOLE_COLUMNS), ("unknown region of the trimap", TRIMAP_COLUMNS)):
            tables += _table(f"{name}, {region}", titles, members)
    return "\n".join(tables)


def _table(heading: str, titles: dict[str, str], rows: Sequence[Row]) -> list[str]:
    values = [key for key in titles if any(key in row for row in rows)]
    if not values:
        return []
    lines = [f"## {heading}", "", _line(["plate", "model", *(titles[key] for key in values)])]
    lines.append(_line("---" for _ in ("plate", "model", *values)))
    for row in rows:
        lines.append(_line(_cell(row.get(key, math.nan)) for key in ("plate", "model", *values)))
    return [*lines, ""]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: str | int | float) -> str:
    if isinstance(value, str):
        return value
    return "–" if math.isnan(value) else f"{value:.4f}" if abs(value) < 0.1 else f"{value:.2f}"


def to_json(rows: Iterable[Row], **about: object) -> str:
    """The rows with six digits, NaN as null, after what the run was."""
    plain = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return json.dumps({**about, "rows": plain}, indent=2) + "\n"


def _plain(value: str | int | float) -> str | int | float | None:
    if not isinstance(value, float):
        return value
    return None if math.isnan(value) else float(f"{value:.6g}")
