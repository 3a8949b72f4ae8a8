"""How large a picture is, is known before it is decoded, for every kind that is decoded."""

import re
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import PlateError, SourceFormatError
from matting_rt.frame import FrameSize
from matting_rt.pictures.files import MAX_PIXELS, MAX_SIDE, read_picture
from matting_rt.pictures.formats import image_size
from matting_rt.plate.store import load_plate
from matting_rt.sources.image_files import load_image
from tests.bounded import run_bounded

SUFFIXES = (".png", ".jpg", ".gif", ".bmp", ".tif", ".webp", ".avif", ".ppm", ".pgm", ".pbm", ".jp2", ".hdr")


def encode(suffix: str, width: int, height: int, options: tuple[int, ...] = ()) -> bytes:
    image = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    if suffix in (".pgm", ".pbm"):
        image = image[..., 0]
    encoded, data = cv2.imencode(suffix, image.astype(np.float32) if suffix == ".hdr" else image, options)
    assert encoded
    return data.tobytes()


def png_of(width: int, height: int) -> bytes:
    """A whole picture of one colour, whatever its size, in a few megabytes at most."""
    row = b"\0" + bytes(width // 8 + 1)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_size_of_every_kind_is_read_from_its_header(suffix: str) -> None:
    assert image_size(encode(suffix, 53, 38)) == FrameSize(53, 38)


@pytest.mark.parametrize("mode", [cv2.IMWRITE_WEBP_QUALITY])
def test_a_lossy_webp_is_measured_too(mode: int) -> None:
    content = encode(".webp", 53, 38, (mode, 50))
    assert content[12:16] == b"VP8 "
    assert image_size(content) == FrameSize(53, 38)


def test_a_progressive_jpeg_is_measured_too() -> None:
    content = encode(".jpg", 53, 38, (cv2.IMWRITE_JPEG_PROGRESSIVE, 1))
    assert image_size(content) == FrameSize(53, 38)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("is_big", [False, True])
def test_a_tiff_is_measured_in_either_byte_order_and_size_and_by_its_tiles(order: str, is_big: bool) -> None:
    mark = b"II" if order == "<" else b"MM"
    tags = ((256, 3, 53), (257, 4, 38), (322, 3, 64), (323, 3, 16))
    if is_big:
        head = mark + struct.pack(f"{order}HHHQQ", 43, 8, 0, 16, len(tags))
        entries = [struct.pack(f"{order}HHQ{'H6x' if kind == 3 else 'I4x'}", tag, kind, 1, n) for tag, kind, n in tags]
    else:
        head = mark + struct.pack(f"{order}HIH", 42, 8, len(tags))
        entries = [struct.pack(f"{order}HHI{'H2x' if kind == 3 else 'I'}", tag, kind, 1, n) for tag, kind, n in tags]
    assert image_size(head + b"".join(entries)) == FrameSize(64, 38)


def test_comments_between_the_numbers_of_a_pnm_are_passed_over() -> None:
    assert image_size(b"P6 # a\n#b\r 53# wide\n38\n255\n") == FrameSize(53, 38)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_header_that_is_cut_off_says_nothing_and_raises_nothing(suffix: str) -> None:
    content = encode(suffix, 53, 38)
    for length in range(min(len(content), 400)):
        image_size(content[:length])
    assert image_size(content[:6]) is None


@pytest.mark.parametrize("size", [(MAX_SIDE + 1, 8), (8, MAX_SIDE + 1), (15000, 14000), (30000, 30000)])
@pytest.mark.parametrize("read", [load_image, load_plate, lambda path: read_picture(path, cv2.IMREAD_COLOR)])
def test_a_picture_above_the_limits_is_refused_in_a_line(tmp_path: Path, size: tuple[int, int], read) -> None:
    header = struct.pack(">II", *size)
    (tmp_path / "a.png").write_bytes(encode(".png", 8, 8).replace(struct.pack(">II", 8, 8), header))
    with pytest.raises((SourceFormatError, PlateError)) as refusal:
        read(tmp_path / "a.png")
    said = str(refusal.value)
    assert re.search(rf"a\.png is {size[0]}x{size[1]}; 16384 pixels a side and 200 megapixels are the most", said)
    assert "\n" not in said


def test_a_picture_at_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "wide.png").write_bytes(png_of(MAX_SIDE, 16))
    assert load_image(tmp_path / "wide.png").shape == (16, MAX_SIDE, 3)
    assert MAX_SIDE * 12_000 < MAX_PIXELS < MAX_SIDE * MAX_SIDE


