"""What a media file holds, as plain data for a report."""

from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from matting_rt.media.files import choose_video_stream, open_media, read_tags

# ITU-T H.273, which FFmpeg's numbers follow.
_PRIMARIES = {1: "BT.709", 4: "BT.470 M", 5: "BT.601 (625)", 6: "BT.601 (525)", 9: "BT.2020", 11: "DCI P3", 12: "P3"}
_TRANSFERS = {
    **{1: "BT.709", 4: "gamma 2.2", 5: "gamma 2.8", 6: "BT.601", 7: "SMPTE 240M", 8: "linear", 13: "sRGB"},
    **{14: "BT.2020, 10 bit", 15: "BT.2020, 12 bit", 16: "PQ (HDR)", 18: "HLG (HDR)"},
}
_MATRICES = {0: "RGB", 1: "BT.709", 5: "BT.601", 6: "BT.601", 7: "SMPTE 240M", 9: "BT.2020", 10: "BT.2020, constant"}
_RANGES = {1: "limited", 2: "full"}
UNTAGGED = "not tagged"


def read_facts(path: Path, stream: int | None = None) -> dict[str, Any]:
    """What a file says of its video and its audio.

    Args:
        stream: of its video streams, see `choose_video_stream`.

    Returns:
        "container", "duration_s", "video" (duration where it has one of its own, codec, pixel format, size, rate, tags
        of colour), and "audio", a list with codec, rate, channels and language of each track.

    Raises:
        MattingError: it is no video.
    """
    with open_media(path) as container:
        return {
            "container": container.format.name,
            "duration_s": None if container.duration is None else round(container.duration / av.time_base, 3),
            "video": _video(choose_video_stream(container, path, stream)),
            "audio": [_audio(audio) for audio in container.streams.audio],
        }


def _video(stream: VideoStream) -> dict[str, Any]:
    # An unknown codec has no context, whatever PyAV's types say.
    context = getattr(stream, "codec_context", None)
    if context is None:
        return {"codec": "unknown"}
    return {
        **_duration(stream),
        "codec": stream.codec.canonical_name,
        "pixel_format": context.pix_fmt,
        "size": f"{context.width}x{context.height}",
        "rate_fps": round(float(stream.average_rate), 3) if stream.average_rate else None,
        "primaries": _PRIMARIES.get(context.color_primaries, UNTAGGED),
        "transfer": _TRANSFERS.get(context.color_trc, UNTAGGED),
        "matrix": _MATRICES.get(context.colorspace, UNTAGGED),
        "range": _RANGES.get(context.color_range, UNTAGGED),
    }


def _duration(stream: VideoStream | AudioStream) -> dict[str, float]:
    """The stream's own; nothing where the file does not tell it."""
    if stream.duration is None or not stream.time_base:
        return {}
    return {"duration_s": round(float(stream.duration * stream.time_base), 3)}


def _audio(stream: AudioStream) -> dict[str, Any]:
    language = read_tags(stream).get("language")
    if getattr(stream, "codec_context", None) is None:
        return {"codec": "unknown", "language": language}
    return {
        **_duration(stream),
        "codec": stream.codec.canonical_name,
        "rate_hz": stream.rate,
        "channels": stream.layout.name,
        "language": language,
    }
