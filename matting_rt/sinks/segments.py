"""Encoded video in segments: files that get their names when they are whole, so that a job continues after the last.

A segment holds the packets of so many frames, by an encoder that began with them. So the segments before and after it
are the same whether a program was killed between them or not.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Literal

import av
from av.packet import PacketSideData, packet_sidedata_type_from_literal
from av.video.stream import VideoStream

from matting_rt.errors import SavedWorkError
from matting_rt.frame import StreamInfo
from matting_rt.media.encodings import Encoding
from matting_rt.sinks.base import SegmentPlace
from matting_rt.sinks.tracks import Packet
from matting_rt.sinks.video_encoder import VideoEncoder
from matting_rt.unfinished_file import UnfinishedFile

_SUFFIX = ".segment"
_HEADER = struct.Struct("<qq")
"""Numerator and denominator of the time base."""
_PACKET = struct.Struct("<qqqBII")
"""pts, dts, duration, whether it is a key frame, bytes, and bytes of its side data."""
_SIDE_DATA: Literal["matroska_block_additional"] = "matroska_block_additional"
"""Where VP9 has its alpha; all else tells of the encoder."""


def _segment_path(folder: Path, number: int) -> Path:
    return folder / f"{number:06d}{_SUFFIX}"


class SegmentedEncoder:
    """As a `VideoEncoder`, but what it encodes goes into segments, and comes out of them all at the end."""

    def __init__(self, place: SegmentPlace, joined: VideoEncoder, encoding: Encoding, info: StreamInfo) -> None:
        """
        Args:
            joined: of the final container, which the packets are for; it encodes nothing.
            encoding, info: what that was made with.

        Raises:
            av.FFmpegError: the encoder does not take the pictures.
            OSError: the folder cannot be written.
        """
        self.size = joined.size
        self._folder, self._number = place
        self._joined, self._encoding, self._info = joined, encoding, info
        self._open()

    def encode(self, image: Any, pts: int) -> None:
        """See `VideoEncoder.encode`. Raises av.FFmpegError, OSError."""
        self._is_empty = False
        self._write(self._encoder.encode(image, pts))

    def cut(self) -> None:
        """End the segment and begin the next one. Raises av.FFmpegError, OSError."""
        self._end()
        self._number += 1
        self._open()

    def packets(self, start_s: Fraction | None) -> Iterator[Packet]:
        """All packets, in the order of their dts, once nothing more is encoded.

        Args:
            start_s: the time that becomes 0; None: that of the first frame.

        Raises:
            av.FFmpegError, OSError: what the encoder still holds cannot be written, or a segment not read.
            SavedWorkError: a segment is damaged.
        """
        self._end()
        shift: int | None = None
        last_dts: int | None = None
        for number in range(self._number + 1):
            for packet in _read(_segment_path(self._folder, number), self._joined.stream):
                assert packet.pts is not None
                assert packet.dts is not None
                if shift is None:
                    shift = packet.pts if start_s is None else round(start_s / packet.time_base)
                packet.pts -= shift
                # an encoder that begins does not know how far the one before had to decode ahead
                packet.dts = packet.dts - shift if last_dts is None else max(packet.dts - shift, last_dts + 1)
                last_dts = packet.dts
                yield packet

    def abort(self) -> None:
        """Leave the segments that are whole. May be called twice, and after `packets`."""
        with suppress(OSError):  # a full disk does not take what is still in its buffer either
            self._file.close()
        self._unfinished.discard()
        self._host.close()

    def _open(self) -> None:
        memory = io.BytesIO()
        # an encoder is made for a container, into which nothing is written here
        self._host = av.open(memory, "w", format=self._encoding.container.name)
        self._encoder = VideoEncoder(self._host, self._encoding, self._info)
        self._is_empty = True
        self._unfinished = UnfinishedFile(_segment_path(self._folder, self._number))
        self._unfinished.create()
        self._file: BinaryIO = self._unfinished.path.open("wb")

    def _end(self) -> None:
        if not self._file.closed:
            self._write(self._encoder.flush() if not self._is_empty else [])
            self._file.close()
            self._unfinished.publish()
            self._host.close()

    def _write(self, packets: list[Packet]) -> None:
        for packet in packets:
            if self._file.tell() == 0:
                self._file.write(_HEADER.pack(packet.time_base.numerator, packet.time_base.denominator))
            dts = packet.pts if packet.dts is None else packet.dts
            content, side = bytes(packet), bytes(packet.get_sidedata(_SIDE_DATA))
            numbers = packet.pts, dts, packet.duration or 0, packet.is_keyframe, len(content), len(side)
            self._file.write(_PACKET.pack(*numbers) + content + side)


def _read(path: Path, stream: VideoStream) -> Iterator[Packet]:
    """The packets of a segment, for a stream of the same encoder. Raises SavedWorkError, OSError."""
    if not path.exists():
        raise _damaged_error(path)
    with path.open("rb") as file:
        if not file.peek(1):
            return
        time_base = Fraction(*_HEADER.unpack(_take(file, _HEADER.size)))
        while file.peek(1):
            pts, dts, duration, is_keyframe, size, side_size = _PACKET.unpack(_take(file, _PACKET.size))
            packet: Packet = av.Packet(_take(file, size))
            packet.pts, packet.dts, packet.duration = pts, dts, duration
            packet.is_keyframe, packet.time_base, packet.stream = bool(is_keyframe), time_base, stream
            if side_size:
                side = PacketSideData(packet_sidedata_type_from_literal(_SIDE_DATA), side_size)  # type: ignore[call-arg]
                side.update(_take(file, side_size))
                packet.set_sidedata(side)
            yield packet


def _take(file: io.BufferedReader, size: int) -> bytes:
    """So many bytes. Raises SavedWorkError: there are fewer."""
    content = file.read(size)
    if len(content) < size:
        raise _damaged_error(Path(file.name))
    return content


def _damaged_error(path: Path) -> SavedWorkError:
    return SavedWorkError("{path} is damaged or missing; start the job over", path=path)
