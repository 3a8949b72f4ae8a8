"""Pictures of any kind of numbers, as an encoding stores them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from matting_rt.frame import Colours, DeepImage, Image
from matting_rt.media.encodings import AlphaMode, Depth, Encoding
from matting_rt.pictures.depth import to_floats, white_of
from matting_rt.pictures.transfer import from_light, to_light

BITS = {Depth.EIGHT: 8, Depth.TEN: 10, Depth.TWELVE: 12, Depth.SIXTEEN: 16}


def finish_picture(image: Image | DeepImage, encoding: Encoding, colours: Colours) -> Image | DeepImage:
    """A picture in the colours that are stored, and with its alpha as it is stored.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA with straight alpha; uint8 (which is BT.709 always), uint16
            or float32.
        colours: of the stream's deep pictures.
    """
    if encoding.is_grey:
        return image
    source = Colours.BT709 if image.dtype == np.uint8 else colours
    stored = encoding.colours_of(source)
    colour, alpha = (image[..., :3], image[..., 3:]) if encoding.has_alpha else (image, None)
    if stored is not source:
        colour = to_light(colour) if stored is Colours.LINEAR else from_light(to_floats(colour))
        alpha = None if alpha is None else to_floats(alpha)
    if alpha is None:
        return colour
    if encoding.alpha_mode is AlphaMode.PREMULTIPLIED:
        colour = _times(colour, alpha)
    elif colour is image[..., :3]:
        return image
    whole: Image | DeepImage = np.concatenate([colour, alpha], axis=2)
    return whole


def _times(colour: Image | DeepImage, alpha: Image | DeepImage) -> Image | DeepImage:
    if colour.dtype == np.float32:
        return np.asarray(colour * alpha, np.float32)
    most = white_of(colour)
    product = colour.astype(np.uint32) * alpha
    return _whole((product + most // 2) // most, most)


def to_pixels(image: Image | DeepImage, encoding: Encoding, colours: Colours) -> npt.NDArray[Any]:
    """As `finish_picture`, in the numbers that an image file of the encoding holds: uint8, uint16, float16, float32."""
    pixels = to_depth(finish_picture(image, encoding, colours), encoding.depth)
    return pixels.astype(np.float16) if encoding.depth is Depth.HALF else pixels


def to_depth(image: Image | DeepImage, depth: Depth) -> npt.NDArray[Any]:
    """Rounded to the levels of a depth: uint8, uint16 of as many bits, or float32, 0..1, where values beyond stay."""
    if depth.is_float:
        return to_floats(image)
    most = 2 ** BITS[depth] - 1
    if image.dtype == np.float32:
        return _whole(np.rint(np.nan_to_num(image).clip(0, 1) * most), most)
    own = white_of(image)
    return image if own == most else _whole((image.astype(np.uint32) * most + own // 2) // own, most)


def _whole(levels: npt.NDArray[Any], most: int) -> npt.NDArray[Any]:
    return levels.astype(np.uint8 if most == 255 else np.uint16)
