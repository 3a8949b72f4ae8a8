"""Mean errors of many pictures, as a table and as a sheet of the worst."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heappush, heappushpop
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import Image
from matting_rt.tensors import Matte, to_image

WORST_COUNT = 8
CELL_WIDTH = 320
GREEN = (120, 255, 155)
"""RGB; what is left of the room shows well on it."""

REGION_COLUMNS = {"mad": "MAD", "mse": "MSE", "sad": "SAD", "grad": "Grad", "conn": "Conn", "fgr_mse": "fgr MSE"}
COLUMNS = {
    "plate": "plate",
    "model": "model",
    "mad": "MAD",
    "mad_edge": "edge",
    "mad_holes": "holes",
    "mad_leaks": "leaks",
    **{name: title for name, title in REGION_COLUMNS.items() if name != "mad"},
    **{f"trimap_{name}": f"{title} (trimap)" for name, title in REGION_COLUMNS.items()},
    "dtssd": "dtSSD",
    "empty_alpha": "alpha of empty frames",
    "matte_ms": "ms",
}
"""Of the table, in order; a set shows those that it has."""

Row = dict[str, str | int | float]
"""A line of the table: "set", and what COLUMNS names."""


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
        """Means over the pictures that have the value: a picture without soft edges has none in the trimap."""
        means: Row = {"set": self.set_name, "plate": self.plate, "model": self.model}
        for name, values in self._values.items():
            known = [value for value in values if not math.isnan(value)]
            means[name] = sum(known) / len(known) if known else math.nan
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


def write_sheet(path: Path, sheet: Image) -> None:
    """PNG; JPEG would add edges of its own."""
    _, content = cv2.imencode(".png", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    path.write_bytes(content.tobytes())


def to_markdown(rows: Iterable[Row]) -> str:
    """One table for each set."""
    sets: dict[str, list[Row]] = {}
    for row in rows:
        sets.setdefault(str(row["set"]), []).append(row)
    return "\n".join(_set_to_markdown(name, members) for name, members in sets.items())


def _set_to_markdown(name: str, rows: Sequence[Row]) -> str:
    columns = [key for key in COLUMNS if any(key in row for row in rows)]
    lines = [f"## {name}", "", _line(COLUMNS[key] for key in columns), _line("---" for _ in columns)]
    lines += [_line(_cell(row.get(key, math.nan)) for key in columns) for row in rows]
    return "\n".join(lines) + "\n"


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
