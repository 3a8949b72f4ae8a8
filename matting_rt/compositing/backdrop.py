"""What a person is put in front of, one picture a frame."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.errors import SourceFormatError
from matting_rt.frame import Frame, Image
from matting_rt.tensors import to_tensor

REFERENCE_LINES = 720
"""Blur is given in pixels of frames of this height, so that it looks the same at any size."""
_TIME_SLACK_S = 1e-3
"""Times of equal frames differ by rounding; a picture may be this early."""


class Backdrop(ABC):
    """Gives the backdrop of every frame. Used from one thread, the matting thread."""

    @abstractmethod
    def tgt(self, bgr: Tensor, time_s: float) -> Tensor | None:
        """The backdrop behind one frame.

        Args:
            bgr: (1, 3, H, W) RGB 0..1, the plate as fitted to this frame; it also says size, device and precision.
            time_s: the frame's presentation time.

        Returns:
            (1, 3, H, W) RGB 0..1, not to be written into; None where the composite is to be transparent.
        """


class TransparentBackdrop(Backdrop):
    """Nothing at all."""

    def tgt(self, bgr: Tensor, time_s: float) -> None:
        return None


class ColourBackdrop(Backdrop):
    """One colour everywhere."""

    def __init__(self, colour: tuple[int, int, int]) -> None:
        """`colour` is RGB 0..255."""
        self._colour = colour

    def tgt(self, bgr: Tensor, time_s: float) -> Tensor:
        levels = torch.tensor(self._colour, device=bgr.device, dtype=bgr.dtype).div_(255)
        return levels.view(1, 3, 1, 1).expand_as(bgr)


class ImageBackdrop(Backdrop):
    """A picture that covers the frame without distortion, see `cover`."""

    def __init__(self, image: Image) -> None:
        """`image` is uint8 (H, W, 3) RGB."""
        self._image = image
        self._covered: Tensor | None = None

    def tgt(self, bgr: Tensor, time_s: float) -> Tensor:
        if self._covered is None or not _is_alike(self._covered, bgr):
            self._covered = cover(self._image, bgr)
        return self._covered


class VideoBackdrop(Backdrop):
    """A video that covers the frame, at its own speed whatever the frames' rate, and from its start again at its end.

    It starts with the first frame. Times are meant to rise; where they step back, it starts again.
    """

    def __init__(self, open_frames: Callable[[], Iterator[Frame]]) -> None:
        """`open_frames` gives the video's frames from its start; called once for every loop."""
        self._open_frames = open_frames
        self._frames: Iterator[Frame] = iter(())
        self._current: Frame | None = None
        self._next: Frame | None = None
        self._covered: Tensor | None = None
        self._shift_s = 0.0
        """What to subtract from a frame's time to have the video's, in this loop."""
        self._start_s = 0.0
        """The time of the video's first picture."""
        self._interval_s = math.inf
        """How long the picture before the current one was shown; a video of one picture shows it for ever."""

    def tgt(self, bgr: Tensor, time_s: float) -> Tensor:
        before = self._current
        current = self._advance(time_s)
        if self._covered is None or current is not before or not _is_alike(self._covered, bgr):
            self._covered = cover(current.image, bgr)
        return self._covered

    def _advance(self, time_s: float) -> Frame:
        """Go on to the picture that is shown at `time_s`."""
        current = self._current
        if current is None or time_s - self._shift_s < self._start_s - _TIME_SLACK_S:
            current = self._rewind(time_s)
        while True:
            video_s = time_s - self._shift_s + _TIME_SLACK_S
            if self._next is not None:
                if self._next.time_s > video_s:
                    break
                self._interval_s = self._next.time_s - current.time_s
                current, self._next = self._next, self._read()
            else:
                length_s = current.time_s + self._interval_s - self._start_s
                loops = math.floor((video_s - self._start_s) / length_s)
                if loops < 1:
                    break
                current = self._rewind(self._shift_s + self._start_s + loops * length_s)
        self._current = current
        return current

    def _rewind(self, time_s: float) -> Frame:
        """Open the video so that its first picture falls on `time_s`."""
        self._frames = self._open_frames()
        first = next(self._frames, None)
        if first is None:
            raise SourceFormatError("the backdrop video holds no picture; choose another")
        self._start_s = first.time_s
        self._shift_s = time_s - first.time_s
        self._interval_s = math.inf
        self._next = self._read()
        return first

    def _read(self) -> Frame | None:
        return next(self._frames, None)


