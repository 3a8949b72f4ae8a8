"""Single tracks of audio and subtitles on their way from a file into another: copied, or re-encoded."""

import io
import logging
from abc import ABC, abstractmethod
from typing import Any, TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Stream
from av.subtitles.stream import SubtitleStream

from matting_rt.lines import Line
from matting_rt.media.encodings import PCM, AudioCodecs
from matting_rt.media.files import read_tags

log = logging.getLogger(__name__)

Packet: TypeAlias = "av.Packet[Any]"
"""Of whatever kind of stream."""

_BITS_PER_CHANNEL = {"aac": 128_000, "libopus": 96_000}
"""At these rates the codecs are transparent to most ears."""
_PCM_OF_FORMAT = {"u8": "pcm_s16le", "s16": "pcm_s16le", "s32": "pcm_s32le", "flt": "pcm_f32le", "dbl": "pcm_f64le"}
_COMMON_LAYOUT = {"5.0(side)": "5.0", "5.1(side)": "5.1"}
"""Where the speakers stand a little differently, and encoders know only one of the two: no audio changes."""
_LAYOUT_OF_COUNT = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
"""Where a file does not say where its speakers stand."""
_QUICKTIME_LANGUAGES = {
    **{"sqi": "alb", "hye": "arm", "eus": "baq", "mya": "bur", "zho": "chi", "nld": "dut", "kat": "geo", "deu": "ger"},
    **{"ell": "gre", "isl": "ice", "mkd": "mac", "msa": "may", "bod": "tib", "cym": "wel"},
    **{"fre": "fra", "cze": "ces", "rum": "ron", "slo": "slk"},
    **{"swe": "sve", "nob": "nor", "fas": "iri", "per": "iri", "hrv": "hr ", "srp": "sr ", "pan": "pa ", "fao": "fo "},
}
"""What FFmpeg calls languages of .mov, of those that have other names in ISO 639-2, or two; it leaves others out."""
_PASSING_TAGS = frozenset(
    {"encoder", "duration", "bps", "number_of_frames", "number_of_bytes", "vendor_id", "timecode", "rotate"}
)
"""Tags that tell of how the file was written, not of what is in it; in lower case."""


class Track(ABC):
    """One track of the output."""

    damaged_count = 0
    """Packets that could not be decoded."""

    @abstractmethod
    def convert(self, packet: Packet, shift: int) -> list[Packet]:
        """Packets for the output, `shift` units of the packet's time base earlier."""

    def flush(self) -> list[Packet]:
        return []


class CopiedTrack(Track):
    """Packets as they are."""

    def __init__(self, stream: Stream, output: OutputContainer) -> None:
        self._stream = output.add_stream_from_template(stream)
        describe(self._stream, stream)
        self._may_repeat_times = isinstance(stream, SubtitleStream)
        self._last_dts: int | None = None

    def convert(self, packet: Packet, shift: int) -> list[Packet]:
        assert packet.dts is not None
        least = packet.dts if self._may_repeat_times else packet.dts - 1
        if self._last_dts is not None and least < self._last_dts:
            return []  # Out of order in the source: containers refuse it, and players would skip it.
        self._last_dts = packet.dts
        packet.dts -= shift
        if packet.pts is not None:
            packet.pts -= shift
        packet.stream = self._stream
        return [packet]


class EncodedAudio(Track):
    """Re-encoded."""

    def __init__(self, stream: AudioStream, output: OutputContainer, codec: str) -> None:
        if codec == PCM:
            codec = _PCM_OF_FORMAT.get(stream.format.name.removesuffix("p"), "pcm_s32le")
        self._source: AudioStream = stream
        self._rate_hz = _choose_rate(codec, stream.rate)
        self._layout = _choose_layout(codec, self._rate_hz, stream)
        encoded = output.add_stream(codec, rate=self._rate_hz)
        assert isinstance(encoded, AudioStream)
        self._stream = encoded
        context = encoded.codec_context
        context.layout = self._layout
        if codec in _BITS_PER_CHANNEL:
            context.bit_rate = context.channels * _BITS_PER_CHANNEL[codec]
        describe(self._stream, stream)

    @property
    def change(self) -> str:
        """What becomes of the audio, for a person."""
        old, new = self._source, self._stream
        was, becomes = _codec_text(old), _codec_text(new)
        is_exact = becomes == "PCM"
        if old.channels != new.channels:
            was, becomes, is_exact = f"{was}, {old.layout.name}", f"{becomes}, {self._layout}", False
        if old.rate != self._rate_hz:
            was, becomes, is_exact = f"{was}, {old.rate} Hz", f"{becomes}, {self._rate_hz} Hz", False
        if is_exact:
            return Line("{was} becomes {becomes}, without loss", was=was, becomes=becomes)
        return Line("{was} becomes {becomes}", was=was, becomes=becomes)

    def convert(self, packet: Packet, shift: int) -> list[Packet]:
        try:
            frames = self._source.decode(packet)
        except av.FFmpegError as error:
            log.debug("a damaged piece of audio is left out: %s", error)
            self.damaged_count += 1
            return []
        encoded: list[Packet] = []
        for frame in frames:
            if frame.pts is not None:
                frame.pts -= shift
            encoded += self._stream.encode(frame)
        return encoded

    def flush(self) -> list[Packet]:
        return [*self._stream.encode(None)]


