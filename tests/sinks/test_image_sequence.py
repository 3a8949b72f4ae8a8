"""Numbered image files, read back by the ffmpeg command line where they are not what OpenCV reads."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import ConfigError, SinkExistsError
from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.media.encodings import AlphaMode, Depth, EncodingWish
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND
from matting_rt.pictures.exr import decode_exr
from matting_rt.pictures.transfer import to_light
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_sequence import ImageSequenceSink
from tests.sinks.frames import RATE_FPS, TIME_BASE, matted_frame, stream_info, write_all
from tests.sinks.test_encodings import SIZE, pictures, probe

pytestmark = pytest.mark.ffmpeg


def read(path: Path) -> np.ndarray:
    return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)


def test_a_sequence_is_numbered_and_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    sink, frames = (
        ImageSequenceSink(tmp_path / "new" / "pha", output=ALPHA),
        [matted_frame(0), matted_frame(1)],
    )
    sink.open(stream_info())
    sink.write(frames[0])
    assert not (tmp_path / "new" / "pha").exists()
    sink.write(frames[1])
    sink.finish()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["pha"]
    assert sorted(path.name for path in (tmp_path / "new" / "pha").iterdir()) == ["00000.png", "00001.png"]
    np.testing.assert_array_equal(read(tmp_path / "new" / "pha" / "00001.png"), frames[1].alpha)


def test_a_sequence_replaces_an_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    write_all(ImageSequenceSink(tmp_path / "pha"), [matted_frame(index) for index in range(3)])
    with pytest.raises(SinkExistsError, match="pha holds pictures"):
        ImageSequenceSink(tmp_path / "pha").open(stream_info())
    write_all(ImageSequenceSink(tmp_path / "pha", overwrite=True), [matted_frame(0)])
    assert [path.name for path in (tmp_path / "pha").iterdir()] == ["00000.png"]
    (tmp_path / "pha" / "notes.txt").write_text("precious")
    with pytest.raises(SinkExistsError, match=r"notes\.txt is not one of a sequence's pictures"):
        ImageSequenceSink(tmp_path / "pha", overwrite=True).open(stream_info())
    assert [path.name for path in tmp_path.iterdir()] == ["pha"]


def test_a_sequence_that_was_aborted_leaves_nothing(tmp_path: Path) -> None:
    sink = ImageSequenceSink(tmp_path / "pha")
    sink.open(stream_info())
    sink.write(matted_frame(0))
    sink.abort()
    sink.abort()
    assert not list(tmp_path.iterdir())


def test_a_sequence_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"leave \.mp4 out"):
        ImageSequenceSink(tmp_path / "out.mp4")


def write(pattern: Path, output: object, image: np.ndarray, wish: EncodingWish, number: int | None = None) -> Path:
    """One picture; gives its file."""
    sink = ImageSequenceSink(pattern, output=output, wish=wish, transparent=image.shape[2:] == (4,))
    sink.open(StreamInfo(FrameSize(image.shape[1], image.shape[0]), RATE_FPS, TIME_BASE, None))
    picture = {field: image if field == output.name else None for field in ("composite", "alpha", "foreground")}
    sink.write(MattedFrame(**picture, index=0, pts=0, time_base=TIME_BASE, number=number))
    sink.finish()
    (path,) = pattern.parent.iterdir()
    return path


def read_float(path: Path) -> np.ndarray:
    """(H, W, 3) RGB or (H, W, 4) RGBA float32, as ffmpeg decodes it."""
    words = ["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-"]
    done = subprocess.run([*map(str, words)], check=True, capture_output=True)
    green, blue, red, *alpha = np.frombuffer(done.stdout, np.float32).reshape(-1, SIZE.height, SIZE.width)
    return np.dstack([red, green, blue, *alpha])


def test_a_pattern_says_where_the_number_stands_and_numbers_are_kept(tmp_path: Path) -> None:
    sink = ImageSequenceSink(tmp_path / "new" / "shot.%04d.png")
    sink.open(stream_info())
    for index, number in enumerate((99, 101, 10_000)):
        frame = matted_frame(index)
        sink.write(MattedFrame(frame.composite, None, None, index, index, TIME_BASE, number=number))
    assert not [path for path in (tmp_path / "new").iterdir() if not path.name.startswith(".")]
    sink.finish()
    names = ["shot.0099.png", "shot.0101.png", "shot.10000.png"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names


@pytest.mark.parametrize("name", ["%d.png", "a####.tif", "a_%03d_b.tiff"])
def test_frames_of_a_video_are_counted_from_0(tmp_path: Path, name: str) -> None:
    write_all(ImageSequenceSink(tmp_path / name), [matted_frame(index) for index in range(2)])
    first = {"%d.png": "0.png", "a####.tif": "a0000.tif", "a_%03d_b.tiff": "a_000_b.tiff"}[name]
    np.testing.assert_array_equal(read(tmp_path / first)[..., ::-1], matted_frame().composite)


def test_files_of_a_pattern_are_not_replaced_unless_told_to(tmp_path: Path) -> None:
    write_all(ImageSequenceSink(tmp_path / "a.%04d.png"), [matted_frame()])
    with pytest.raises(SinkExistsError, match=r"a\.0000\.png exists"):
        ImageSequenceSink(tmp_path / "a.%04d.png").open(stream_info())
    write_all(ImageSequenceSink(tmp_path / "a.%04d.png", overwrite=True), [matted_frame(0), matted_frame(1)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.0000.png", "a.0001.png"]


def test_a_pattern_that_was_aborted_leaves_nothing(tmp_path: Path) -> None:
    sink = ImageSequenceSink(tmp_path / "a.%04d.exr")
    sink.open(stream_info())
    sink.write(matted_frame(0))
    sink.abort()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_16_bits_and_their_alpha_are_exact(tmp_path: Path, suffix: str) -> None:
    rgba, alpha = pictures()
    wish = EncodingWish(depth=Depth.SIXTEEN)
    stored = read(write(tmp_path / "a" / f"%d.{suffix}", FOREGROUND, rgba, wish))
    np.testing.assert_array_equal(cv2.cvtColor(stored, cv2.COLOR_BGRA2RGBA), rgba)
    np.testing.assert_array_equal(read(write(tmp_path / "b" / f"%d.{suffix}", ALPHA, alpha, wish)), alpha)


@pytest.mark.parametrize("depth", [Depth.HALF, Depth.FLOAT])
def test_open_exr_holds_light_times_alpha_and_an_exact_alpha(tmp_path: Path, depth: Depth) -> None:
    rgba, _ = pictures()
    given = (rgba / np.float32(65535)).astype(np.float32)
    given[0, 0, :3] = 4  # brighter than white
    path = write(tmp_path / "a.%04d.exr", FOREGROUND, given, EncodingWish(depth=depth), number=7)
    assert path.name == "a.0007.exr"
    assert probe(path, "pix_fmt") == "gbrapf32le"
    stored, kind = read_float(path), np.float16 if depth is Depth.HALF else np.float32
    np.testing.assert_array_equal(stored[..., 3], given[..., 3].astype(kind))
    expected = (to_light(given[..., :3]) * given[..., 3:]).astype(kind)
    np.testing.assert_allclose(stored[..., :3], expected, rtol=1e-6)
    np.testing.assert_array_equal(decode_exr(path.read_bytes()), stored)
    after = path.read_bytes().split(b"chlist\0")[1]  # its size, then each name with 17 bytes on it
    assert [after[4 + at * 18 : 6 + at * 18] for at in range(4)] == [b"A\0", b"B\0", b"G\0", b"R\0"]


def test_open_exr_holds_what_is_asked_for(tmp_path: Path) -> None:
    rgba, _ = pictures()
    given = (rgba / np.float32(65535)).astype(np.float32)
    wish = EncodingWish(depth=Depth.FLOAT, alpha=AlphaMode.STRAIGHT, is_linear=False)
    np.testing.assert_array_equal(read_float(write(tmp_path / "%d.exr", FOREGROUND, given, wish)), given)


def test_a_matte_in_open_exr_is_exact_and_in_all_three_channels(tmp_path: Path) -> None:
    _, alpha = pictures()
    given = (alpha / np.float32(65535)).astype(np.float32)
    stored = read_float(write(tmp_path / "%d.exr", ALPHA, given, EncodingWish(depth=Depth.FLOAT)))
    np.testing.assert_array_equal(stored[..., :3], given[..., None].repeat(3, axis=2))


@pytest.mark.parametrize("output", [COMPOSITE, FOREGROUND])
def test_8_bits_become_light_too(tmp_path: Path, output: object) -> None:
    frame = matted_frame(width=SIZE.width, height=SIZE.height, rgba=True)
    stored = read_float(write(tmp_path / "%d.exr", output, frame.foreground, EncodingWish(depth=Depth.FLOAT)))
    alpha = (frame.alpha / np.float32(255))[..., None]
    np.testing.assert_allclose(stored[..., 3:], alpha, atol=1e-7)
    np.testing.assert_allclose(stored[..., :3], to_light(frame.foreground[..., :3]) * alpha, atol=1e-6)
