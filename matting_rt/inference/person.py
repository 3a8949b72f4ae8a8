"""Tells people from room in single pictures, without a plate: the person network on the CPU, without PyTorch."""

import cv2
import numpy as np

from matting_rt.errors import FrameShapeError
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.sessions import OnnxRuntimeSession
from matting_rt.model_files import read_verified, released_folder

NAME = "person"
"""Of the files in `models/`."""
_TRAINED_WIDTH = 256
_USUAL_MEAN = 110.0
_BRIGHT = 235.0
"""Levels that the mean and the brightest of a dim picture are raised to."""
_MOST_GAIN = 8.0
MULTIPLE = 16
"""Of the sides of what the network sees."""


class PersonNetwork:
    """Tells people from room in single pictures, without a plate.

    It holds nothing from picture to picture, and may be asked from any thread.
    """

    def __init__(self, width: int = 288) -> None:
        """
        Args:
            width: pixels of the longer side of what the network sees. 256 finds people as large as before a webcam;
                more finds smaller ones and takes longer, but people who fill the picture get holes: in a white shirt
                in too much light at 320, in any at 480.

        Raises:
            WeightsError: the network's file is missing or damaged.
        """
        self._width = width
        content = read_verified(released_folder() / f"{NAME}.onnx")
        # it runs beside other work, which one thread is enough for; OpenVINO takes longer for something this small
        self._session = OnnxRuntimeSession(content, threads=1)

    def find(self, image: Image) -> FloatMap:
        """Where people are in a picture.

        Args:
            image: uint8 (H, W, 3) RGB of any size.

        Returns:
            float32 (h, w) 0..1, how sure it is that a person is there, of `map_size(...)`: small, and no matte.

        Raises:
            FrameShapeError: the picture is not RGB, or empty.
        """
        if image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
            raise FrameShapeError(
                "people are looked for in RGB pictures (H, W, 3), not in one of {shape}", shape=image.shape
            )
        size = FrameSize(image.shape[1], image.shape[0])
        width = max(_TRAINED_WIDTH, min(self._width, max(size)))  # enlarging adds nothing to be seen
        return self.run(_brighten(_shrink(image, map_size(size, width))))

    def run(self, small: Image) -> FloatMap:
        """What the network makes of a picture as it is, uint8 (h, w, 3) RGB with sides that are multiples of 16."""
        src = np.empty((1, 3, *small.shape[:2]), np.float32)
        np.divide(small.transpose(2, 0, 1), np.float32(255), out=src[0])
        (person,) = self._session.run({"src": src})
        found: FloatMap = person[0, 0]
        return found


def _brighten(small: Image) -> Image:
    """The same picture in usual light: at a seventh of its light the network finds a fifth less of a person."""
    sample = small[::4, ::4]
    mean, bright = float(sample.mean()), float(np.percentile(sample, 95))
    gain = min(_MOST_GAIN, _USUAL_MEAN / max(mean, 1), _BRIGHT / max(bright, 1))
    return small if gain <= 1 else cv2.convertScaleAbs(small, alpha=gain)


def map_size(size: FrameSize, width: int) -> FrameSize:
    """Of the person map of frames of `size`: about `width` on the longer side, and about as wide to high as they."""
    scale = width / max(size)
    return FrameSize(*(max(1, round(side * scale / MULTIPLE)) * MULTIPLE for side in size))


def _shrink(image: Image, size: FrameSize) -> Image:
    """The picture at `size`, its pixels averaged.

    Halved first as often as can be, without a last odd row or column: OpenCV halves so fast that from 1920x1080 all of
    it takes 1.3 ms instead of 5.8.
    """
    while image.shape[1] >= 2 * size.width and image.shape[0] >= 2 * size.height:
        half = FrameSize(image.shape[1] // 2, image.shape[0] // 2)
        image = cv2.resize(image[: 2 * half.height, : 2 * half.width], half, interpolation=cv2.INTER_AREA)
    # INTER_AREA averages what it makes smaller, but only repeats the pixels of what it enlarges.
    method = cv2.INTER_AREA if size.width <= image.shape[1] else cv2.INTER_LINEAR
    small: Image = cv2.resize(np.ascontiguousarray(image), size, interpolation=method)
    return small
