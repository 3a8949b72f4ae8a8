"""Video files, opened so that FFmpeg reads the file that was named and nothing else.

FFmpeg follows playlists and lists to any other file and address, whatever the list is called; some of its "formats" are
devices, and some read every file whose name fits a pattern.
"""

import sys
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from matting_rt.errors import ConfigError, SourceFormatError, SourceNotFoundError, unreadable
from matting_rt.files import check_file
from matting_rt.frame import FrameSize
from matting_rt.lines import Line
from matting_rt.media.encodings import PIPE, RawVideo
from matting_rt.pictures.files import check_size

MAX_FRAME_PIXELS = 8192 * 8192
"""Of a video; a decoder holds up to twenty frames, and the largest that are in use have 8K in both directions."""

HD_LINES = 720
"""From here on players take untagged video for BT.709, and below for BT.601."""

_DEMUXERS = (
    *("asf", "avi", "dv", "flv", "ivf", "matroska", "mov", "mpeg", "mpegts", "mxf", "nut", "ogg"),
    *("av1", "h264", "hevc", "m4v", "mjpeg", "mpegvideo", "obu", "vvc", "yuv4mpegpipe"),
    *("apng", "bmp_pipe", "dpx_pipe", "exr_pipe", "gif", "hdr_pipe", "j2k_pipe", "jpeg_pipe", "jpegxl_anim"),
    *("jpegxl_pipe", "pbm_pipe", "pgm_pipe", "png_pipe", "ppm_pipe", "psd_pipe", "qoi_pipe", "tiff_pipe", "webp_pipe"),
    *("aac", "aiff", "flac", "mp3", "wav"),
)
"""By FFmpeg's names: containers, bare streams, single pictures, and audio, of which we say that it is only audio. None
of them reads another file."""
_OPTIONS = {
    "format_whitelist": ",".join(_DEMUXERS),
    "protocol_whitelist": "file",
    "max_pixels": str(MAX_FRAME_PIXELS),
}
# Tags may be in any encoding. PyAV below 19 has to be told; from 19 on it keeps their bytes, see `read_tags`.
_TAGS: dict[str, Any] = {"metadata_errors": "replace"} if hasattr(InputContainer, "metadata_errors") else {}


def open_media(path: Path, raw: RawVideo | None = None) -> InputContainer:
    """Open a video or audio file, or what another program writes to standard input, see `PIPE`.

    Args:
        raw: how raw video on standard input is to be read; None: it is in a container, which tells.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceFormatError: it is not an ordinary file, holds no media, or leads to other files.
        SourceError: it cannot be read.
    """
    if str(path) == PIPE:
        return _open_pipe(raw)
    try:
        is_empty = check_file(path) == 0
    except FileNotFoundError:
        raise SourceNotFoundError("there is no video {path}; check its name", path=path) from None
    except OSError as error:
        raise unreadable(path, error) from error
    if is_empty:
        raise SourceFormatError("{path} is empty; copy or record it again", path=path)
    try:
        # An absolute path, because FFmpeg takes "take:2.mp4" for an address.
        container: InputContainer = av.open(str(path.absolute()), options=_OPTIONS, **_TAGS)
        return container
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise unreadable(path, error) from error
        raise SourceFormatError(
            "{path} is not a video that can be read (not a video file, a list of other files, or its "
            "recording or copy was cut short)",
            path=path,
        ) from error


def read_tags(holder: InputContainer | Stream) -> dict[str, str]:
    """The tags of a file or of one of its streams; what is not UTF-8 in them is replaced by �."""

    def readable(text: str) -> str:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    return {readable(key): readable(text) for key, text in holder.metadata.items()}


class _CountedPipe:
    """What another program writes, and how many bytes of it were read."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self.count = 0

    def read(self, size: int) -> bytes:
        content = self._pipe.read(size)
        self.count += len(content)
        return content


def breaks_off(container: InputContainer, end: int) -> bool:
    """Whether Y4M, once all of it was read, ends inside a frame; `end` is where the last whole one does.

    Other containers tell how long they are meant to be.
    """
    if container.format.name != "yuv4mpegpipe":
        return False
    pipe = getattr(container.file, "file", None)
    return end < (pipe.count if isinstance(pipe, _CountedPipe) else container.size)


def _open_pipe(raw: RawVideo | None) -> InputContainer:
    options = dict(_OPTIONS)
    if raw is not None:
        options |= {"video_size": str(raw.size), "pixel_format": raw.pixel_format, "framerate": str(raw.rate_fps)}
        options["format_whitelist"] = "rawvideo"
    try:
        pipe = sys.stdin.buffer if sys.stdin.buffer.seekable() else _CountedPipe(sys.stdin.buffer)
        container: InputContainer = av.open(
            pipe, "r", format=None if raw is None else "rawvideo", options=options, **_TAGS
        )
        return container
    except (av.FFmpegError, ValueError) as error:
        if raw is not None:
            raise SourceFormatError(
                "standard input cannot be read as {size}, {rate} fps, {pixel_format}: {reason}",
                size=raw.size,
                rate=raw.rate_fps,
                pixel_format=raw.pixel_format,
                reason=error,
            ) from error
        raise SourceFormatError(
            "standard input is not a video that can be read; for raw video give --size, --rate and --pixel-format"
        ) from error


def limit_frames(stream: VideoStream, path: Path) -> None:
    """Have the decoder refuse frames that are too large, whatever the container says of them.

    Raises:
        SourceFormatError: the container says so already.
    """
    context = stream.codec_context
    check_size(FrameSize(context.width, context.height), path, MAX_FRAME_PIXELS)
    context.options = {**context.options, "max_pixels": str(MAX_FRAME_PIXELS)}


def left_out(path: Path) -> list[str]:
    """A line where a file holds more than pictures, for an output that holds nothing else. Raises SourceError."""
    with open_media(path) as container:
        kinds = [
            name
            for name, held in (
                ("audio", container.streams.audio),
                ("subtitles", container.streams.subtitles),
                ("chapters", container.chapters()),
            )
            if held
        ]
    if not kinds:
        return []
    return [Line("{path}: {kinds} left out: the output holds pictures alone", path=path, kinds=", ".join(kinds))]


def list_video_streams(container: InputContainer) -> list[VideoStream]:
    """Those that move: the picture on the cover of a song is a video stream to FFmpeg, too."""
    return [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]


def choose_video_stream(container: InputContainer, path: Path, number: int | None = None) -> VideoStream:
    """The video stream that is meant.

    Args:
        number: of the video streams, from 0; None: the largest of those that the file calls its default, or of all
            where it names none.

    Raises:
        SourceFormatError: there is no video.
        ConfigError: there is no video stream of this number.
    """
    streams = list_video_streams(container)
    if not streams:
        holds = Line("only audio") if container.streams.audio else Line("no video")
        raise SourceFormatError("{path} holds {holds}; give a file with a video stream", path=path, holds=holds)
    if number is not None:
        if not 0 <= number < len(streams):
            raise ConfigError(
                "{path} has no video stream {number}; they are counted from 0 to {last}",
                path=path,
                number=number,
                last=len(streams) - 1,
            )
        return streams[number]
    return max(streams, key=lambda stream: (bool(stream.disposition & Disposition.default), _pixels(stream)))


def _pixels(stream: VideoStream) -> int:
    # An unknown codec has no context, whatever PyAV's types say.
    context = getattr(stream, "codec_context", None)
    return context.width * context.height if context is not None else 0
