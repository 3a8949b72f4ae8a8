import struct
import zlib
from dataclasses import replace

import cv2
import numpy as np
import pytest

from matting_rt import __version__
from matting_rt.frame import FrameSize
from matting_rt.plate.metadata import PlateMetadata, add_metadata, read_metadata
from tests.plate.scenes import paint_room

FULL = PlateMetadata(
    camera_id="usb-Müller_Kamera_№5-video-index0",
    size=FrameSize(1280, 720),
    taken_at="2026-03-01T12:30:00+01:00",
    noise_levels=2.125,
    controls={"exposure_time_absolute": 156, "auto_exposure": "manual", "gamma": 1.5, "focus_auto": False},
)
PNG = cv2.imencode(".png", paint_room(1))[1].tobytes()


@pytest.mark.parametrize("metadata", [FULL, replace(FULL, noise_levels=None, controls={})], ids=["full", "bare"])
def test_metadata_come_back_as_they_were(metadata: PlateMetadata) -> None:
    assert read_metadata(add_metadata(PNG, metadata)) == metadata


def test_the_version_of_the_program_is_kept() -> None:
    read = read_metadata(add_metadata(PNG, FULL))
    assert read is not None
    assert read.program_version == __version__


def test_the_picture_is_what_it_was_and_every_checksum_is_right() -> None:
    data = add_metadata(PNG, FULL)
    np.testing.assert_array_equal(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), paint_room(1))
    kinds, start = [], 8
    while start < len(data):
        (length,) = struct.unpack(">I", data[start : start + 4])
        body = data[start + 4 : start + 8 + length]
        assert data[start + 8 + length : start + 12 + length] == struct.pack(">I", zlib.crc32(body))
        kinds.append(body[:4])
        start += 12 + length
    assert kinds[0] == b"IHDR"
    assert kinds[-1] == b"IEND"
    assert kinds.count(b"iTXt") == 6


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", PNG, PNG[:40], b"\xff\xd8\xff\xe0 a JPEG"])
def test_other_files_have_none(data: bytes) -> None:
    assert read_metadata(data) is None


def test_damaged_metadata_are_not_believed() -> None:
    data = bytearray(add_metadata(PNG, FULL))
    data[data.index(b"1280x720")] = ord("2")
    assert read_metadata(bytes(data)) is None


@pytest.mark.parametrize(("old", "new"), [(b"1280x720", b"1280+720"), (b'{"exposure', b'["exposure')])
def test_edited_metadata_that_make_no_sense_are_left_out(old: bytes, new: bytes) -> None:
    data = add_metadata(PNG, FULL)
    start = data.index(old)
    edited = data[:start] + new + data[start + len(old) :]
    body_start = edited.rindex(b"iTXt", 0, start)
    (length,) = struct.unpack(">I", edited[body_start - 4 : body_start])
    body = edited[body_start : body_start + 4 + length]
    end = body_start + len(body)
    edited = edited[:end] + struct.pack(">I", zlib.crc32(body)) + edited[end + 4 :]
    assert read_metadata(edited) is None


@pytest.mark.parametrize("length", range(0, 900, 7))
def test_a_file_cut_short_anywhere_is_read_without_harm(length: int) -> None:
    read = read_metadata(add_metadata(PNG, FULL)[:length])
    assert read is None or read == replace(FULL, noise_levels=None) or read == FULL
