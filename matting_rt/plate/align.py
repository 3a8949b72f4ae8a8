"""Alignment: the homography from the plate to a frame, for a camera that was moved a little in between.

Direct alignment: the grey values of the plate at some thousand edge pixels are compared with the frame under the
current homography, and Gauss-Newton steps lower their differences, from coarse to fine (inverse compositional, after
Baker and Matthews 2004, so that all derivatives are the plate's and are taken once). A redescending weight leaves out
the person and whatever else differs. Movements too large for that start from matched ORB features. A new homography
replaces the current one only where it clearly lowers the difference of the two pictures along edges, so a camera that
stands still keeps the exact identity.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FrameSize

GrayImage = npt.NDArray[np.uint8]
"""(H, W)."""
Homography = npt.NDArray[np.float64]
"""(3, 3), maps pixel coordinates of the plate to those of the frame; pixel centres are at whole coordinates."""
FloatArray = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]
"""(N, 2) x, y in pixels."""

_CELL = 8
"""One edge pixel, the strongest, is compared for each cell of this many pixels a side."""
_MIN_GRADIENT = 2.5
"""Grey levels a pixel; less is noise."""
_MIN_SAMPLES = 60
_MAX_SAMPLES = 6000
_LOCAL_MEAN = (31, 31)
"""Window of the local mean that is taken off both pictures: what is left does not care about exposure or shadows."""
_SEARCH_SCALES = (0.125, 0.25, 0.5, 1.0)
_TRACK_SCALES = (0.5, 1.0)
_TOLERANCES = np.maximum(6.0, 40.0 * 0.75 ** np.arange(12)).astype(np.float32)
"""Tukey's constant at each step, grey levels: wide while the pictures are apart, then just above noise and codec."""
_TRACK_TOLERANCES = _TOLERANCES[3:]
_CONVERGED_PX = 0.02
_NOISE = 4.0
"""Standard deviation of a background pixel's difference, grey levels."""
_PRIOR = np.array((0.02, 0.02, 0.1, 0.02, 0.02, 0.1, 0.005, 0.005)) / _NOISE
"""Standard deviations of a step's eight parameters, in units of half the width, over the noise: parameters that the
pixels in view leave open, above all the perspective, stay where they are."""
_MAX_DEVIATION_PX = 1.0
"""Quality gate: a homography that leaves a corner of the picture looser than this is not used."""
_MAX_SHIFT = 0.3
"""Largest movement of a picture's corner, over the width; more than that is a wrong match."""
_MIN_CHANGE_PX = 0.3
"""A smaller movement of the corners than this is as likely noise, and would make the plate swim."""
_FAR_PX = 3.0
_ENOUGH_GAIN = 0.97
_ENOUGH_GAIN_FAR = 0.9
"""A new homography is taken when the cost falls below this share of the current one's; where it moves a corner far, it
must convince more, because edges of the person that match by accident lower the cost a little, too."""
_MAX_DIFFERENCE = 32
"""Grey levels; beyond, a pixel shows a person or nothing of use, and how different it is does not matter."""


