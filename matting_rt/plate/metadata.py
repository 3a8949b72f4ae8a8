"""How a plate was taken, kept in the text chunks of its PNG file.

PNG, third edition, 5.3 (chunks) and 11.3.3 (text). Two of the keywords are registered there and shown by many viewers;
the others begin with the program's name.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matting_rt import __version__
from matting_rt.frame import FrameSize

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_SIGNATURE) + 25
"""Where the first chunk, IHDR, ends: 4 bytes of length, 4 of type, 13 of content, 4 of checksum."""
_TIME = "Creation Time"
_SOFTWARE = "Software"
_PROGRAM = "Matting RT "
_CAMERA = "matting-rt:camera"
_SIZE = "matting-rt:size"
_CONTROLS = "matting-rt:controls"
_NOISE = "matting-rt:noise"


@dataclass(frozen=True, slots=True)
class PlateMetadata:
    """How a plate was taken."""

    camera_id: str
    """What names the camera in a way that survives plugging it in elsewhere."""
    size: FrameSize
    """Of the camera's frames."""
    taken_at: str
    """Local time with its offset, ISO 8601."""
    noise_levels: float | None = None
    """Standard deviation of a channel's noise in grey levels (0..255); None where it could not be measured."""
    controls: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    """The camera's settings by the driver's names, as they were while the plate was taken."""
    program_version: str = __version__


def add_metadata(png: bytes, metadata: PlateMetadata) -> bytes:
    """The PNG file with text chunks after its header."""
    texts = {
        _SOFTWARE: _PROGRAM + metadata.program_version,
        _TIME: metadata.taken_at,
        _CAMERA: metadata.camera_id,
        _SIZE: str(metadata.size),
        _CONTROLS: json.dumps(dict(metadata.controls), ensure_ascii=False),
    }
    if metadata.noise_levels is not None:
        texts[_NOISE] = f"{metadata.noise_levels:.3f}"
    chunks = b"".join(_text_chunk(keyword, text) for keyword, text in texts.items())
    return png[:_HEADER_END] + chunks + png[_HEADER_END:]


def read_metadata(data: bytes) -> PlateMetadata | None:
    """What `add_metadata` wrote; None for any other file, and where it was damaged or edited since."""
    texts = dict(_texts(data))
    try:
        width, height = texts[_SIZE].split("x")
        controls = json.loads(texts[_CONTROLS])
        return PlateMetadata(
            camera_id=texts[_CAMERA],
            size=FrameSize(int(width), int(height)),
            taken_at=texts[_TIME],
            noise_levels=float(texts[_NOISE]) if _NOISE in texts else None,
            controls={str(name): value for name, value in controls.items()},
            program_version=texts[_SOFTWARE].removeprefix(_PROGRAM),
        )
    except (KeyError, ValueError, AttributeError, RecursionError):
        return None


def _text_chunk(keyword: str, text: str) -> bytes:
    """An iTXt chunk: keyword, not compressed, no language, no translated keyword, text in UTF-8."""
    content = keyword.encode("latin-1") + b"\0" * 5 + text.encode()
    body = b"iTXt" + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Keyword and text of every whole iTXt chunk that is not compressed."""
    if not data.startswith(_SIGNATURE):
        return
    start = len(_SIGNATURE)
    while start + 12 <= len(data):
        length = int.from_bytes(data[start : start + 4], "big")
        body, checksum = data[start + 4 : start + 8 + length], data[start + 8 + length : start + 12 + length]
        start += 12 + length
        if body[:4] != b"iTXt" or checksum != struct.pack(">I", zlib.crc32(body)):
            continue
        keyword, _, rest = body[4:].partition(b"\0")
        if rest[:1] != b"\0":
            continue
        _, _, text = rest[2:].partition(b"\0")[2].partition(b"\0")
        yield keyword.decode("latin-1"), text.decode("utf-8", "replace")
