"""The plate fitted to each frame of a stream: right size, aligned, in the frame's light, and of the same scene."""

from collections.abc import Callable

import cv2
import numpy as np
import torch
from torch import Tensor

from matting_rt.config import PlateConfig
from matting_rt.errors import PlateMismatchError
from matting_rt.frame import Frame, FrameSize, Image
from matting_rt.plate.align import Aligner, GrayImage, Homography, corner_shift_px, rescale
from matting_rt.plate.base import PlateFitter
from matting_rt.plate.compensate import BoolMap, FloatImage, Light, fit_light, same_light
from matting_rt.plate.match import SceneMatch, match_scene
from matting_rt.plate.store import Plate
from matting_rt.tensors import to_tensor

_LIGHT_WIDTH = 96
_MATCH_WIDTH = 320
_ALIGN_WIDTH = 1280
"""Widths of the small pictures on which light, scene and alignment are estimated, in pixels."""
_ALIGN_EVERY_S = 0.5
_ALIGN_AGAIN_S = 0.1
"""Stream time between two alignments, as a rule and where the background has come to differ."""
_FIRST_SEARCHES = 3
"""The first alignments search from afar: the very first does not know yet where the person is."""
_LIGHT_JUMP = 4 / 255
"""A change of light from here on is followed at once; a smaller one, noise or drift, is smoothed over frames."""
_LIGHT_SMOOTHING = 0.15
_LIGHT_STEP = 0.5 / 255
"""The tensor is made anew when the light has changed this much; less is not seen."""
_PERSON_STRIDE = 8
_PERSON_ALPHA = 0.05
_MIN_BACKGROUND = 0.1
"""Share of the picture; an alpha that leaves less is not believed."""
_DARK_FRAME = 0.03
"""Mean of a frame (0..1) that is too dark, as when a film fades in, to tell whether it shows the plate's scene."""


