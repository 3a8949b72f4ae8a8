"""How far a matte is from the truth, in the units of RobustVideoMatting's tables.

| name       | unit | definition                                                                                 |
|------------|------|--------------------------------------------------------------------------------------------|
| mad        | 1e-3 | mean absolute difference of alpha                                                          |
| mse        | 1e-3 | mean squared difference of alpha                                                           |
| sad        | 1e+3 | sum of absolute differences of alpha                                                       |
| grad       | 1e+3 | sum of squared differences of alpha's gradient magnitude (Rhemann et al. 2009)             |
| conn       | 1e+3 | sum of absolute differences of alpha's connectedness (the same)                            |
| fgr_mse    | 1e-3 | mean squared difference of foreground colour, over three channels, where true alpha is > 0 |
| dtssd      | 1e-2 | root mean squared difference of alpha's change from frame to frame, averaged over a clip   |
| still_edge | 1e-3 | mean absolute change of alpha from frame to frame, of pixels that are soft and still       |
| recovery_s | s    | time from an event until the error is about what it would be without it                    |

Each is taken over the whole picture and, prefixed "trimap_", over the unknown region of a trimap, that of the data set
or one made from the true alpha, as Lin et al. 2021 report theirs. "trimap_fgr_mse" is divided by all pixels of that
region, as in their code, also by those where alpha is 0, which have no error. "mad_edge", "mad_holes" and "mad_leaks"
are shares of "mad" and sum to it. A mean over no pixels is NaN, a sum over none is 0. The last three are of clips;
"still_edge" needs no truth.

All pictures are float32, 0..1: alpha (H, W), foreground (3, H, W). Gradients are of alpha as it is: the original code
stretches each alpha to its own minimum and maximum first, which hides a matte that is too thin and divides by 0 where
it is constant.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import Image

Picture = npt.NDArray[np.float32]
Region = npt.NDArray[np.bool_]

EDGE_BAND_PX = 12
"""The edge band reaches this far from soft pixels and from the alpha's boundary."""
GRADIENT_SIGMA_PX = 1.4
CONNECTIVITY_STEPS = 10
CONNECTIVITY_THETA = 0.15
STILL_LEVELS = 3.0
"""Of 255; a webcam's noise in good light, averaged as `StillEdges` does, is below it."""
RECOVERED = 1.5
"""Times the error without the event."""

_CROSS = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))


class Truth:
    """The true matte of one picture, against which any number of predictions is measured."""

    def __init__(self, pha: Picture, fgr: Picture | None = None, unknown: Region | None = None) -> None:
        """
        Args:
            fgr: the true foreground colour; without it, "fgr_mse" is NaN.
            unknown: region of the data set's own trimap; without it, one is made.
        """
        self._pha = pha
        self._gradient = _gradient_magnitude(pha)
        region = trimap_region(pha) if unknown is None else unknown
        self._regions = {"": np.ones(pha.shape, np.bool_), "trimap_": region}
        self._present = {prefix: region & (pha > 0) for prefix, region in self._regions.items()}
        self._colours = {} if fgr is None else {prefix: fgr[:, where] for prefix, where in self._present.items()}
        self._coloured_px = {"": np.count_nonzero(pha), "trimap_": np.count_nonzero(region)}
        band = edge_band(pha)
        self._shares = {"edge": band, "holes": ~band & (pha >= 0.5), "leaks": ~band & (pha < 0.5)}

    def errors(self, pha: Picture, fgr: Picture) -> dict[str, float]:
        """All errors of a prediction that the table above names, except "dtssd".

        "mad_edge" is the share of the edge band (cure: the refiner), "mad_holes" that of the foreground beyond it
        (cure: knowing people), "mad_leaks" that of the background beyond it (cure: robustness to the plate).
        """
        absolute = np.abs(pha - self._pha)
        squared = np.square(absolute)
        gradient = np.square(_gradient_magnitude(pha) - self._gradient)
        connectivity = connectivity_error(pha, self._pha)
        errors: dict[str, float] = {}
        for prefix, region in self._regions.items():
            errors |= {
                f"{prefix}mad": _mean(absolute[region]) * 1e3,
                f"{prefix}mse": _mean(squared[region]) * 1e3,
                f"{prefix}sad": _sum(absolute[region]) / 1e3,
                f"{prefix}grad": _sum(gradient[region]) / 1e3,
                f"{prefix}conn": _sum(connectivity[region]) / 1e3,
                f"{prefix}fgr_mse": self._colour_error(prefix, fgr) * 1e3,
            }
        shares = {f"mad_{name}": _sum(absolute[region]) / absolute.size * 1e3 for name, region in self._shares.items()}
        return errors | shares

    def _colour_error(self, prefix: str, fgr: Picture) -> float:
        if prefix not in self._colours:
            return float("nan")
        error = _sum(np.square(fgr[:, self._present[prefix]] - self._colours[prefix]))
        count = len(fgr) * self._coloured_px[prefix]
        return error / count if count else float("nan")


