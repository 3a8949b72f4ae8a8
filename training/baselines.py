"""What a matte is worth: methods that know nothing of people, measured like the networks.

Each takes `src` and `bgr` (1, 3, H, W) RGB 0..1, with `known` as in `Pair`, and returns a `TensorMatte` of their size.
"""

from collections.abc import Iterable

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.network.variants import build_network
from matting_rt.synthetic.scenes import Pair
from matting_rt.tensors import TensorMatte, to_image
from training.models import fill_unknown


class AbsoluteDifference:
    """Foreground where frame and plate differ by more than a threshold in any channel."""

    name = "absolute difference"

    def __init__(self, threshold: int) -> None:
        """`threshold` in levels, 0..255."""
        self.threshold = threshold

    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        return TensorMatte(src, (_difference(src, fill_unknown(bgr, known)) > self.threshold).float())


def best_threshold(examples: Iterable[Pair]) -> int:
    """The threshold in levels at which `AbsoluteDifference` has the lowest mean absolute error.

    Args:
        examples: batches of one.
    """
    gain = np.zeros(256)
    for pair in examples:
        # A pixel of difference d is foreground at thresholds below d, with an error of 1 - alpha, and background from d
        # on, with an error of alpha.
        level = _difference(pair.src, fill_unknown(pair.bgr, pair.known)).flatten()
        gain += torch.bincount(level, weights=(1 - 2 * pair.true_pha.flatten()).double(), minlength=256).numpy()
    return int(gain.cumsum().argmax())


def _difference(src: Tensor, bgr: Tensor) -> Tensor:
    """(1, 1, H, W) largest channel difference in levels, 0..255."""
    return ((src - bgr).abs().amax(1, keepdim=True) * 255).round().long()


class MixtureOfGaussians:
    """OpenCV's background subtractor (Zivkovic 2004), shown the plate, then the frame; its shadows are background."""

    name = "OpenCV MOG2"

    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        subtractor = cv2.createBackgroundSubtractorMOG2(detectShadows=True)
        subtractor.apply(to_image(fill_unknown(bgr, known)), learningRate=1)
        foreground = subtractor.apply(to_image(src), learningRate=0) == 255
        return TensorMatte(src, torch.from_numpy(foreground).float()[None, None])


class UntrainedNetwork:
    """The smallest network with random weights, on half-size pictures: what the architecture alone knows."""

    name = "untrained mobilenetv3-lite"

    def __init__(self) -> None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            self._network = build_network("mobilenetv3-lite", "base").eval()

    @torch.inference_mode()
    def matte(self, src: Tensor, bgr: Tensor, known: Tensor) -> TensorMatte:
        bgr = fill_unknown(bgr, known)
        size = src.shape[2:]
        half = [-(-side // 32) * 16 for side in size]  # the network takes multiples of 16
        half_src, half_bgr = (F.interpolate(picture, half, mode="area") for picture in (src, bgr))
        pha, fgr, *_ = self._network(half_src, half_bgr)
        fgr = F.interpolate(fgr, size=size, mode="bilinear", align_corners=False)
        return TensorMatte(fgr, F.interpolate(pha, size=size, mode="bilinear", align_corners=False))
