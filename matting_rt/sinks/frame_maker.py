"""Pictures of any kind of numbers as FFmpeg's frames, in the pixel format of an encoding."""

from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from matting_rt.frame import Colours, DeepImage, Image
from matting_rt.media.encodings import Depth, Encoding
from matting_rt.pictures.depth import SWSCALE_WHITE
from matting_rt.sinks.stored_pictures import BITS, finish_picture, to_depth

_SCALE = (*(3 * (SWSCALE_WHITE / 65535,)), 1.0)
"""Of colours and alpha, so that what swscale makes of white is white."""
_TAGS = {
    Colours.BT709: (ColorPrimaries.BT709, ColorTrc.BT709),
    Colours.HLG: (ColorPrimaries.BT2020, ColorTrc.ARIB_STD_B67),
    Colours.PQ: (ColorPrimaries.BT2020, ColorTrc.SMPTE2084),
    Colours.LINEAR: (ColorPrimaries.BT709, ColorTrc.LINEAR),
}


class FrameMaker:
    """Makes FFmpeg's frames of the pictures of an output."""

    def __init__(self, encoding: Encoding, colours: Colours, matrix: Colorspace | None = None) -> None:
        """`matrix`: of YUV of BT.709 colours, in place of BT.709's own, where nothing tells the reader."""
        self._encoding, self._colours, self._matrix = encoding, colours, matrix
        self._reformatter = VideoReformatter()

    @property
    def colorspace(self) -> int:
        """The matrix by which the stored colours are made of RGB, by FFmpeg's number; those of swscale agree."""
        if not self._encoding.pixel_format.startswith("yuv"):
            return 0  # AVCOL_SPC_RGB
        is_wide = self._encoding.colours_of(self._colours) in (Colours.HLG, Colours.PQ)
        return int(Colorspace.BT2020 if is_wide else self._matrix or Colorspace.ITU709)

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
            if depth is Depth.SIXTEEN:
                pixels = cv2.multiply(pixels, _SCALE)
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
        bits = BITS[self._encoding.depth]
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
