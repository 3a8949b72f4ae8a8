"""Crops along the soft edges of stored scenes, with what a frozen base network made of each scene."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from matting_rt.network.edges import SOFT_FROM, SOFT_TO
from matting_rt.network.matting import MattingRefine
from matting_rt.synthetic.draws import seed_of
from matting_rt.synthetic.scenes import Pair
from training.data.damage import SkippedPictures
from training.data.scenes import Scenes
from training.throughput import IdleClock

LOST = 0.02
"""Mean error of a coarse alpha from which on the base network has lost the person: edges cannot be learned there."""
_LEAST_SOFT = 50
"""Coarse pixels; a scene with fewer shows nobody."""
_STEP = 4
"""Crops begin at multiples of this, so that all scales of the network meet at whole pixels."""


@dataclass(frozen=True, slots=True)
class EdgeCrops(Pair):
    """A batch of crops; `true_fgr` is the frame: an edge network has nothing to say of colours."""

    seen: Tensor = field(kw_only=True)
    """(B, 11, h, w): frame 3, plate 3, coarse alpha and residual 4, known 1; see `EdgeNetwork.refine`."""
    context: Tensor = field(kw_only=True)
    """(B, 1 + C, h/2, w/2), see `EdgeNetwork.refine`."""


class CoarseScenes:
    """What a base network makes of scenes; computed once, because the network does not learn meanwhile."""

    def __init__(self, scenes: Scenes, network: MattingRefine, device: torch.device) -> None:
        """`network` on `device`, in evaluation mode."""
        self.scenes, self._device = scenes, device
        self.matte, self.context = [], []  # coarse alpha and residual; expected error and hidden features
        self.soft = []  # (N, 2) rows and columns of soft coarse pixels
        self.numbers = []  # of the scenes to learn from
        for number in range(len(scenes)):
            scene = to_batch(scenes[number], device)
            coarse, err, hid = decode_scene(network, scene)
            self.matte.append(coarse[0].half().cpu())
            self.context.append(torch.cat([err, hid], 1)[0].half().cpu())
            soft = (coarse[0, 0] > SOFT_FROM) & (coarse[0, 0] < SOFT_TO)
            self.soft.append(soft.nonzero().cpu().numpy())
            truth = F.interpolate(scene[:, 7:], coarse.shape[2:], mode="area")
            if soft.sum() >= _LEAST_SOFT and (coarse[:, :1] - truth).abs().mean() < LOST:
                self.numbers.append(number)

    def crops(self, seed: int, count: int, side: int) -> EdgeCrops:
        """`count` crops of `side` pixels from random scenes, about random soft pixels; some mirrored."""
        draws = np.random.default_rng(seed)
        pictures: list[Tensor] = []
        mattes: list[Tensor] = []
        contexts: list[Tensor] = []
        width, height = self.scenes.size
        for _ in range(count):
            number = self.numbers[draws.integers(len(self.numbers))]
            matte = self.matte[number]
            place = (self.soft[number][draws.integers(len(self.soft[number]))] + 0.5) / matte.shape[1:]
            top, left = (
                int(np.clip(share * length + draws.uniform(-0.25, 0.25) * side - side / 2, 0, length - side))
                // _STEP
                * _STEP
                for share, length in zip(place, (height, width), strict=True)
            )
            window = self.scenes[number][:, top : top + side, left : left + side]
            picture = torch.from_numpy(np.array(window)).float() / 255
            parts = [
                picture,
                enlarge_window(matte, top, left, side, height, width),
                enlarge_window(self.context[number], top // 2, left // 2, side // 2, height // 2, width // 2),
            ]
            if draws.random() < 0.5:
                parts = [part.flip(2) for part in parts]
            for kept, part in zip((pictures, mattes, contexts), parts, strict=True):
                kept.append(part)
        scene = torch.stack(pictures).to(self._device, non_blocking=True)
        seen = torch.cat([scene[:, :6], torch.stack(mattes).to(self._device), scene[:, 6:7]], 1)
        src, bgr, known, pha = scene.split([3, 3, 1, 1], 1)
        return EdgeCrops(src, bgr, pha, src, known, seen=seen, context=torch.stack(contexts).to(self._device))


class CropStream(Iterator[EdgeCrops]):
    """Batches without end: what a batch holds depends on the seed and its number alone."""

    loaders = lanes = 0
    skipped = SkippedPictures()

    def __init__(self, scenes: CoarseScenes, seed: int, batch: int, side: int, first_step: int) -> None:
        self.idle = IdleClock(torch.device("cpu"))
        self._scenes, self._seed, self._batch, self._side, self._step = scenes, seed, batch, side, first_step

    def __next__(self) -> EdgeCrops:
        with self.idle:
            crops = self._scenes.crops(seed_of(self._seed, "crops", self._step), self._batch, self._side)
        self._step += 1
        return crops


def to_batch(scene: npt.NDArray[np.uint8], device: torch.device) -> Tensor:
    """A stored scene as (1, 8, H, W) 0..1."""
    return torch.from_numpy(np.array(scene)).to(device).float().unsqueeze(0) / 255


@torch.inference_mode()
def decode_scene(network: MattingRefine, scene: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What the base network says of a scene (1, 8, H, W): alpha and residual (1, 4, h, w), error, hidden features."""
    pha, residual, err, hid = network.decode(*network.shrink(scene[:, :3], scene[:, 3:6]), scene[:, 6:7])
    return torch.cat([pha, residual], 1), err, hid


def enlarge_window(x: Tensor, top: int, left: int, side: int, height: int, width: int) -> Tensor:
    """A window of what `F.interpolate` makes of `x` at (height, width), without making the rest.

    Args:
        x: (C, h, w).

    Returns:
        (C, side, side), fp32.
    """
    rows = (torch.arange(top, top + side) + 0.5) * x.shape[1] / height - 0.5
    columns = (torch.arange(left, left + side) + 0.5) * x.shape[2] / width - 0.5
    first_row, end_row = _touched(rows, x.shape[1])
    first_column, end_column = _touched(columns, x.shape[2])
    part = x[:, first_row:end_row, first_column:end_column].float().unsqueeze(0)  # the rest stays in half precision
    down = (rows - first_row + 0.5) * 2 / (end_row - first_row) - 1
    right = (columns - first_column + 0.5) * 2 / (end_column - first_column) - 1
    grid = torch.stack(torch.meshgrid(down, right, indexing="ij")[::-1], -1).unsqueeze(0)
    return F.grid_sample(part, grid, mode="bilinear", padding_mode="border", align_corners=False)[0]


def _touched(places: Tensor, length: int) -> tuple[int, int]:
    """First and end of the pixels, of `length`, that bilinear sampling reads for rising `places`."""
    return max(int(places[0].floor()), 0), min(int(places[-1].floor()) + 2, length)