class EncodedSubtitles(Track):
    """Text in another container's way of storing it."""

    def __init__(self, stream: SubtitleStream, output: OutputContainer, codec: str) -> None:
        self._source = stream
        encoded = output.add_stream(codec)
        assert isinstance(encoded, SubtitleStream)
        self._stream = encoded
        stream.codec_context.open(strict=False)
        encoded.codec_context.subtitle_header = stream.codec_context.subtitle_header
        assert stream.time_base
        encoded.codec_context.time_base = stream.time_base
        describe(encoded, stream)

    def convert(self, packet: Packet, shift: int) -> list[Packet]:
        try:
            subtitle = self._source.decode2(packet)
            if subtitle is None or not len(subtitle) or packet.pts is None:
                return []  # The time between two lines.
            encoded = self._stream.codec_context.encode_subtitle(subtitle)
        except av.FFmpegError as error:
            log.debug("a damaged subtitle is left out: %s", error)
            self.damaged_count += 1
            return []
        encoded.pts = encoded.dts = packet.pts - shift
        encoded.duration, encoded.time_base, encoded.stream = packet.duration, packet.time_base, self._stream
        return [encoded]


def describe(new: Stream, old: Stream) -> None:
    """What a track is called, its language and what it is for."""
    new.metadata.update(track_tags(read_tags(old), new.container.format.name))
    new.disposition = old.disposition


def track_tags(tags: dict[str, str], container_format: str) -> dict[str, str]:
    """The tags of a track that still hold in another file, as its container has them."""
    kept = lasting_tags(tags)
    if container_format in ("mov", "mp4") and "title" in kept:
        kept["handler_name"] = kept["title"]  # their only name of a track
    if container_format == "mov" and kept.get("language") in _QUICKTIME_LANGUAGES:
        kept["language"] = _QUICKTIME_LANGUAGES[kept["language"]]
    return kept


def lasting_tags(tags: dict[str, str]) -> dict[str, str]:
    """Tags that still hold in another file."""
    return {
        key: text
        for key, text in tags.items()
        if key.lower() not in _PASSING_TAGS and not key.startswith("_STATISTICS")
    }


def is_copied(stream: Stream, container_format: str, codecs: AudioCodecs | None = None) -> bool:
    """Whether a track goes into a container as it is; of audio, only of `codecs`.

    The muxer itself is asked, by a header written to memory.
    """
    if codecs is not None and codecs.copied is not None and stream.codec.canonical_name not in codecs.copied:
        return False
    with io.BytesIO() as memory:
        try:
            with av.open(memory, "w", format=container_format) as trial:
                trial.add_stream_from_template(stream)
                trial.start_encoding()
        except (av.FFmpegError, ValueError):
            return False
    return True


def _choose_rate(codec: str, rate_hz: int) -> int:
    known = av.Codec(codec, "w").audio_rates
    if not known or rate_hz in known:
        return rate_hz
    return min((rate for rate in known if rate >= rate_hz), default=max(known))


def _choose_layout(codec: str, rate_hz: int, stream: AudioStream) -> str:
    """The source's own channels, or stereo where the encoder does not know them."""
    own = _COMMON_LAYOUT.get(stream.layout.name, stream.layout.name)
    if own.endswith(" channels"):
        own = _LAYOUT_OF_COUNT.get(stream.channels, own)
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, av.AudioCodecContext)
    formats = context.codec.audio_formats
    try:
        context.sample_rate, context.layout = rate_hz, own
        context.format = formats[0] if formats else stream.format
        context.open()
    except (av.FFmpegError, ValueError):
        return "stereo"
    return own


def _codec_text(stream: Stream) -> str:
    name = stream.codec.canonical_name
    return "PCM" if name.startswith("pcm_") else {"opus": "Opus", "vorbis": "Vorbis"}.get(name, name.upper())
