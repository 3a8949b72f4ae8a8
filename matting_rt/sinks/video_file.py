"""Matted frames as a video file, through FFmpeg."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError, SinkError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.lines import any_of
from matting_rt.outputs import COMPOSITE, Output
from matting_rt.sinks.audio_tracks import AudioTracks
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.unfinished_file import UnfinishedFile, check_free, prepare_folder, sink_error

log = logging.getLogger(__name__)

DEFAULT_CRF = 18
"""Constant rate factor of H.264; at 18 the loss is not seen."""


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How pictures are stored in files of a suffix."""

    container: str
    """FFmpeg's name of the container: the unfinished file's own suffix tells nothing."""
    codec: str
    pixel_format: str
    audio_codec: str
    """For audio that the container does not take as it is."""
    options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)


# "veryfast" costs a tenth more bytes than "medium" and a third of its time, which the network can use better.
_X264 = {"preset": "veryfast"}
# Constant quality needs a bit rate of 0; alternate reference frames cannot carry alpha.
_VP9 = {"b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1", "auto-alt-ref": "0"}
_FASTSTART = {"movflags": "+faststart"}
_GROWING = {"movflags": "+hybrid_fragmented", "frag_duration": "1000000"}
"""Instead, for files that must be whole at once whenever they end: what is there is never written again."""

_OPAQUE: dict[str, _Encoding] = {
    ".mp4": _Encoding("mp4", "libx264", "yuv420p", "aac", _X264, _FASTSTART),
    ".m4v": _Encoding("mp4", "libx264", "yuv420p", "aac", _X264, _FASTSTART),
    ".mov": _Encoding("mov", "libx264", "yuv420p", "aac", _X264, _FASTSTART),
    ".mkv": _Encoding("matroska", "libx264", "yuv420p", "aac", _X264),
    ".webm": _Encoding("webm", "libvpx-vp9", "yuv420p", "libopus", _VP9),
}
_TRANSPARENT: dict[str, _Encoding] = {
    ".mov": _Encoding(
        "mov", "prores_ks", "yuva444p10le", "aac", {"profile": "4444", "alpha_bits": "16", "vendor": "apl0"}, _FASTSTART
    ),
    ".webm": _Encoding("webm", "libvpx-vp9", "yuva420p", "libopus", _VP9),
}

_GREY_TO_LUMA = np.round(16 + np.arange(256) * (219 / 255)).astype(np.uint8)
"""Grey levels 0..255 to limited-range luma 16..235."""
_NEUTRAL_CHROMA = 128


class VideoFileSink(FrameSink):
    """One of the pictures of every frame as a video, with the audio of a file.

    The suffix chooses: .mp4, .m4v, .mov and .mkv hold H.264, .webm holds VP9; pictures with alpha go as ProRes 4444
    into .mov and as VP9 into .webm, alpha straight. Colours are BT.709 limited range, converted and tagged. H.264 and
    VP9 store colour for 2x2 pixels, so an odd width or height grows by one column or row, a copy of the last: nothing
    is cut off. Frame times are kept, counted from the earliest frame or audio of `audio_from`, or from the first
    frame without one. A frame that is not later than the one before, such as one that a live output repeats, is left
    out: that one is shown the longer.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        output: Output = COMPOSITE,
        transparent: bool = False,
        audio_from: Path | str | None = None,
        overwrite: bool = False,
        crf: int = DEFAULT_CRF,
        is_live: bool = False,
    ) -> None:
        """
        Args:
            output: which one of the pictures to write.
            transparent: the composite is RGBA (of the other pictures it is known).
            audio_from: a file whose audio tracks are copied, the one the frames came from.
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
        self._encoding = _choose_encoding(self._path, self._has_alpha)
        self._container_options = dict(self._encoding.container_options)
        if is_live and self._container_options:
            self._container_options = dict(_GROWING)
        self._audio_from = Path(audio_from) if audio_from is not None else None
        self._overwrite = overwrite
        self._crf = crf
        if self._audio_from is not None and self._audio_from.resolve() == self._path.resolve():
            raise ConfigError("{path} is the input; choose another name for the output", path=self._path)
        self._file: UnfinishedFile | None = None
        self._container: OutputContainer | None = None
        self._audio: AudioTracks | None = None
        self._reformatter = VideoReformatter()

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
            if self._audio_from is not None:
                self._audio = AudioTracks(self._audio_from, self._container, self._encoding.audio_codec)
                self._start_s = self._audio.start_s
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
            if self._audio is not None:
                self._audio.write_until(None)
            self._container.close()  # Writes what players need to find the frames, so it may fail like a write.
            self._container = None
            check_free(self._path, overwrite=self._overwrite)  # Again: it may have appeared while frames were written.
        except (av.FFmpegError, OSError) as error:
            self.abort()
            raise sink_error(self._path, error) from error
        except SinkError:
            self.abort()
            raise
        self._close_audio()

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
        self._close_audio()

    def _close_audio(self) -> None:
        if self._audio is not None:
            self._audio.close()
            self._audio = None

    def _add_video(self, container: OutputContainer, info: StreamInfo) -> VideoStream:
        encoding = self._encoding
        options = dict(encoding.options)
        if encoding.codec != "prores_ks":
            options["crf"] = str(self._crf)
        stream = container.add_stream(encoding.codec, rate=info.rate_fps, options=options)
        assert isinstance(stream, VideoStream)
        self._coded_size = self._size
        if "420" in encoding.pixel_format:
            self._coded_size = FrameSize(*(side + side % 2 for side in self._size))
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
            if self._audio is not None and packet.dts is not None:
                self._audio.write_until(float(packet.dts * packet.time_base))
            self._container.mux(packet)


def _choose_encoding(path: Path, has_alpha: bool) -> _Encoding:
    suffix = path.suffix.lower()
    if suffix not in _OPAQUE:
        raise ConfigError(
            "{path} cannot be written: the name must end in one of {suffixes}", path=path, suffixes=", ".join(_OPAQUE)
        )
    if not has_alpha:
        return _OPAQUE[suffix]
    if suffix not in _TRANSPARENT:
        raise ConfigError(
            "{path} cannot hold transparency; let the name end in {suffixes}", path=path, suffixes=any_of(_TRANSPARENT)
        )
    return _TRANSPARENT[suffix]


def _grey_frame(image: Image) -> av.VideoFrame:
    """uint8 (H, W), both even, as yuv420p; by table, because swscale's own way from grey is off by up to 4 levels."""
    height, width = image.shape
    planes = np.full((height * 3 // 2, width), _NEUTRAL_CHROMA, dtype=np.uint8)
    planes[:height] = _GREY_TO_LUMA[image]
    frame = av.VideoFrame.from_ndarray(planes, "yuv420p")
    frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
    return frame
