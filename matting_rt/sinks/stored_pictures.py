"""Pictures of any kind of numbers, as an encoding stores them."""

from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from matting_rt.encodings import AlphaMode, Depth, Encoding
from matting_rt.frame import Colours, DeepImage, Image
from matting_rt.transfer import from_light, to_light

_BITS = {Depth.EIGHT: 8, Depth.TEN: 10, Depth.TWELVE: 12, Depth.SIXTEEN: 16}
_TAGS = {
    Colours.BT709: (ColorPrimaries.BT709, ColorTrc.BT709),
    Colours.HLG: (ColorPrimaries.BT2020, ColorTrc.ARIB_STD_B67),
    Colours.PQ: (ColorPrimaries.BT2020, ColorTrc.SMPTE2084),
    Colours.LINEAR: (ColorPrimaries.BT709, ColorTrc.LINEAR),
}


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
        colour = to_light(colour) if stored is Colours.LINEAR else from_light(_to_float(colour))
        alpha = None if alpha is None else _to_float(alpha)
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
    most = _most(colour)
    product = colour.astype(np.uint32) * alpha
    return _whole((product + most // 2) // most, most)


def to_depth(image: Image | DeepImage, depth: Depth) -> npt.NDArray[Any]:
    """Rounded to the levels of a depth: uint8, uint16 of as many bits, or float32, 0..1, where values beyond stay."""
    if depth.is_float:
        return _to_float(image)
    most = 2 ** _BITS[depth] - 1
    if image.dtype == np.float32:
        return _whole(np.rint(np.nan_to_num(image).clip(0, 1) * most), most)
    own = _most(image)
    return image if own == most else _whole((image.astype(np.uint32) * most + own // 2) // own, most)


def _to_float(image: Image | DeepImage) -> npt.NDArray[np.float32]:
    if image.dtype == np.float32:
        return np.asarray(image, np.float32)
    return np.asarray(image / np.float32(_most(image)), np.float32)


def _most(image: Image | DeepImage) -> int:
    """White, of whole numbers."""
    return 255 if image.dtype == np.uint8 else 65535


def _whole(levels: npt.NDArray[Any], most: int) -> npt.NDArray[Any]:
    return levels.astype(np.uint8 if most == 255 else np.uint16)


class FrameMaker:
    """Makes FFmpeg's frames of the pictures of an output."""

    def __init__(self, encoding: Encoding, colours: Colours) -> None:
        self._encoding, self._colours = encoding, colours
        self._reformatter = VideoReformatter()

    @property
    def colorspace(self) -> int:
        """The matrix by which the stored colours are made of RGB, by FFmpeg's number; those of swscale agree."""
        if not self._encoding.pixel_format.startswith("yuv"):
            return 0  # AVCOL_SPC_RGB
        is_wide = self._encoding.colours_of(self._colours) in (Colours.HLG, Colours.PQ)
        return int(Colorspace.BT2020 if is_wide else Colorspace.ITU709)

    @property
    def tags(self) -> tuple[ColorPrimaries, ColorTrc]:
        return _TAGS[self._encoding.colours_of(self._colours)]

    @property
    def color_range(self) -> ColorRange:
        return ColorRange.MPEG if self.colorspace else ColorRange.JPEG

    def make(self, image: Image | DeepImage, pixel_format: str) -> av.VideoFrame:
        """A frame of a picture, see `finish_picture`; the format is the encoding's, or what its encoder wants."""
        frame = self._convert(image, pixel_format)
        # Some encoders go by these, and not by those of the stream.
        frame.color_primaries, frame.color_trc = self.tags
        frame.colorspace, frame.color_range = self.colorspace, self.color_range
        return frame

    def _convert(self, image: Image | DeepImage, pixel_format: str) -> av.VideoFrame:
        image = finish_picture(image, self._encoding, self._colours)
        if not self.colorspace or self._encoding.is_grey:
            frame = self._exact(image)
        else:
            depth = Depth.EIGHT if image.dtype == np.uint8 else Depth.SIXTEEN
            names = ("rgb24", "rgba") if depth is Depth.EIGHT else ("rgb48le", "rgba64le")
            pixels = np.ascontiguousarray(to_depth(image, depth))
            frame = av.VideoFrame.from_numpy_buffer(pixels, names[self._encoding.has_alpha])
        if frame.format.name == pixel_format:
            return frame
        return self._reformatter.reformat(
            frame,
            format=pixel_format,
            dst_colorspace=Colorspace(self.colorspace) if self.colorspace else None,
            dst_color_range=self.color_range,
            # Each of swscale's threads converts a band of rows. Into planes of 10 bits it writes up to 16 pixels past
            # the end of a row, and so, where rows are no multiple of 16 long, over the first ones of the next band.
            threads=0 if self._encoding.depth is Depth.EIGHT else 1,
        )

    def _exact(self, image: Image | DeepImage) -> av.VideoFrame:
        """Of grey, or of RGB that stays RGB: swscale's own ways are off by up to 4 levels of 256."""
        encoding = self._encoding
        name = encoding.pixel_format
        pixels = to_depth(image, encoding.depth)
        if self.colorspace:
            return self._grey_frame(pixels)
        if encoding.is_grey and not name.startswith("gray"):
            pixels = np.repeat(pixels[..., None], 3, axis=2)
        if name == "bgr0":
            name = "rgb24"
        elif name in ("argb", "bgra"):
            name = "rgba"
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), name)

    def _grey_frame(self, grey: npt.NDArray[Any]) -> av.VideoFrame:
        """Levels as limited-range luma with neutral chroma."""
        bits = _BITS[self._encoding.depth]
        shift, most = 2 ** (bits - 8), 2**bits - 1
        table = np.round(16 * shift + np.arange(most + 1) * (219 * shift / most)).astype(grey.dtype)
        frame = av.VideoFrame(grey.shape[1], grey.shape[0], self._encoding.pixel_format)
        luma, *chroma = (
            np.frombuffer(memoryview(plane), grey.dtype).reshape(-1, plane.line_size // grey.itemsize)
            for plane in frame.planes
        )
        luma[: grey.shape[0], : grey.shape[1]] = table[grey]
        for plane in chroma:
            plane[:] = 128 * shift
        frame.colorspace, frame.color_range = self.colorspace, self.color_range
        return frame
