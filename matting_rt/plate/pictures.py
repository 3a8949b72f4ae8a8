"""Small pictures, on which plates and frames are compared."""

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatImage, FloatMap, FrameSize, Image
from matting_rt.plate.align import GrayImage


def shrink(image: Image, width: int) -> FloatImage:
    """(H, W, ...) to float 0..1 at about `width`; never enlarged."""
    # By a whole factor, less a remainder at the right and lower border: OpenCV is several times faster at that. And by
    # two first, which it is again several times faster at; that rounds to bytes twice, by half a level at most.
    factor = max(1, round(image.shape[1] / width))
    if factor > 3:
        factor = round(image.shape[1] / width / 2)
        half = (image.shape[1] // 2, image.shape[0] // 2)
        image = cv2.resize(image[: 2 * half[1], : 2 * half[0]], half, interpolation=cv2.INTER_AREA)
    size = (image.shape[1] // factor, image.shape[0] // factor)
    cropped = image[: size[1] * factor, : size[0] * factor]
    small: FloatImage = cv2.resize(cropped, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return small


def distance(one: FloatImage, other: FloatImage) -> FloatMap:
    """(h, w) the largest difference of two small pictures in any channel."""
    red, green, blue = cv2.split(cv2.absdiff(one, other))  # numpy takes ten times as long for a maximum of three
    largest: FloatMap = cv2.max(cv2.max(red, green), blue)
    return largest


def shrink_map(values: FloatMap, like: FloatImage) -> FloatMap:
    """(h, w) of any size to that of a small picture."""
    small: FloatMap = cv2.resize(values, like.shape[1::-1], interpolation=cv2.INTER_AREA)
    return small


def enlarge(cells: BoolMap, size: FrameSize) -> BoolMap:
    """Cells of a small picture that `shrink` made, as pixels of the pictures (of `size`) that it was made from."""
    factor = size.width // cells.shape[1]
    whole = cells.repeat(factor, 0).repeat(factor, 1)
    missing = ((0, max(0, size.height - whole.shape[0])), (0, max(0, size.width - whole.shape[1])))
    enlarged: BoolMap = np.pad(whole, missing, "edge")[: size.height, : size.width]
    return enlarged


def to_grey(image: Image, scale: float) -> GrayImage:
    """Grey levels (H, W) of a picture resized by `scale`, which is at most 1."""
    if scale < 1:
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    grey: GrayImage = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return grey