class BlurredPlateBackdrop(Backdrop):
    """The plate, blurred by a Gaussian: a room out of focus, without the halo that blurring the frame itself leaves.

    Blurred on a coarse grid, where a wide Gaussian costs little: the plate may change with every frame's light.
    """

    def __init__(self, sigma: float) -> None:
        """`sigma` is the standard deviation in pixels of a frame of `REFERENCE_LINES`."""
        self._sigma = sigma

    def tgt(self, bgr: Tensor, time_s: float) -> Tensor:
        height, width = bgr.shape[2:]
        sigma = self._sigma * height / REFERENCE_LINES
        step = max(1, min(round(sigma / 1.5), height // 4, width // 4))
        if step == 1:
            return _blur(bgr, sigma)
        # Averaging over cells and interpolating between them blur too: variances of 1/12 and 1/6 of a cell's.
        coarse_sigma = math.sqrt((sigma / step) ** 2 - 1 / 12 - 1 / 6)
        coarse = F.interpolate(bgr, size=(math.ceil(height / step), math.ceil(width / step)), mode="area")
        return F.interpolate(_blur(coarse, coarse_sigma), size=(height, width), mode="bilinear")


def cover(image: Image, like: Tensor) -> Tensor:
    """Scale a picture so that it covers a frame, the overhang cut evenly at both sides, never stretched.

    Args:
        image: uint8 (h, w, 3) RGB.
        like: (1, 3, H, W), whose size, device and precision the result gets.

    Returns:
        (1, 3, H, W) RGB 0..1.
    """
    height, width = like.shape[2:]
    kept_height = min(image.shape[0], max(1, round(image.shape[1] * height / width)))
    kept_width = min(image.shape[1], max(1, round(image.shape[0] * width / height)))
    top, left = (image.shape[0] - kept_height) // 2, (image.shape[1] - kept_width) // 2
    kept = image[top : top + kept_height, left : left + kept_width]
    if kept.shape[:2] != (height, width):
        # In bytes and channels last, for which PyTorch has a fast path on CPUs.
        levels = torch.from_numpy(kept.copy()).permute(2, 0, 1).unsqueeze(0)
        levels = F.interpolate(levels, size=(height, width), mode="bilinear", antialias=True)
        kept = levels[0].permute(1, 2, 0).numpy()
    return to_tensor(kept, like.device, like.dtype).contiguous()


def _is_alike(tensor: Tensor, other: Tensor) -> bool:
    return tensor.shape == other.shape and tensor.device == other.device and tensor.dtype == other.dtype


def _blur(picture: Tensor, sigma: float) -> Tensor:
    """Gaussian blur of (1, 3, H, W) along both axes; the edge pixels go on for ever."""
    radius = math.ceil(3 * sigma)
    offsets = torch.arange(-radius, radius + 1, device=picture.device, dtype=torch.float32)
    weights = torch.exp(offsets.square() / (-2 * sigma * sigma))
    kernel = (weights / weights.sum()).to(picture.dtype).expand(3, 1, 1, -1)
    picture = F.conv2d(F.pad(picture, (radius, radius, 0, 0), mode="replicate"), kernel, groups=3)
    return F.conv2d(F.pad(picture, (0, 0, radius, radius), mode="replicate"), kernel.transpose(2, 3), groups=3)
