"""The sound of a microphone as a track of a video that is being recorded, in step with its pictures."""

from fractions import Fraction

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer

from matting_rt.media.encodings import Container
from matting_rt.sinks.tracks import Packet
from matting_rt.sound import SOUND_RATE_HZ, SoundBlock

_BIT_RATE = 128_000
_COMPENSATION = "min_comp=0.002:max_soft_comp=0.01:comp_duration=1:min_hard_comp=0.05"
"""Of FFmpeg's resampler: sound that is 2 ms off is stretched or squeezed by 1 % at most, which is not heard; what is
50 ms off is a gap, which becomes silence, or repeats what was there, and is left out."""
_OVERLAP_S = 0.05
"""That far a block may begin before the end of the one before, by clocks that differ."""


class SoundTrack:
    """Blocks in, packets out.

    Each block says when it was heard, and a track has one sample after another at a rate that is said once: FFmpeg's
    resampler keeps the two together, whether the microphone's clock is fast or slow, or blocks are missing.
    """

    def __init__(self, output: OutputContainer, container: Container) -> None:
        """Add the track to `output`, whose header is not yet written. Raises av.FFmpegError."""
        known = None if container.audio is None else container.audio.copied
        stream = output.add_stream("aac" if known is None or "aac" in known else "libopus", rate=SOUND_RATE_HZ)
        assert isinstance(stream, AudioStream)
        stream.codec_context.layout, stream.codec_context.bit_rate = "mono", _BIT_RATE
        self._stream = stream
        self._end_s = float("-inf")
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            format="s16", sample_rate=SOUND_RATE_HZ, layout="mono", time_base=Fraction(1, SOUND_RATE_HZ)
        )
        resampler = self._graph.add("aresample", f"{SOUND_RATE_HZ}:{_COMPENSATION}:first_pts=0")
        sink = self._graph.add("abuffersink")
        source.link_to(resampler)
        resampler.link_to(sink)
        self._graph.configure()

    def encode(self, block: SoundBlock, start_s: float) -> list[Packet]:
        """
        Args:
            block: later than the one before; what was heard before `start_s`, or has come already, is left out.
            start_s: the beginning of the file on the block's clock.

        Raises:
            av.FFmpegError: the encoder failed.
        """
        if block.captured_s < self._end_s - _OVERLAP_S:
            block = block.between(self._end_s, block.end_s)
        block = block.between(start_s, block.end_s)
        if not len(block.samples):
            return []
        self._end_s = block.end_s
        frame = av.AudioFrame.from_ndarray(block.samples[None, :], "s16", "mono")
        frame.sample_rate, frame.time_base = SOUND_RATE_HZ, Fraction(1, SOUND_RATE_HZ)
        frame.pts = round((block.captured_s - start_s) * SOUND_RATE_HZ)
        self._graph.push(frame)
        return self._pull()

    def flush(self) -> list[Packet]:
        """The rest; no block may follow."""
        self._graph.push(None)
        return [*self._pull(), *self._stream.encode(None)]

    def _pull(self) -> list[Packet]:
        packets: list[Packet] = []
        while True:
            try:
                frame = self._graph.pull()
            except (BlockingIOError, av.EOFError):
                return packets
            assert isinstance(frame, av.AudioFrame)
            packets += self._stream.encode(frame)
