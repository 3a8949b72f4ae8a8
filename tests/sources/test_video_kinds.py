"""Kinds of video that cameras, recorders and broadcasts make; made by the ffmpeg command line."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import ConfigError
from matting_rt.frame import Frame, FrameSize
from matting_rt.sources.video_file import VideoFileSource
from tests.sources.media import textured_image, write_video

pytestmark = pytest.mark.ffmpeg


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


def read(path: Path, size: FrameSize | None = None, stream: int | None = None) -> tuple[list[Frame], list[str]]:
    """Frames and notes."""
    with VideoFileSource(path, size, stream=stream) as source:
        return list(source), list(source.notes)


def pattern(size: str, duration_s: float = 1) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d={duration_s}")


def colour(name: str, size: str = "64x64", duration_s: float = 0.4) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"color=c={name}:s={size}:r=25:d={duration_s}")


def test_frames_of_another_shape_are_fitted_between_black_borders_with_a_word(tmp_path: Path) -> None:
    for name, size in (("wide", "640x360"), ("tall", "360x640")):
        ffmpeg(*colour("0xC8503C", size, 2), "-c:v", "libx264", "-f", "mpegts", tmp_path / name)
    path = tmp_path / "both.ts"
    path.write_bytes((tmp_path / "wide").read_bytes() + (tmp_path / "tall").read_bytes())
    frames, notes = read(path)
    assert {frame.size for frame in frames} == {FrameSize(640, 360)}
    first, last = frames[0].image, frames[-1].image
    np.testing.assert_allclose(first[::40, ::40].astype(int), np.broadcast_to((200, 80, 60), (9, 16, 3)), atol=8)
    # 360x640 fits as 202x360, in the middle.
    lit = np.flatnonzero(last[180].max(1) > 40)
    assert (lit[0], lit[-1]) == (pytest.approx(219, abs=2), pytest.approx(420, abs=2))
    np.testing.assert_allclose(last[::40, 320].astype(int), np.broadcast_to((200, 80, 60), (9, 3)), atol=8)
    np.testing.assert_allclose(np.diff([frame.time_s for frame in frames]), 1 / 25, atol=1e-3)
    changed, joined = notes
    assert "change their size to 360x640 at 2.0 s" in changed
    assert "its times start again" in joined


@pytest.mark.slow
@pytest.mark.parametrize(("primaries", "name"), [("bt2020", "BT.2020"), ("smpte432", "P3"), ("bt709", None)])
@pytest.mark.parametrize("depth", ["yuv444p", "yuv444p10le"])
def test_wide_colours_are_converted(tmp_path: Path, primaries: str, name: str | None, depth: str) -> None:
    matrix = "bt2020" if primaries == "bt2020" else "bt709"
    tags = ("-color_primaries", primaries, "-color_trc", "bt709", "-colorspace", matrix.replace("2020", "2020nc"))
    scale = ("-vf", f"scale=out_color_matrix={matrix}:out_range=tv,format={depth}")
    ffmpeg(*colour("0xC8503C"), *scale, "-c:v", "libx264", "-crf", "4", *tags, "-color_range", "tv", tmp_path / "a.mkv")
    frames, notes = read(tmp_path / "a.mkv")
    # Light of a display of gamma 2.4, through the matrices of the primaries (ITU-R BT.2087, SMPTE EG 432-1).
    expected = {"bt2020": (243, 9, 48), "smpte432": (215, 72, 54), "bt709": (200, 80, 60)}[primaries]
    # Where almost no light is left, a level of the file is many of the result.
    np.testing.assert_allclose(frames[0].image[32, 32].astype(int), expected, atol=8)
    lines = [] if name is None else [f"{name} is brought to BT.709: colours beyond it are clipped"]
    lines += ["its 10 bits a channel become 8; --depth keeps more of them"] if depth.endswith("10le") else []
    assert sorted(notes) == sorted(f"{tmp_path / 'a.mkv'}: {line}" for line in lines)


def combing(image: np.ndarray) -> float:
    """How much lines differ from both of their neighbours, against how much those differ from each other."""
    grey = image.mean(2)
    between = np.abs(grey[1:-1] - (grey[:-2] + grey[2:]) / 2).mean()
    return float(between / (np.abs(grey[:-2] - grey[2:]).mean() + 1e-6))


@pytest.mark.parametrize("name", ["a.mkv", "a.mpg", "a.mov"])
def test_interlaced_video_is_made_whole_with_a_word(tmp_path: Path, name: str) -> None:
    codec = {
        "a.mkv": ("-c:v", "libx264", "-flags", "+ilme+ildct", "-x264opts", "tff=1"),
        "a.mpg": ("-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "2"),
        "a.mov": ("-c:v", "prores_ks", "-flags", "+ildct"),
    }[name]
    black, white = (f"color={shape}:r=50:d=1" for shape in ("black:s=320x240", "white:s=60x120"))
    moving = ("-f", "lavfi", "-i", f"{black}[a];{white}[b];[a][b]overlay=x=n*4:y=60")
    ffmpeg(*moving, "-vf", "tinterlace=interleave_top,setfield=tff", "-r", "25", *codec, tmp_path / name)
    frames, notes = read(tmp_path / name)
    assert f"{tmp_path / name}: it is interlaced; its frames are deinterlaced" in notes
    assert len(notes) == (2 if name == "a.mov" else 1)  # ProRes has more than 8 bits
    assert len(frames) == 25
    np.testing.assert_allclose(np.diff([frame.time_s for frame in frames]), 1 / 25, atol=2e-3)
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", tmp_path / name, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        check=True,
        capture_output=True,
    ).stdout
    as_stored = np.frombuffer(raw, np.uint8).reshape(-1, 240, 320, 3)
    assert combing(as_stored[12][80:160]) > 10 * combing(frames[12].image[80:160])


def test_progressive_video_is_left_alone(tmp_path: Path) -> None:
    ffmpeg(*pattern("320x240"), "-c:v", "libx264", tmp_path / "a.mkv")
    assert read(tmp_path / "a.mkv")[1] == []


def test_frames_that_a_garbled_transport_stream_lost_are_counted_by_their_times(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    # Key frames only: what is lost is lost alone, and no frame before or after it.
    ffmpeg(*pattern("320x240", 2), "-c:v", "libx264", "-g", "1", "-f", "mpegts", path)
    whole, notes = read(path)
    assert (len(whole), notes) == (50, [])
    data = bytearray(path.read_bytes())
    lost = len(data) // 188 // 2 * 188
    count = round(3.5 * len(data) / 50 / 188) * 188
    data[lost : lost + count] = bytes(count)
    path.write_bytes(data)
    with VideoFileSource(path) as source:
        frames, (note,) = list(source), source.notes
        assert source.losses["missing"] == 50 - len(frames) > 0
    assert f"{50 - len(frames)} frames are missing" in note


def test_long_frames_of_a_variable_rate_are_not_missing_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    ffmpeg(*pattern("320x240", 2), "-vf", "select='not(between(n,10,20))'", "-vsync", "vfr", "-c:v", "libx264", path)
    assert read(path)[1] == []


def test_the_default_or_else_the_largest_stream_is_taken_and_any_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    three = (*pattern("64x48"), *pattern("320x240"), *pattern("160x120"), "-map", "0", "-map", "1", "-map", "2")
    ffmpeg(*three, "-c:v", "libx264", "-disposition:v", "0", "-disposition:v:2", "default", path)
    frames, (note,) = read(path)
    assert frames[0].size == FrameSize(160, 120)
    assert note == f"{path}: of its 3 video streams, from 0, number 2 is taken; --stream chooses another"
    frames, notes = read(path, stream=0)
    assert (frames[0].size, notes) == (FrameSize(64, 48), [])
    with pytest.raises(ConfigError, match="has no video stream 3; they are counted from 0 to 2"):
        read(path, stream=3)
    ffmpeg(*three, "-c:v", "libx264", "-disposition:v", "0", tmp_path / "b.ts")
    assert read(tmp_path / "b.ts")[0][0].size == FrameSize(320, 240)


def test_a_turn_by_something_else_than_quarters_is_told(tmp_path: Path) -> None:
    images = [textured_image(96, 64)] * 2
    write_video(tmp_path / "b.mp4", images, prepare=lambda stream: stream.set_display_rotation(45))
    (note,) = read(tmp_path / "b.mp4")[1]
    assert note == f"{tmp_path / 'b.mp4'}: its frames are turned by 45 degrees; whole quarter turns are followed"


def with_captions(stream: bytes) -> bytes:
    """Put closed captions (ATSC A/53, part 4) before each picture of a bare H.264 stream, as SEI messages."""
    captions = b"\xb5\x00\x31GA94\x03\xc1\xff\xfc\x94\x20\xff"
    sei = b"\x06\x04" + bytes([len(captions)]) + captions + b"\x80"
    pieces = stream.split(b"\0\0\1")
    is_picture = [bool(piece) and piece[0] & 31 in (1, 5) for piece in pieces]
    return b"\0\0\1".join(
        sei + b"\0\0\1" + piece if picture else piece for piece, picture in zip(pieces, is_picture, strict=True)
    )


def test_closed_captions_that_are_left_out_are_told(tmp_path: Path) -> None:
    ffmpeg(*pattern("96x64"), "-c:v", "libx264", "-x264-params", "slices=1", "-bf", "0", tmp_path / "a.h264")
    (tmp_path / "b.h264").write_bytes(with_captions((tmp_path / "a.h264").read_bytes()))
    ffmpeg("-r", "25", "-i", str(tmp_path / "b.h264"), "-c", "copy", tmp_path / "b.mp4")
    frames, notes = read(tmp_path / "b.mp4")
    assert len(frames) == 25
    assert notes == [f"{tmp_path / 'b.mp4'}: closed captions within its pictures are left out"]


@pytest.mark.parametrize(("transfer", "name"), [("arib-std-b67", "HLG"), ("smpte2084", "PQ")])
def test_hdr_is_told(tmp_path: Path, transfer: str, name: str) -> None:
    tags = ("-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc")
    ffmpeg(*colour("0x806040"), "-c:v", "libx264", "-pix_fmt", "yuv420p10le", *tags, tmp_path / "a.mkv")
    _, note = read(tmp_path / "a.mkv")[1]
    assert note.endswith(
        f"HDR ({name}) is brought to BT.709: what is brighter than white is clipped; --hdr keep keeps it"
    )


def test_frames_of_pixels_that_are_not_square_are_made_so_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "wide.mkv"
    ffmpeg(*pattern("320x180", 0.2), "-vf", "setsar=3/2", path)
    with VideoFileSource(path) as source:
        assert source.info.size == (480, 180)
        assert source.notes == [f"{path}: its pixels are not square; its frames of 320x180 have become 480x180"]


@pytest.mark.slow
def test_what_hdr10_tells_of_its_monitor_is_left_out_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "hdr10.mp4"
    monitor = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
    tags = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
    ffmpeg(
        *pattern("320x180", 0.2),
        "-pix_fmt",
        "yuv420p10le",
        "-c:v",
        "libx265",
        "-x265-params",
        f"{monitor}:{tags}",
        path,
    )
    with VideoFileSource(path, is_deep=True, keeps_hdr=True) as source:
        list(source)
        assert [note for note in source.notes if "monitor" in note] == [
            f"{path}: what it tells of the monitor that its HDR was made on is left out"
        ]
