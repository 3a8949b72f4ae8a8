"""Audio on its way from a source file into an output file, beside the pictures."""

import io
import logging
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer

from matting_rt.lines import Line
from matting_rt.media_files import open_media

log = logging.getLogger(__name__)

_REENCODED_BITS_PER_CHANNEL = 96_000
"""AAC and Opus are transparent to most ears at this rate."""
_OPUS_RATE_HZ = 48_000
"""Opus knows 8, 12, 16, 24 and 48 kHz only."""


class AudioTracks:
    """Every audio track of a file: copied where the output's container takes its codec, else encoded anew.

    Times keep their distance to the pictures of the same file: all are moved by `start_s`.
    """

    def __init__(self, path: Path, output: OutputContainer, fallback_codec: str) -> None:
        """Add the tracks to `output`, whose header is not yet written.

        Raises:
            SourceError: `path` cannot be read.
            av.FFmpegError: the output does not take them.
        """
        self._path = path
        self._input = open_media(path)
        self._output = output
        self._tracks: dict[int, _Track] = {}
        for stream in self._input.streams.audio:
            if getattr(stream, "codec_context", None) is None:  # An unknown codec, whatever PyAV's types say.
                log.warning(Line("{path}: an audio track of an unknown kind is left out", path=path))
            elif _is_accepted(stream, output.format.name):
                self._tracks[stream.index] = _CopiedTrack(stream, output)
            else:
                log.info("%s: audio is converted from %s to %s", path, stream.codec_context.name, fallback_codec)
                self._tracks[stream.index] = _EncodedTrack(stream, output, fallback_codec)
        self._packets = self._read()
        self._next = next(self._packets, None)

    @property
    def start_s(self) -> Fraction:
        """When the earliest stream of the file starts, video or audio."""
        return Fraction(self._input.start_time or 0, av.time_base)

    def write_until(self, time_s: float | None) -> None:
        """Write the audio up to `time_s` of the output, or all that is left. Raises av.FFmpegError."""
        while self._next is not None:
            assert self._next.dts is not None
            if time_s is not None and self._next.dts * self._next.time_base - self.start_s > time_s:
                return
            self._mux(self._next)
            self._next = next(self._packets, None)
        if time_s is None:
            for track in self._tracks.values():
                self._output.mux(track.flush())

    def close(self) -> None:
        self._input.close()

    def _read(self) -> "Iterator[av.Packet[AudioStream]]":
        streams = tuple(stream for stream in self._input.streams.audio if stream.index in self._tracks)
        packets = self._input.demux(streams) if streams else iter(())
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError as error:
                log.warning(Line("{path}: the audio ends early: {reason}", path=self._path, reason=error.strerror))
                return
            if packet is None:
                return
            if packet.dts is not None:
                yield packet

    def _mux(self, packet: "av.Packet[AudioStream]") -> None:
        shift = round(self.start_s / packet.time_base)
        self._output.mux(self._tracks[packet.stream.index].convert(packet, shift))


class _Track:
    """One audio track of the output."""

    def convert(self, packet: "av.Packet[AudioStream]", shift: int) -> "list[av.Packet[AudioStream]]":
        """Packets for the output, `shift` units of the packet's time base earlier."""
        raise NotImplementedError

    def flush(self) -> "list[av.Packet[AudioStream]]":
        return []


class _CopiedTrack(_Track):
    def __init__(self, stream: AudioStream, output: OutputContainer) -> None:
        self._stream = output.add_stream_from_template(stream)
        self._stream.metadata.update(stream.metadata)
        self._last_dts: int | None = None

    def convert(self, packet: "av.Packet[AudioStream]", shift: int) -> "list[av.Packet[AudioStream]]":
        assert packet.dts is not None
        if self._last_dts is not None and packet.dts <= self._last_dts:
            return []  # Out of order in the source: containers refuse it, and players would skip it.
        self._last_dts = packet.dts
        packet.dts -= shift
        if packet.pts is not None:
            packet.pts -= shift
        packet.stream = self._stream
        return [packet]


class _EncodedTrack(_Track):
    def __init__(self, stream: AudioStream, output: OutputContainer, codec: str) -> None:
        rate_hz = _OPUS_RATE_HZ if codec == "libopus" else stream.rate
        encoded = output.add_stream(codec, rate=rate_hz)
        assert isinstance(encoded, AudioStream)
        self._stream = encoded
        self._stream.codec_context.layout = "mono" if stream.channels == 1 else "stereo"
        self._stream.codec_context.bit_rate = min(stream.channels, 2) * _REENCODED_BITS_PER_CHANNEL
        self._stream.metadata.update(stream.metadata)

    def convert(self, packet: "av.Packet[AudioStream]", shift: int) -> "list[av.Packet[AudioStream]]":
        try:
            frames = packet.decode()
        except av.FFmpegError as error:
            log.debug("a damaged piece of audio is left out: %s", error)
            return []
        encoded: list[av.Packet[AudioStream]] = []
        for frame in frames:
            if frame.pts is not None:
                frame.pts -= shift
            encoded += self._stream.encode(frame)
        return encoded

    def flush(self) -> "list[av.Packet[AudioStream]]":
        return self._stream.encode(None)


def _is_accepted(stream: AudioStream, container_format: str) -> bool:
    """Whether the container takes the track as it is: ask the muxer itself, by a header written to memory."""
    with io.BytesIO() as memory:
        try:
            with av.open(memory, "w", format=container_format) as trial:
                trial.add_stream_from_template(stream)
                trial.start_encoding()
        except (av.FFmpegError, ValueError):
            return False
    return True
