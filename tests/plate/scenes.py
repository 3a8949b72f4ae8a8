"""Rooms, people and cameras drawn for the tests of the plate."""

from fractions import Fraction

import cv2
import numpy as np

from matting_rt.frame import Frame, FrameSize, Image

SIZE = FrameSize(640, 360)


def paint_room(seed: int, size: FrameSize = SIZE) -> Image:
    """A wall with things on it: rectangles at every scale, lightly textured."""
    rng = np.random.default_rng(seed)
    width, height = size
    image = np.full((height, width, 3), rng.uniform(120, 190, 3), np.float32)
    image *= np.linspace(0.85, 1.1, width, dtype=np.float32)[:, None]
    for _ in range(45):
        x, y = rng.integers(0, width), rng.integers(0, height)
        w, h = rng.integers(8, width // 4), rng.integers(8, height // 3)
        image[y : y + h, x : x + w] = rng.uniform(40, 210) + rng.uniform(-25, 25, 3)
    texture = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 2)
    return to_levels(cv2.GaussianBlur(image + 20 * texture[..., None], (0, 0), 0.8))


def paint_wall(size: FrameSize = SIZE) -> Image:
    """A bare white wall, a little darker to one side."""
    row = np.linspace(225, 190, size.width, dtype=np.float32)
    return to_levels(np.broadcast_to(row[None, :, None], (size.height, size.width, 3)))


def put_person(image: Image, share: float) -> tuple[Image, np.ndarray]:
    """A figure with a striped shirt over `share` of the picture, and its alpha (H, W) 0..1."""
    height, width = image.shape[:2]
    alpha = np.zeros((height, width), np.float32)
    body = share * width
    left, right = int((width - body) / 2), int((width + body) / 2)
    alpha[height // 12 :, left:right] = 1
    stripes = 60 + 90 * (np.arange(height) // 9 % 2)
    figure = np.broadcast_to(stripes[:, None, None] * np.array((0.6, 0.8, 1.0)), image.shape)
    return to_levels(np.where(alpha[..., None] > 0, figure, image)), alpha


def move(image: Image, homography: np.ndarray) -> Image:
    """The picture as a camera sees it that was moved by `homography`."""
    size = (image.shape[1], image.shape[0])
    return cv2.warpPerspective(image, homography, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def movement(shift_px: tuple[float, float], degrees: float, zoom: float, size: FrameSize = SIZE) -> np.ndarray:
    """A turn and zoom about the centre, then a shift."""
    matrix = cv2.getRotationMatrix2D(((size.width - 1) / 2, (size.height - 1) / 2), degrees, zoom)
    return np.vstack((matrix, (0, 0, 1))) + np.array(((0, 0, shift_px[0]), (0, 0, shift_px[1]), (0, 0, 0)))


def expose(image: Image, gain: tuple[float, float, float], seed: int = 0, noise: float = 2.0) -> Image:
    """The picture under another light, with fresh noise."""
    rng = np.random.default_rng(seed)
    return to_levels(image * np.array(gain) + rng.normal(0, noise, image.shape))


def to_levels(values: np.ndarray) -> Image:
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)


def as_frame(image: Image, index: int = 0, rate_fps: int = 10) -> Frame:
    return Frame(image, index, index, Fraction(1, rate_fps))
