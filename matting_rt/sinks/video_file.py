"""Matted frames as a video file, through FFmpeg."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError, MattingError, SinkError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.lines import Line
from matting_rt.outputs import COMPOSITE, Output
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sinks.companions import Companions
from matting_rt.sinks.encodings import GROWING, choose_encoding
from matting_rt.unfinished_file import UnfinishedFile, check_free, prepare_folder, sink_error

log = logging.getLogger(__name__)

DEFAULT_CRF = 18
"""Constant rate factor of H.264; at 18 the loss is not seen."""


_GREY_TO_LUMA = np.round(16 + np.arange(256) * (219 / 255)).astype(np.uint8)
"""Grey levels 0..255 to limited-range luma 16..235."""
_NEUTRAL_CHROMA = 128


class VideoFileSink(FrameSink):
    """One of the pictures of every frame as a video, with the audio of a file.

    The suffix chooses: .mp4, .m4v, .mov and .mkv hold H.264, .webm holds VP9; pictures with alpha go as ProRes 4444
    into .mov and as VP9 into .webm, alpha straight. Colours are BT.709 limited range, converted and tagged. H.264
    stores colour for 2x2 pixels, so an odd width or height grows by one column or row, a copy of the last: nothing is
    cut off. Frame times are kept, counted from the earliest frame or audio of `carry_from`, or from the first frame
    without one. A frame that is not later than the one before, such as one that a live output repeats, is left
    out: that one is shown the longer.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        output: Output = COMPOSITE,
        transparent: bool = False,
        carry_from: Path | str | None = None,
        carried_stream: int | None = None,
        overwrite: bool = False,
        crf: int = DEFAULT_CRF,
        is_live: bool = False,
    ) -> None:
        """
        Args:
            output: which one of the pictures to write.
            transparent: the composite is RGBA (of the other pictures it is known).
            carry_from: the file that the frames came from; all that it holds beside them comes along, see `Companions`.
            carried_stream: which video stream of it they came from, see `choose_video_stream`.
            overwrite: replace a file that exists.
            crf: constant rate factor of H.264 and VP9: less is better and bigger; ProRes has none.
            is_live: `finish` takes a moment, however long the video is; without, an .mp4, .m4v or .mov is written once
                more at its end, so that it begins to play before all of it was downloaded.

        Raises:
            ConfigError: the suffix is not known or cannot hold the picture, or the output is the input.
        """
        self._path = Path(path)
        self._output = output
        self._has_alpha = output.has_alpha or (output is COMPOSITE and transparent)
        self._encoding = choose_encoding(self._path, has_alpha=self._has_alpha)
        self._container_options = dict(self._encoding.container_options)
        if is_live and self._container_options:
            self._container_options = dict(GROWING)
        self._carry_from = Path(carry_from) if carry_from is not None else None
        self._carried_stream = carried_stream
        self._overwrite = overwrite
        self._crf = crf
        if self._carry_from is not None and self._carry_from.resolve() == self._path.resolve():
            raise ConfigError("{path} is the input; choose another name for the output", path=self._path)
        self._file: UnfinishedFile | None = None
        self._container: OutputContainer | None = None
        self._companions: Companions | None = None
        self._notes: list[str] = []
        self._reformatter = VideoReformatter()

    @property
    def notes(self) -> Sequence[str]:
        return self._notes

    def open(self, info: StreamInfo) -> None:
        if info.size is None:
            raise SinkError("{path} needs frames of one size; write pictures to a directory instead", path=self._path)
        check_free(self._path, overwrite=self._overwrite)
        prepare_folder(self._path.parent)
        self._size = info.size
        self._start_s: Fraction | None = None
        self._last_pts: int | None = None
        self._frame_duration = max(1, round(1 / (info.rate_fps * info.time_base)))
        self._file = UnfinishedFile(self._path)
        try:
            self._file.create()  # FFmpeg itself would find out at the first packet only
            self._container = av.open(
                str(self._file.path.absolute()),
                "w",
                format=self._encoding.container,
                container_options=self._container_options,
            )
            self._stream = self._add_video(self._container, info)
            if self._carry_from is not None:
                self._companions = Companions(
                    self._carry_from, self._carried_stream, self._container, self._stream, self._encoding, self._notes
                )
                self._start_s = self._companions.start_s
        except (av.FFmpegError, OSError) as error:
            self.abort()
            raise sink_error(self._path, error) from error
        except BaseException:
            self.abort()
            raise

    def write(self, frame: MattedFrame) -> None:
        image = frame.picture(self._output)
        if FrameSize(image.shape[1], image.shape[0]) != self._size:
            raise SinkError(
                "frame {index} is {width}x{height}, those before were {size}",
                index=frame.index,
                width=image.shape[1],
                height=image.shape[0],
                size=self._size,
            )
        if self._last_pts is not None and frame.pts <= self._last_pts:
            log.debug("frame %d is left out: it is not later than the one before", frame.index)
            return
        self._last_pts = frame.pts
        if self._start_s is None:
            self._start_s = frame.pts * frame.time_base
        picture = self._to_video_frame(image)
        picture.pts = frame.pts - round(self._start_s / frame.time_base)
        picture.time_base = frame.time_base
        picture.duration = self._frame_duration
        try:
            self._mux(picture)
        except (av.FFmpegError, OSError) as error:
            raise sink_error(self._path, error) from error

    def complete(self) -> None:
        if self._container is None:
            return
        try:
            self._mux(None)
            if self._companions is not None:
                self._companions.write_until(None)
            self._container.close()  # Writes what players need to find the frames, so it may fail like a write.
            self._container = None
            if self._companions is not None and self._file is not None:
                self._companions.check_tags(self._file.path)
            check_free(self._path, overwrite=self._overwrite)  # Again: it may have appeared while frames were written.
        except (av.FFmpegError, OSError) as error:
            self.abort()
            raise sink_error(self._path, error) from error
        except MattingError:
            self.abort()
            raise
        self._close_companions()

    def finish(self) -> None:
        assert self._file is not None, "open() comes first"
        self.complete()
        try:
            self._file.publish()
        except OSError as error:
            self.abort()
            raise sink_error(self._path, error) from error
        self._file = None

    def abort(self) -> None:
        if self._container is not None:
            container, self._container = self._container, None
            with suppress(av.FFmpegError, OSError):
                container.close()
        if self._file is not None:
            self._file.discard()
            self._file = None
        self._close_companions()

    def _close_companions(self) -> None:
        if self._companions is not None:
            self._companions.close()
            self._companions = None

    def _add_video(self, container: OutputContainer, info: StreamInfo) -> VideoStream:
        encoding = self._encoding
        options = dict(encoding.options)
        if encoding.codec != "prores_ks":
            options["crf"] = str(self._crf)
        stream = container.add_stream(encoding.codec, rate=info.rate_fps, options=options)
        assert isinstance(stream, VideoStream)
        self._coded_size = self._size
        if encoding.has_even_size:
            self._coded_size = FrameSize(*(side + side % 2 for side in self._size))
        if self._coded_size != self._size:
            self._notes.append(
                Line(
                    "{path}: H.264 stores even sizes: {size} has become {coded_size}",
                    path=self._path,
                    size=self._size,
                    coded_size=self._coded_size,
                )
            )
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

    def _mux(self, picture: av.VideoFrame | None) -> None:
        """Encode a picture, or what the encoder still holds, and the audio that belongs beside it."""
        assert self._container is not None, "open() comes first"
        for packet in self._stream.encode(picture):
            if self._companions is not None and packet.dts is not None:
                self._companions.write_until(float(packet.dts * packet.time_base))
            self._container.mux(packet)


def _grey_frame(image: Image) -> av.VideoFrame:
    """uint8 (H, W) as yuv420p; by table, because swscale's own way from grey is off by up to 4 levels."""
    frame = av.VideoFrame(image.shape[1], image.shape[0], "yuv420p")
    luma, *chroma = (np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size) for plane in frame.planes)
    luma[: image.shape[0], : image.shape[1]] = _GREY_TO_LUMA[image]
    for plane in chroma:
        plane[:] = _NEUTRAL_CHROMA
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    return frame