def edge_band(true_pha: Picture) -> Region:
    """Pixels within `EDGE_BAND_PX` of a soft pixel or of the boundary of the true alpha."""
    solid = (true_pha >= 0.5).astype(np.uint8)
    edge = cv2.morphologyEx(solid, cv2.MORPH_GRADIENT, _CROSS) > 0
    edge |= (true_pha > 0.02) & (true_pha < 0.98)
    distance_px = cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray((distance_px <= EDGE_BAND_PX) & edge.any())


def trimap_region(true_pha: Picture) -> Region:
    """The unknown region of a trimap: 0.06 < alpha < 0.96, ten dilations, then ten erosions with a 3x3 cross.

    The recipe by which Lin et al. are said to have made theirs, which they did not publish.
    """
    unknown = ((true_pha > 0.06) & (true_pha < 0.96)).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(unknown)
    box = np.s_[max(top - 11, 0) : top + height + 11, max(left - 11, 0) : left + width + 11]
    unknown[box] = cv2.morphologyEx(unknown[box], cv2.MORPH_CLOSE, _CROSS, iterations=10)
    return unknown > 0


def _gradient_magnitude(pha: Picture) -> Picture:
    """(H, W) magnitude of the first-order Gaussian derivatives of sigma 1.4.

    Kernel as in the alpha matting benchmark's gaussgradient.m: cut where the Gaussian falls below 0.01, and scaled to a
    Euclidean norm of 1.
    """
    sigma = GRADIENT_SIGMA_PX
    half = int(np.ceil(sigma * np.sqrt(-2 * np.log(np.sqrt(2 * np.pi) * sigma * 0.01))))
    offsets = np.arange(-half, half + 1)
    smooth = np.exp(-(offsets**2) / (2 * sigma**2))
    slope = offsets * smooth
    smooth, slope = smooth / np.linalg.norm(smooth), slope / np.linalg.norm(slope)
    horizontal = cv2.sepFilter2D(pha, cv2.CV_32F, slope, smooth, borderType=cv2.BORDER_REPLICATE)
    vertical = cv2.sepFilter2D(pha, cv2.CV_32F, smooth, slope, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.magnitude(horizontal, vertical), np.float32)


def connectivity_error(pred_pha: Picture, true_pha: Picture) -> Picture:
    """(H, W) absolute difference of connectedness, step 0.1 and theta 0.15 as in the alpha matting benchmark.

    A pixel's level is the highest threshold up to which it belongs to the largest 4-connected component of what both
    alphas share above that threshold; it is disconnected by as much as its alpha exceeds the level, where that is theta
    or more.
    """
    # Thresholds on one small integer picture, and only where it is not 0: the same result in a third of the time.
    shared = (np.minimum(pred_pha, true_pha) * CONNECTIVITY_STEPS + 1e-4).astype(np.uint8)
    level = np.zeros_like(pred_pha)
    left, top, width, height = cv2.boundingRect(shared)
    box = np.s_[top : top + height, left : left + width]
    if width:
        level[box] = _connected_level(shared[box])
    return np.asarray(np.abs(_disconnection(pred_pha, level) - _disconnection(true_pha, level)), np.float32)