def test_a_picture_of_gigabytes_is_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    (tmp_path / "huge.png").write_bytes(png_of(30000, 30000))
    piece = """
from matting_rt.errors import SourceFormatError
from matting_rt.sources.image_files import load_image
try:
    load_image(sys.argv[2])
except SourceFormatError as error:
    print(error)
"""
    ending = run_bounded(piece, tmp_path / "huge.png")
    assert ending.printed.count("\n") == 0
    assert "huge.png is 30000x30000" in ending.printed
    assert ending.peak_mb < 300  # OpenCV itself takes about 100


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff\xd8\xff" + b"\xff\x01" * 9000]
)
def test_what_has_no_size_is_no_picture(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(SourceFormatError, match=r"a\.png is not a picture that can be read"):
        load_image(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"hello", "it is of an unknown kind; save it as PNG or JPEG"),
        (b"%PDF-1.7\n", "it is a PDF document; save it as PNG or JPEG"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "it is a video"),
        (b"\n<!DOCTYPE html>", "it is a web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "it is a damaged PNG; copy it again"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(SourceFormatError, match=re.escape(f"a.jpg is not a picture that can be read: {reason}")):
        load_image(tmp_path / "a.jpg")


def test_what_a_picture_is_its_content_tells_not_its_name(tmp_path: Path) -> None:
    content = cv2.imencode(".png", np.full((4, 6, 3), 77, np.uint8))[1].tobytes()
    for name in ("a.jpg", "b.webp", "c.tiff", "d.heic"):
        (tmp_path / name).write_bytes(content)
        assert (load_image(tmp_path / name) == 77).all()


def run_length_bmp(rows: list[list[tuple[int, int]]], width: int, *, marks_rows: bool = True) -> bytes:
    """A BMP of 8 bits with runs (length, level), rows from the bottom."""
    coded = b"".join(b"".join(map(bytes, row)) + (b"\0\0" if marks_rows else b"") for row in rows) + b"\0\1"
    palette = b"".join(bytes((level, level, level, 0)) for level in range(256))
    head = struct.pack("<IiiHHIIiiII", 40, width, len(rows), 1, 8, 1, len(coded), 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 1024 + len(coded), 0, 0, 54 + 1024) + head + palette + coded


def test_runs_that_go_on_into_the_padding_of_their_row_end_with_the_row(tmp_path: Path) -> None:
    """As ImageMagick 6 writes them: rows are padded to whole words, and so are their runs."""
    rows = [[(3, 10 * number), (20, 200), (41, 90)] for number in range(5)]
    (tmp_path / "a.bmp").write_bytes(run_length_bmp(rows, 61))
    image = load_image(tmp_path / "a.bmp")
    levels = np.array([[10 * number] * 3 + [200] * 20 + [90] * 38 for number in reversed(range(5))])
    np.testing.assert_array_equal(image, levels[..., None].repeat(3, axis=2))


def test_runs_that_go_on_into_the_next_row_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.bmp").write_bytes(run_length_bmp([[(100, 20), (83, 200)], [], []], 61, marks_rows=False))
    with pytest.raises(SourceFormatError, match=r"a\.bmp is not a picture that can be read"):
        load_image(tmp_path / "a.bmp")


def test_a_bmp_whose_runs_keep_to_their_rows_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.bmp").write_bytes(run_length_bmp([[(30, 20), (31, 200)]] * 7, 61))
    np.testing.assert_array_equal(load_image(tmp_path / "a.bmp")[3, :, 0], [20] * 30 + [200] * 31)
