"""Pictures to the packets of a video stream, through FFmpeg."""

from collections.abc import Sequence

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.outputs import COMPOSITE, Output
from matting_rt.sinks.encodings import Encoding
from matting_rt.sinks.tracks import Packet

DEFAULT_CRF = 18
"""Constant rate factor of H.264; at 18 the loss is not seen."""

_GREY_TO_LUMA = np.round(16 + np.arange(256) * (219 / 255)).astype(np.uint8)
"""Grey levels 0..255 to limited-range luma 16..235."""
_NEUTRAL_CHROMA = 128


class VideoEncoder:
    """A video stream of a container that is being written: pictures in, its packets out.

    Colours are BT.709 limited range, converted and tagged. H.264 stores colour for 2x2 pixels, so an odd width or
    height grows by one column or row, a copy of the last: nothing is cut off.
    """

    def __init__(
        self,
        container: OutputContainer,
        encoding: Encoding,
        info: StreamInfo,
        *,
        output: Output = COMPOSITE,
        has_alpha: bool = False,
        crf: int = DEFAULT_CRF,
    ) -> None:
        """Add the stream to `container`, whose header is not yet written.

        Args:
            info: of the pictures; they have one size.
            output: which of the pictures of each frame they are.
            has_alpha: they are RGBA, and `encoding` holds that.
            crf: constant rate factor of H.264 and VP9: less is better and bigger; ProRes has none.

        Raises:
            av.FFmpegError: the container or the encoder does not take them.
        """
        assert info.size is not None, "pictures of one size"
        self.size = info.size
        self._encoding, self._output, self._has_alpha = encoding, output, has_alpha
        self._coded_size = self.size
        if encoding.has_even_size:
            self._coded_size = FrameSize(*(side + side % 2 for side in self.size))
        self._time_base = info.time_base
        self._duration = max(1, round(1 / (info.rate_fps * info.time_base)))
        self._reformatter = VideoReformatter()
        self.stream = self._add_stream(container, info, crf)

    @property
    def notes(self) -> Sequence[str]:
        """Lines on what is stored otherwise than it came."""
        if self._coded_size == self.size:
            return ()
        return (
            Line(
                "H.264 stores even sizes: {size} has become {coded_size}", size=self.size, coded_size=self._coded_size
            ),
        )

    def encode(self, image: Image, pts: int) -> list[Packet]:
        """
        Args:
            image: uint8 (H, W), (H, W, 3) RGB or (H, W, 4) RGBA with straight alpha, of `size`.
            pts: in units of the stream info's time base, later than the picture before.

        Returns:
            What the encoder is done with, in the order of `dts`: none, or pictures from before.

        Raises:
            av.FFmpegError: the encoder failed.
        """
        frame = self._to_video_frame(image)
        frame.pts, frame.time_base, frame.duration = pts, self._time_base, self._duration
        return self.stream.encode(frame)

    def flush(self) -> list[Packet]:
        """What the encoder still holds; no picture may follow. Raises av.FFmpegError."""
        return self.stream.encode(None)

    def _add_stream(self, container: OutputContainer, info: StreamInfo, crf: int) -> VideoStream:
        encoding = self._encoding
        options = dict(encoding.options)
        if encoding.codec != "prores_ks":
            options["crf"] = str(crf)
        stream = container.add_stream(encoding.codec, rate=info.rate_fps, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self._coded_size
        stream.pix_fmt = encoding.pixel_format
        stream.thread_type = "AUTO"  # PyAV's own choice, slices, makes H.264 bigger.
        context = stream.codec_context
        context.time_base = info.time_base
        # The values of AVColorSpace and of swscale agree for BT.709.
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG
        return stream

    def _to_video_frame(self, image: Image) -> av.VideoFrame:
        rows, columns = self._coded_size.height - image.shape[0], self._coded_size.width - image.shape[1]
        if rows or columns:
            image = np.pad(image, ((0, rows), (0, columns), (0, 0))[: image.ndim], mode="edge")
        if self._output.is_grey:
            return _grey_frame(image)
        rgb = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(image), "rgba" if self._has_alpha else "rgb24")
        return self._reformatter.reformat(
            rgb,
            format=self._encoding.pixel_format,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            # Each of swscale's threads converts a band of rows. Into planes of 10 bits it writes up to 16 pixels past
            # the end of a row, and so, where rows are no multiple of 16 long, over the first ones of the next band.
            threads=1 if "10" in self._encoding.pixel_format else 0,
        )


def _grey_frame(image: Image) -> av.VideoFrame:
    """uint8 (H, W) as yuv420p; by table, because swscale's own way from grey is off by up to 4 levels."""
    frame = av.VideoFrame(image.shape[1], image.shape[0], "yuv420p")
    luma, *chroma = (np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size) for plane in frame.planes)
    luma[: image.shape[0], : image.shape[1]] = _GREY_TO_LUMA[image]
    for plane in chroma:
        plane[:] = _NEUTRAL_CHROMA
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    return frame