def _connected_level(shared: npt.NDArray[np.uint8]) -> Picture:
    steps = np.zeros(shared.shape, np.uint8)
    connected = np.ones(shared.shape, np.bool_)
    for threshold in range(1, CONNECTIVITY_STEPS + 1):
        above = (shared >= threshold).astype(np.uint8)
        count, labels = cv2.connectedComponents(above, connectivity=4)
        if count == 1:
            break
        # Counting labels takes half the time of connectedComponentsWithStats.
        areas_px = np.bincount(labels.ravel(), minlength=count)
        connected &= labels == 1 + int(areas_px[1:].argmax())
        steps += connected
    return np.divide(steps, CONNECTIVITY_STEPS, dtype=np.float32)


def _disconnection(pha: Picture, level: Picture) -> Picture:
    excess = pha - level
    return np.where(excess >= CONNECTIVITY_THETA, excess, np.float32(0))


class Flicker:
    """dtSSD of a clip, fed one frame after the other."""

    def __init__(self) -> None:
        self._last: Picture | None = None

    def step(self, pha: Picture, true_pha: Picture) -> float:
        """dtSSD from the frame before to this one, x 1e2; NaN at the first. A clip's is the mean of these."""
        error = pha - true_pha
        change = float("nan") if self._last is None else float(np.sqrt(np.square(error - self._last).mean())) * 1e2
        self._last = error
        return change


class StillEdges:
    """How much the soft edges of a clip change where its picture stands still, fed one frame after the other.

    A pixel counts whose alpha was above 0.05 and below 0.95 in the frame before, and whose surroundings are the same as
    there: the largest difference of a channel, averaged over 5x5 pixels, is no more than `STILL_LEVELS`. What changes
    alpha there is the camera's noise and the matte's own unrest.
    """

    def __init__(self) -> None:
        self._last: tuple[Image, Picture] | None = None
        self._change, self._count = 0.0, 0

    def step(self, image: Image, pha: Picture) -> None:
        """`image`: the frame, uint8 (H, W, 3) RGB."""
        if self._last is not None:
            last_image, last_pha = self._last
            difference = cv2.absdiff(image, last_image).max(2).astype(np.float32)
            still = cv2.blur(difference, (5, 5)) <= STILL_LEVELS
            changed = np.abs(pha - last_pha)[still & (last_pha > 0.05) & (last_pha < 0.95)]
            self._change += _sum(changed)
            self._count += changed.size
        self._last = image, pha.copy()

    @property
    def still_edge(self) -> float:
        """Mean over all such pixels of all frames, x 1e3; NaN where there is none."""
        return self._change / self._count * 1e3 if self._count else float("nan")


def recovery_s(errors: Sequence[float], calm: Sequence[float], event: int, rate_fps: float) -> float:
    """Seconds from an event until the error is within `RECOVERED` times what it would be without the event.

    Both are averaged over half a second from each frame on, or what is left of it.

    Args:
        errors: of a clip's frames, up to the next event.
        calm: of the same frames without the event; somebody who moves changes the error too.
        event: number of the first frame after the event.

    Returns:
        Infinity where the error stays above it.
    """
    half = max(round(rate_fps / 2), 1)
    for frame in range(event, len(errors)):
        window = slice(frame, min(frame + half, len(errors)))
        if np.mean(errors[window]) <= RECOVERED * np.mean(calm[window]):
            return (frame - event) / rate_fps
    return float("inf")


def _sum(values: Picture) -> float:
    return float(values.sum(dtype=np.float64))


def _mean(values: Picture) -> float:
    return _sum(values) / values.size if values.size else float("nan")