class _EdgeSamples:
    """The plate's edge pixels at one scale, with the derivatives of their grey by the homography's parameters."""

    def __init__(self, plate: GrayImage, scale: float) -> None:
        detail = _detail(_resize(plate, scale))
        height, width = detail.shape
        gradient_x = cv2.Sobel(detail, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
        gradient_y = cv2.Sobel(detail, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
        x, y = _strongest_per_cell(np.hypot(gradient_x, gradient_y), max(2, round(_CELL * scale)))
        # Evenly thinned: row by row, the cells to keep are spread over the picture.
        kept = np.linspace(0, len(x) - 1, min(len(x), _MAX_SAMPLES)).astype(np.intp)
        x, y = x[kept], y[kept]
        self.points: Points = np.stack((x, y), 1).astype(np.float64)
        self.values: FloatArray = detail[y, x]
        # Coordinates centred and in units of half the width keep the normal equations well conditioned.
        unit, centre = width / 2, ((width - 1) / 2, (height - 1) / 2)
        self.to_unit = np.array(((1 / unit, 0, -centre[0] / unit), (0, 1 / unit, -centre[1] / unit), (0, 0, 1)))
        u, v = (x - centre[0]) / unit, (y - centre[1]) / unit
        slope_x, slope_y = gradient_x[y, x] * unit, gradient_y[y, x] * unit
        radial = -(slope_x * u + slope_y * v)
        self.jacobian: FloatArray = np.stack(
            (slope_x * u, slope_x * v, slope_x, slope_y * u, slope_y * v, slope_y, radial * u, radial * v), 1
        ).astype(np.float32)

    def refine(
        self, frame: FloatArray, background: GrayImage, homography: Homography, tolerances: FloatArray
    ) -> tuple[Homography, float]:
        """Gauss-Newton steps from `homography`, all in the scale's own pixels.

        Args:
            frame: the `_detail` of the frame.
            background: 255 where the plate may be seen.
            tolerances: for each step, the difference in grey levels from which a pixel does not count.

        Returns:
            The homography, and the standard deviation of the worst of the picture's corners in pixels.
        """
        if len(self.points) < _MIN_SAMPLES:
            return homography, np.inf
        height, width = frame.shape
        x, y = _transform(homography, self.points).T.astype(np.float32)
        seen = _sample(background, x, y) > 127
        for tolerance in tolerances:
            x, y = _transform(homography, self.points).T.astype(np.float32)
            inside = seen & (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
            if inside.sum() < _MIN_SAMPLES:
                return homography, np.inf
            grey = _sample(frame, x, y)
            gain = 1.0
            for _ in range(2):
                residual = grey - gain * self.values
                weight = np.where(inside, np.square(np.maximum(1 - np.square(residual / tolerance), 0)), 0)
                gain = float(
                    np.clip(weight @ (grey * self.values) / max(weight @ np.square(self.values), 1e-6), 0.4, 2.5)
                )
            jacobian = gain * self.jacobian
            normal = (jacobian.T @ (weight[:, None] * jacobian)).astype(np.float64) + np.diag(1 / np.square(_PRIOR))
            step = np.linalg.solve(normal, (jacobian.T @ (weight * residual)).astype(np.float64))
            homography = homography @ self._to_homography(-step)
            homography = homography / homography[2, 2]
            if tolerance == _TOLERANCES[-1] and np.abs(step).max() < _CONVERGED_PX * self.to_unit[0, 0]:
                break
        return homography, self._corner_deviation_px(normal, height / width)

    def _corner_deviation_px(self, normal: npt.NDArray[np.float64], aspect: float) -> float:
        """How loosely the pixels in view hold the picture's corners: the largest standard deviation of the four."""
        u, v = np.array(((-1, -aspect), (1, -aspect), (-1, aspect), (1, aspect))).T
        zero, one = np.zeros(4), np.ones(4)
        by_x = np.stack((u, v, one, zero, zero, zero, -u * u, -u * v), 1)
        by_y = np.stack((zero, zero, zero, u, v, one, -u * v, -v * v), 1)
        covariance = _NOISE**2 * np.linalg.inv(normal)
        variance = np.einsum("ni,ij,nj->n", by_x, covariance, by_x) + np.einsum("ni,ij,nj->n", by_y, covariance, by_y)
        return float(np.sqrt(variance.max()) / self.to_unit[0, 0])

    def _to_homography(self, parameters: npt.NDArray[np.float64]) -> Homography:
        a, b, c, d, e, f, g, h = parameters
        step: Homography = np.linalg.inv(self.to_unit) @ ((1 + a, b, c), (d, 1 + e, f), (g, h, 1)) @ self.to_unit
        return step


class Aligner:
    """Finds and keeps the homography from one plate to the frames of a stream; all pictures of one size."""

    def __init__(self, plate: GrayImage) -> None:
        self._plate = plate
        self._size = FrameSize(plate.shape[1], plate.shape[0])
        self._samples = {scale: _EdgeSamples(plate, scale) for scale in _SEARCH_SCALES}
        self.homography: Homography = np.eye(3)

    @property
    def is_identity(self) -> bool:
        return bool((self.homography == np.eye(3)).all())

    def align(self, frame: GrayImage, background: GrayImage, levels: GrayImage, search: bool) -> bool:
        """Look for a better homography; say whether one was taken.

        Args:
            frame: (H, W) of the plate's size.
            background: (H, W) 255 where the plate may be seen, 0 where a person is known to be.
            levels: (256,) table that gives the plate the light of the frame.
            search: look from afar, as for a first frame, instead of following the current homography.
        """
        plate = cv2.LUT(self._plate, levels)
        edges = _edge_weight(frame, background)
        pyramid = {
            scale: (_detail(_resize(frame, scale)), _resize(background, scale))
            for scale in (_SEARCH_SCALES if search else _TRACK_SCALES)
        }
        tolerances = _TOLERANCES if search else _TRACK_TOLERANCES
        current_cost = self._cost(plate, frame, edges, self.homography)
        best, best_cost = self.homography, current_cost
        for start, scales in self._starts(plate, frame, background, search):
            candidate = start
            for scale in scales:
                refined, deviation_px = self._samples[scale].refine(
                    *pyramid[scale], rescale(candidate, scale), tolerances
                )
                candidate = rescale(refined, 1 / scale)
            shift_px = corner_shift_px(candidate, self._size)
            change_px = corner_shift_px(candidate @ np.linalg.inv(self.homography), self._size)
            if (
                deviation_px > _MAX_DEVIATION_PX
                or not shift_px < _MAX_SHIFT * self._size.width
                or change_px < _MIN_CHANGE_PX
            ):
                continue
            cost = self._cost(plate, frame, edges, candidate)
            enough = _ENOUGH_GAIN_FAR if change_px > _FAR_PX else _ENOUGH_GAIN
            if cost < min(best_cost, enough * current_cost):
                best, best_cost = candidate, cost
        is_new = best is not self.homography
        self.homography = best
        return is_new

    def _starts(
        self, plate: GrayImage, frame: GrayImage, background: GrayImage, search: bool
    ) -> Iterator[tuple[Homography, tuple[float, ...]]]:
        """Where to start from, and the scales to go through from there."""
        if not search:
            yield self.homography, _TRACK_SCALES
            return
        yield self.homography, _SEARCH_SCALES
        if not self.is_identity:
            yield np.eye(3), _SEARCH_SCALES
        matched = _match_features(plate, frame, background)
        if matched is not None:
            yield matched, (*_SEARCH_SCALES[1:], *_TRACK_SCALES)

    def _cost(self, plate: GrayImage, frame: GrayImage, edges: GrayImage, homography: Homography) -> float:
        """Mean difference in grey levels along the frame's edges."""
        warped = cv2.warpPerspective(
            plate, homography, self._size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        # Blurred, or else the noise that interpolation smooths away would speak for any homography but the identity.
        difference = cv2.absdiff(cv2.blur(warped, (3, 3)), cv2.blur(frame, (3, 3)))
        return float(cv2.mean(np.minimum(difference, _MAX_DIFFERENCE), edges)[0])


def corner_shift_px(homography: Homography, size: FrameSize) -> float:
    """Largest movement of the picture's four corners, in pixels."""
    w, h = size.width - 1, size.height - 1
    corners = np.array(((0, 0), (w, 0), (0, h), (w, h)), np.float64)
    return float(np.linalg.norm(_transform(homography, corners) - corners, axis=-1).max())


def rescale(homography: Homography, scale: float) -> Homography:
    """The same homography for pictures resized by `scale`."""
    to_new = np.array(((scale, 0, (scale - 1) / 2), (0, scale, (scale - 1) / 2), (0, 0, 1)))
    scaled = to_new @ homography @ np.linalg.inv(to_new)
    scaled /= scaled[2, 2]
    return scaled


def _transform(homography: Homography, points: Points) -> Points:
    projected = points @ homography[:, :2].T + homography[:, 2]
    transformed: Points = projected[:, :2] / projected[:, 2:]
    return transformed


def _resize(picture: GrayImage, scale: float) -> GrayImage:
    if scale == 1:
        return picture
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    small: GrayImage = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small


def _detail(picture: GrayImage) -> FloatArray:
    """Grey levels less their local mean, slightly blurred so that they are near linear within a pixel."""
    smooth = cv2.GaussianBlur(picture.astype(np.float32), (5, 5), 1.0)
    detail: FloatArray = smooth - cv2.blur(smooth, _LOCAL_MEAN)
    return detail


def _sample(picture: npt.NDArray[np.generic], x: FloatArray, y: FloatArray) -> FloatArray:
    """Bilinear values at (N,) coordinates, N < 32768 (the widest picture that cv2.remap makes)."""
    sampled: FloatArray = cv2.remap(picture, x[None], y[None], cv2.INTER_LINEAR)[0]
    return sampled


def _strongest_per_cell(strength: FloatArray, cell: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """x and y of the strongest pixel in each square of `cell` pixels, where it stands out of noise."""
    rows, columns = strength.shape[0] // cell, strength.shape[1] // cell
    squares = strength[: rows * cell, : columns * cell].reshape(rows, cell, columns, cell).swapaxes(1, 2)
    cells = squares.reshape(rows * columns, cell * cell)
    best, number = cells.argmax(1), np.arange(rows * columns)
    strong = cells[number, best] > _MIN_GRADIENT
    x, y = number % columns * cell + best % cell, number // columns * cell + best // cell
    return x[strong], y[strong]


def _edge_weight(frame: GrayImage, background: GrayImage) -> GrayImage:
    """255 at the frame's edges in the background: only there does a shift of the plate show."""
    gradient = cv2.morphologyEx(cv2.blur(frame, (3, 3)), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    edges: GrayImage = np.where((gradient > 12) & (background > 0), np.uint8(255), np.uint8(0))
    return edges


def _match_features(plate: GrayImage, frame: GrayImage, background: GrayImage) -> Homography | None:
    """A rough homography for large movements, from ORB features of half-size pictures."""
    orb = cv2.ORB.create(2000, fastThreshold=10)
    plate_keys, plate_codes = orb.detectAndCompute(_resize(plate, 0.5), None)
    frame_keys, frame_codes = orb.detectAndCompute(_resize(frame, 0.5), _resize(background, 0.5))
    if plate_codes is None or frame_codes is None:
        return None
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(plate_codes, frame_codes)
    if len(matches) < 20:
        return None
    source = np.array([plate_keys[match.queryIdx].pt for match in matches])
    target = np.array([frame_keys[match.trainIdx].pt for match in matches])
    homography, inliers = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 2.0, maxIters=2000)
    if homography is None or inliers.sum() < 12:
        return None
    return rescale(homography, 2)