class FittedPlate(PlateFitter):
    """One plate for all frames of a stream.

    Where the aligned plate does not reach the border of the frame, its edge pixels are repeated: the frame's own border
    would declare there, wrongly, that no person is in front.
    """

    def __init__(self, plate: Plate, config: PlateConfig, scene: str = "the frames") -> None:
        """
        Args:
            plate: at any size; resized to the frames'.
            config: which of check, alignment and compensation are done.
            scene: what messages call the frames, e.g. the video's file name.
        """
        self._plate = plate
        self._config = config
        self._scene = scene
        self._size: FrameSize | None = None
        self._person: Tensor | None = None

    def fit(self, frame: Frame, src: Tensor) -> Tensor:
        if frame.size != self._size:
            self._start(frame.size)
        small = _shrink(frame.image, _LIGHT_WIDTH)
        background = self._background()
        self._follow_light(small, background)
        if self._config.align and self._is_alignment_due(frame.time_s, small, background):
            self._align(frame, small, background)
        if self._config.check and not self._is_matched and small.mean() > _DARK_FRAME:
            self._check_scene(frame.image)
        return self._to_bgr(src)

    def observe(self, pha: Tensor) -> None:
        # A sparse sample, still on the device: it is fetched when the next frame asks, without waiting for this one.
        self._person = pha[0, 0, ::_PERSON_STRIDE, ::_PERSON_STRIDE] > _PERSON_ALPHA

    def report(self) -> dict[str, object]:
        if self._size is None:
            return {}
        return {
            "shift_px": round(self.shift_px, 2),
            "gain": [round(float(gain), 4) for gain in self.light.gain],
            "bias": [round(float(bias), 4) for bias in self.light.bias],
            "same_scene": self._match.is_same_scene if self._match else None,
        }

    @property
    def shift_px(self) -> float:
        """How far alignment moves the plate: the largest movement of its corners, in pixels of the frame."""
        return corner_shift_px(self._homography, self._size) if self._size else 0.0

    @property
    def light(self) -> Light:
        """What compensation does to the plate's colours."""
        return self._light if self._config.compensate and self._size else same_light()

    def _start(self, size: FrameSize) -> None:
        """Forget everything: the first frame of a stream, or of another size."""
        self._image = self._plate.resized(size).image
        self._size = size
        self._scale = min(1.0, _ALIGN_WIDTH / size.width)
        self._aligner = Aligner(_grey(self._image, self._scale))
        self._alignments = 0
        self._aligned_s = 0.0
        self._residual = 0.0
        self._light = same_light()
        self._person = None
        self._match: SceneMatch | None = None
        self._is_matched = False
        self._warp(np.eye(3))

    def _background(self) -> BoolMap:
        """(H, W) of the small picture: where the plate reaches and no person was in the last frame."""
        if self._person is None:
            return self._covered
        person = self._person.to("cpu", torch.uint8).numpy()
        person = cv2.dilate(person, np.ones((3, 3), np.uint8))
        height, width = self._covered.shape
        person = cv2.resize(person, (width, height), interpolation=cv2.INTER_NEAREST)
        background: BoolMap = self._covered & (person == 0)
        return background if background.mean() > _MIN_BACKGROUND else self._covered

    def _follow_light(self, small: FloatImage, background: BoolMap) -> None:
        fitted = fit_light(small, self._small, background, self._light)
        if fitted is not None:
            change = self._light.distance(fitted) / _LIGHT_JUMP
            self._light = self._light.toward(fitted, min(1.0, max(_LIGHT_SMOOTHING, change)))

    def _is_alignment_due(self, time_s: float, small: FloatImage, background: BoolMap) -> bool:
        if self._alignments == 0:
            return True
        passed_s = abs(time_s - self._aligned_s)
        return passed_s >= _ALIGN_EVERY_S or (
            passed_s >= _ALIGN_AGAIN_S and self._has_come_to_differ(small, background)
        )

    def _has_come_to_differ(self, small: FloatImage, background: BoolMap) -> bool:
        return self._measure_residual(small, background) > 1.5 * self._residual + 0.004

    def _measure_residual(self, small: FloatImage, background: BoolMap) -> float:
        """Mean difference (0..1) between frame and plate in the background."""
        difference = np.abs(small - self._light.apply(self._small)).mean(-1)
        return float(np.minimum(difference, 0.1)[background].mean())

    def _align(self, frame: Frame, small: FloatImage, background: BoolMap) -> None:
        grey = _grey(frame.image, self._scale)
        seen: GrayImage = cv2.resize(
            background.astype(np.uint8) * 255, grey.shape[::-1], interpolation=cv2.INTER_NEAREST
        )
        levels = np.arange(256) * self._light.gain.mean() + 255 * self._light.bias.mean()
        search = self._alignments < _FIRST_SEARCHES or self._has_come_to_differ(small, background)
        if self._aligner.align(grey, seen, np.clip(levels, 0, 255).astype(np.uint8), search):
            self._warp(rescale(self._aligner.homography, 1 / self._scale))
            background = background & self._covered
            self._follow_light(small, background)
        self._alignments += 1
        self._aligned_s = frame.time_s
        self._residual = self._measure_residual(small, background)

    def _check_scene(self, image: Image) -> None:
        """Judge once, on the first frame that can be judged."""
        covered = self._find_covered(_MATCH_WIDTH)
        plate = self._light.apply(_shrink(self._warped, _MATCH_WIDTH))
        self._match = match_scene(_shrink(image, _MATCH_WIDTH), plate, covered)
        self._is_matched = self._match.is_same_scene
        if not self._is_matched:
            raise PlateMismatchError(
                f"The plate {self._plate.name} does not show the scene of {self._scene}: this looks like a backdrop, "
                "not a plate; give the same view from the same camera without the person as the plate"
            )

    def _warp(self, homography: Homography) -> None:
        """Take a homography (in pixels of the frame) and make all that follows from it."""
        assert self._size is not None
        self._homography = homography
        self._warped = self._image
        if not np.array_equal(homography, np.eye(3)):
            self._warped = cv2.warpPerspective(
                self._image, homography, self._size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            )
        self._small = _shrink(self._warped, _LIGHT_WIDTH)
        self._covered = self._find_covered(_LIGHT_WIDTH)
        self._warped_tensor: Tensor | None = None

    def _find_covered(self, width: int) -> BoolMap:
        """Where the aligned plate has a picture of its own, on the small picture of this width."""
        assert self._size is not None
        reached = cv2.warpPerspective(np.full(self._image.shape[:2], 255, np.uint8), self._homography, self._size)
        covered: BoolMap = _shrink(reached, width) > 0.99
        return covered

    def _to_bgr(self, src: Tensor) -> Tensor:
        """The aligned plate in the frame's light, made anew only where one of the two has changed."""
        base = self._warped_tensor
        if base is None or base.device != src.device or base.dtype != src.dtype:
            base = self._warped_tensor = to_tensor(self._warped, src.device, src.dtype)
            self._bgr, self._bgr_light = base, same_light()
        if self._bgr_light.distance(self.light) > _LIGHT_STEP:
            gain, bias = (torch.from_numpy(values).to(base).view(1, 3, 1, 1) for values in self.light)
            self._bgr, self._bgr_light = torch.addcmul(bias, base, gain).clamp_(0, 1), self.light
        return self._bgr


class PlatePerImage(PlateFitter):
    """For pictures that are no stream: each is fitted from scratch, and may have a plate of its own."""

    def __init__(self, choose: Callable[[Frame], Plate], config: PlateConfig) -> None:
        """`choose` gives the plate of a frame; what it raises goes through."""
        self._choose = choose
        self._config = config
        self._fitted: FittedPlate | None = None

    def fit(self, frame: Frame, src: Tensor) -> Tensor:
        self._fitted = FittedPlate(self._choose(frame), self._config, frame.name or f"frame {frame.index}")
        return self._fitted.fit(frame, src)

    def observe(self, pha: Tensor) -> None:
        """Nothing: the next picture is another one."""

    def report(self) -> dict[str, object]:
        return self._fitted.report() if self._fitted else {}


def _shrink(image: Image, width: int) -> FloatImage:
    """(H, W, ...) to float 0..1 at about `width`; never enlarged."""
    # By a whole factor, less a remainder at the right and lower border: OpenCV is several times faster at that.
    factor = max(1, round(image.shape[1] / width))
    size = (image.shape[1] // factor, image.shape[0] // factor)
    cropped = image[: size[1] * factor, : size[0] * factor]
    small: FloatImage = cv2.resize(cropped, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return small


def _grey(image: Image, scale: float) -> GrayImage:
    if scale < 1:
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    grey: GrayImage = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return grey
