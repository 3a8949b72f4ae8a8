"""Pictures to the packets of a video stream, through FFmpeg."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from matting_rt.frame import DeepImage, FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.media.encodings import Encoder, Encoding
from matting_rt.sinks.frame_maker import FrameMaker
from matting_rt.sinks.tracks import Packet

log = logging.getLogger(__name__)

os.environ.setdefault("SVT_LOG", "1")  # SVT-AV1 would put its settings on the terminal, by no other switch


class VideoEncoder:
    """A video stream of a container that is being written: pictures in, its packets out.

    Colours are converted to what the encoding stores, and tagged; YUV has a limited range, as players expect. Where the
    codec stores colour for 2x2 pixels, an odd width or height grows by one column or row, a copy of the last: nothing
    is cut off.
    """

    def __init__(self, container: OutputContainer, encoding: Encoding, info: StreamInfo) -> None:
        """Add the stream to `container`, whose header is not yet written.

        Args:
            info: of the pictures; they have one size.

        Raises:
            av.FFmpegError: the container or the encoder does not take them.
        """
        assert info.size is not None, "pictures of one size"
        self.size = info.size
        self._encoding = encoding
        self._coded_size = self.size
        self._time_base = info.time_base
        self._duration = max(1, round(1 / (info.rate_fps * info.time_base)))
        self._frames = FrameMaker(encoding, info.colours)
        self._first_pts, self._last_pts = sys.maxsize, 0
        self._notes: list[str] = []
        if encoding.codec.has_even_size:
            self._coded_size = FrameSize(*(side + side % 2 for side in self.size))
        if self._coded_size != self.size:
            self._notes.append(
                Line(
                    "{codec} stores even sizes: {size} has become {coded_size}",
                    codec=encoding.codec.label,
                    size=self.size,
                    coded_size=self._coded_size,
                )
            )
        encoder = self._choose(info)
        self._pixel_format = self._format_of(encoder)
        self.stream = self._add_stream(container, encoder, info)

    @property
    def notes(self) -> Sequence[str]:
        """Lines on what is stored otherwise than it came, or was asked for."""
        return self._notes

    def encode(self, image: Image | DeepImage, pts: int) -> list[Packet]:
        """
        Args:
            image: (H, W), (H, W, 3) RGB or (H, W, 4) RGBA with straight alpha, of `size`; uint8, uint16 or float32.
            pts: in units of the stream info's time base, later than the picture before.

        Returns:
            What the encoder is done with, in the order of `dts`: none, or pictures from before.

        Raises:
            av.FFmpegError: the encoder failed.
        """
        rows, columns = self._coded_size.height - image.shape[0], self._coded_size.width - image.shape[1]
        whole: Any = image
        if rows or columns:
            whole = np.pad(image, ((0, rows), (0, columns), (0, 0))[: image.ndim], mode="edge")
        frame = self._frames.make(whole, self._pixel_format)
        frame.pts, frame.time_base, frame.duration = pts, self._time_base, self._duration
        self._first_pts, self._last_pts = min(self._first_pts, pts), pts
        return [*self.stream.encode(frame)]

    def flush(self) -> list[Packet]:
        """What the encoder still holds; no picture may follow. Raises av.FFmpegError."""
        packets = [*self.stream.encode(None)]
        # Of a video that is shorter than what x265 looks ahead, it gives all packets now, and `dts` out of memory that
        # it never wrote.
        earliest = 2 * self._first_pts - self._last_pts - self._duration
        if any(packet.dts is None or not earliest <= packet.dts <= (packet.pts or 0) for packet in packets):
            for place, packet in enumerate(packets, 1 - len(packets)):
                packet.dts = self._first_pts + place * self._duration
        return packets

    def _choose(self, info: StreamInfo) -> Encoder:
        """The first encoder that opens; the last is not tried, so that what is wrong with it is raised."""
        *tried, last = self._encoding.encoders
        for encoder in tried:
            try:
                context = av.CodecContext.create(encoder.name, "w")
                assert isinstance(context, av.VideoCodecContext)
                context.width, context.height = self._coded_size
                context.pix_fmt = self._format_of(encoder)
                context.time_base, context.framerate = info.time_base, info.rate_fps
                context.options = self._encoding.options_for(encoder)
                context.open()
            except (av.FFmpegError, ValueError) as error:  # a codec that this FFmpeg lacks is a ValueError
                log.debug("%s does not open: %s", encoder.name, error)
                continue
            return encoder
        if tried:
            self._notes.append(
                Line(
                    "no hardware here encodes {codec}; {encoder} does",
                    codec=self._encoding.codec.label,
                    encoder=last.name,
                )
            )
        return last

    def _format_of(self, encoder: Encoder) -> str:
        return encoder.formats.get(self._encoding.depth, self._encoding.pixel_format)

    def _add_stream(self, container: OutputContainer, encoder: Encoder, info: StreamInfo) -> VideoStream:
        options: Mapping[str, str] = self._encoding.options_for(encoder)
        stream = container.add_stream(encoder.name, rate=info.rate_fps, options=dict(options))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self._coded_size
        stream.pix_fmt = self._pixel_format
        stream.thread_type = "AUTO"  # PyAV's own choice, slices, makes H.264 bigger.
        context = stream.codec_context
        context.time_base = info.time_base
        if self._encoding.codec.tag and self._encoding.container.name in ("mp4", "mov"):
            context.codec_tag = self._encoding.codec.tag
        context.colorspace = self._frames.colorspace
        context.color_primaries, context.color_trc = self._frames.tags
        context.color_range = self._frames.color_range
        return stream
