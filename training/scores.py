"""Mean errors of many pictures, as a row of a table and as a sheet of the worst."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from pathlib import Path
from statistics import fmean, median

import cv2
import numpy as np
import torch.nn.functional as F
from torch import Tensor

from matting_rt.files import replacing
from matting_rt.frame import Image
from matting_rt.tensors import TensorMatte, to_image
from training.metrics import Picture
from training.tables import Row

WORST_COUNT = 8
SHEET_COUNT = 12
FITTED = "fitted"
"""The plate of clips."""
CELL_WIDTH = 320
LABEL_FONT = (cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
"""Face, scale and thickness."""
GREEN = (120, 255, 155)
"""RGB; what is left of the room shows well on it."""

Strip = dict[str, Image]
"""What is seen of a picture: small pictures of one size by their names, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class WorstPicture:
    """One of the worst of its set and plate."""

    set_name: str
    plate: str
    index: int
    mad: float
    strip: Strip

    @property
    def label(self) -> str:
        return f"{self.set_name}, {self.plate}, #{self.index}: MAD {self.mad:.3g}"


class Scores:
    """Collects the errors of one model on one set with one kind of plate."""

    def __init__(self, set_name: str, plate: str, model: str) -> None:
        self.set_name, self.plate, self.model = set_name, plate, model
        self._values: defaultdict[str, list[float]] = defaultdict(list)
        self._worst: list[tuple[float, int, int, Strip]] = []
        """Badness, how many were there before (strips cannot be compared), number, strip."""
        self._count = 0

    def add(self, index: int, errors: dict[str, float], badness: float, strip: Callable[[], Strip]) -> None:
        """Take the errors of picture `index`; `strip` draws it, and is called if it is among the worst so far."""
        self.note(errors)
        self._count += 1
        if len(self._worst) < WORST_COUNT:
            heappush(self._worst, (badness, self._count, index, strip()))
        elif badness > self._worst[0][0]:
            heappushpop(self._worst, (badness, self._count, index, strip()))

    def note(self, errors: dict[str, float]) -> None:
        """Take errors that are of no single picture."""
        for name, value in errors.items():
            self._values[name].append(value)

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
        return stack_strips([(f"#{index}: {badness:.3g}", strip) for badness, index, strip in self._worst_first()])

    def worst_of_scenes(self) -> Iterator[WorstPicture]:
        """The worst pictures with truth, the worst first."""
        for badness, index, strip in self._worst_first():
            if "true alpha" in strip:
                yield WorstPicture(self.set_name, self.plate, index, badness, strip)

    def _worst_first(self) -> list[tuple[float, int, Strip]]:
        worst = sorted(self._worst, key=lambda entry: -entry[0])
        return [(badness, index, strip) for badness, _, index, strip in worst]


def draw_contact_sheet(pictures: Iterable[WorstPicture]) -> Image | None:
    """The `SHEET_COUNT` worst pictures of all sets, the worst first; None where there is none.

    A scene is shown once, with the plate with which it is worst, and of a clip its worst frame: those after it look the
    same.
    """
    chosen: dict[tuple[str, int | None], WorstPicture] = {}
    for picture in sorted(pictures, key=lambda each: -each.mad):
        scene = (picture.set_name, None if picture.plate == FITTED else picture.index)
        chosen.setdefault(scene, picture)
    worst = list(chosen.values())[:SHEET_COUNT]
    if not worst:
        return None
    height = min(strip["frame"].shape[0] for strip in (each.strip for each in worst))
    return stack_strips([(each.label, _choose_cells(each.strip, height)) for each in worst])


def _choose_cells(strip: Strip, height: int) -> Strip:
    """Frame, true alpha, alpha and composite, no taller than `height`: clips may have another shape."""
    return {name: strip[name][:height] for name in ("frame", "true alpha", "alpha", "composite")}


def draw_strip(src: Tensor, bgr: Tensor, matte: TensorMatte, true_pha: Tensor | None = None) -> Strip:
    """Frame, plate, alpha, composite on green and, where known, true alpha, small."""
    green = src.new_tensor(GREEN).view(1, 3, 1, 1) / 255
    composite = matte.fgr * matte.pha + green * (1 - matte.pha)
    pictures = {"frame": src, "plate": bgr, "alpha": matte.pha, "composite": composite}
    if true_pha is not None:
        pictures["true alpha"] = true_pha
    size = (max(CELL_WIDTH * src.shape[2] // src.shape[3], 1), CELL_WIDTH)
    return {
        name: to_image(F.interpolate(picture.float(), size, mode="area").expand(-1, 3, -1, -1))
        for name, picture in pictures.items()
    }


def stack_strips(strips: Sequence[tuple[str, Strip]]) -> Image:
    """One below the other, the pictures of each side by side, with its label."""
    labelled = []
    for label, strip in strips:
        picture = np.concatenate(list(strip.values()), axis=1)
        (width, _), _ = cv2.getTextSize(label, *LABEL_FONT)
        cv2.rectangle(picture, (0, 0), (width + 12, 22), (0, 0, 0), cv2.FILLED)
        cv2.putText(picture, label, (6, 16), *LABEL_FONT[:2], (255, 255, 255), LABEL_FONT[2], cv2.LINE_AA)
        labelled.append(picture)
    return np.concatenate(labelled)


def write_png(path: Path, image: Image) -> None:
    _, content = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    path.write_bytes(content.tobytes())


def write_text(path: Path, text: str) -> None:
    """The file that was there is replaced when the new one is whole."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")


def to_picture(tensor: Tensor) -> Picture:
    """(1, C, H, W) to (C, H, W) on the host."""
    picture: Picture = tensor[0].numpy()
    return picture


def to_slug(name: str) -> str:
    """A name as a part of a file's."""
    return name.lower().replace(" ", "-").replace("/", "-")
