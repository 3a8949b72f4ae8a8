import re
import struct
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from matting_rt.errors import ConfigError, SourceFormatError
from matting_rt.frame import Frame, FrameSize
from matting_rt.sources.video_file import VideoFileSource
from tests.sources.media import flat_image, textured_image, write_video

COLOUR = (220, 20, 60)


def read(path: Path) -> list[Frame]:
    with VideoFileSource(path) as source:
        return list(source)


def read_with_notes(path: Path) -> tuple[list[Frame], list[str]]:
    with VideoFileSource(path) as source:
        return list(source), list(source.notes)


def read_short(path: Path) -> tuple[list[Frame], str]:
    """The frames, and what is said to be missing."""
    with VideoFileSource(path) as source:
        frames = list(source)
    assert source.shortfall is not None
    return frames, source.shortfall


def noise(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 255, (144, 256, 3), dtype=np.uint8) for _ in range(count)]


def test_uneven_frame_times_are_kept(tmp_path: Path) -> None:
    times = [0, 3000, 3100, 9000, 18000]
    write_video(tmp_path / "a.mp4", [textured_image(64, 64)] * 5, times=times, time_base=Fraction(1, 90000))
    frames = read(tmp_path / "a.mp4")
    assert [frame.pts * frame.time_base for frame in frames] == [Fraction(t, 90000) for t in times]


def test_a_first_time_that_is_not_zero_is_kept(tmp_path: Path) -> None:
    write_video(tmp_path / "a.ts", [textured_image(64, 64)] * 5, times=range(50, 55))
    times = [frame.time_s for frame in read(tmp_path / "a.ts")]
    assert times[0] >= 2
    np.testing.assert_allclose(np.diff(times), 1 / 25, atol=1e-4)


def test_frames_without_times_follow_one_another(tmp_path: Path) -> None:
    write_video(tmp_path / "a.h264", [textured_image(64, 64)] * 5)
    times = [frame.time_s for frame in read(tmp_path / "a.h264")]
    assert len(times) == 5
    np.testing.assert_allclose(np.diff(times), 1 / 25, atol=1e-3)


@pytest.mark.parametrize("degrees", [0, 90, 180, -90])
def test_a_rotated_video_is_upright(tmp_path: Path, degrees: int) -> None:
    upright = textured_image(96, 64)
    stored = np.ascontiguousarray(np.rot90(upright, -degrees // 90))
    write_video(tmp_path / "a.mp4", [stored] * 2, prepare=lambda stream: stream.set_display_rotation(degrees))
    with VideoFileSource(tmp_path / "a.mp4") as source:
        assert source.info.size == FrameSize(96, 64)
        for frame in source:
            np.testing.assert_allclose(frame.image[8::48, 8::64].astype(int), upright[8::48, 8::64], atol=4)


MATRICES = {
    "upright": (1, 0, 0, 1),
    "mirrored": (-1, 0, 0, 1),
    "upside down": (-1, 0, 0, -1),
    "upside down and mirrored": (1, 0, 0, -1),
    "a quarter to the right": (0, 1, -1, 0),
    "a quarter to the left": (0, -1, 1, 0),
    "a quarter to the right and mirrored": (0, 1, 1, 0),
    "a quarter to the left and mirrored": (0, -1, -1, 0),
}
"""a, b, c and d of the eight display matrices: a point (x, y) of what is stored is shown at (a x + c y, b x + d y)."""


def as_shown(stored: np.ndarray, matrix: tuple[int, int, int, int]) -> np.ndarray:
    """Put every pixel where the matrix says, moved to begin at 0; the slow way."""
    a, b, c, d = matrix
    rows, columns = np.mgrid[: stored.shape[0], : stored.shape[1]]
    x, y = a * columns + c * rows, b * columns + d * rows
    x, y = x - x.min(), y - y.min()
    shown = np.zeros((y.max() + 1, x.max() + 1, 3), np.uint8)
    shown[y, x] = stored
    return shown


def set_display_matrix(path: Path, matrix: tuple[int, int, int, int], size: FrameSize) -> None:
    """Write the matrix into the header of the first track of an .mp4 or .mov, as cameras and editors do."""
    a, b, c, d = matrix
    left, top = (
        -min(0, p * size.width + q * size.height, p * size.width, q * size.height) for p, q in ((a, c), (b, d))
    )
    one = 1 << 16
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 44
    struct.pack_into(">9i", content, at, a * one, b * one, 0, c * one, d * one, 0, left * one, top * one, 1 << 30)
    path.write_bytes(content)


@pytest.mark.parametrize("matrix", MATRICES.values(), ids=MATRICES)
@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_a_video_is_upright_however_it_was_turned_or_mirrored(
    tmp_path: Path, matrix: tuple[int, int, int, int], suffix: str
) -> None:
    stored = textured_image(96, 64)
    write_video(tmp_path / f"a{suffix}", [stored] * 2)
    set_display_matrix(tmp_path / f"a{suffix}", matrix, FrameSize(96, 64))
    expected = as_shown(stored, matrix)
    with VideoFileSource(tmp_path / f"a{suffix}") as source:
        assert source.info.size == FrameSize(expected.shape[1], expected.shape[0])
        for frame in source:
            np.testing.assert_allclose(frame.image[8::32, 8::32].astype(int), expected[8::32, 8::32], atol=4)


@pytest.mark.parametrize("flip", ["none", "horizontal", "vertical"])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turn_that_every_frame_tells_of_is_made_too(tmp_path: Path, flip: str, rotate: int) -> None:
    """As some phones and drones write H.264: in the stream, not in the container. Turned to the left, then flipped."""
    stored = textured_image(96, 64)
    write_video(tmp_path / "plain.mp4", [stored] * 2)
    option = f"h264_metadata=display_orientation=insert:rotate={rotate}" + ("" if flip == "none" else f":flip={flip}")
    with av.open(str(tmp_path / "plain.mp4")) as plain, av.open(str(tmp_path / "a.mkv"), "w") as turned:
        stream = turned.add_stream_from_template(plain.streams.video[0])
        turn = BitStreamFilterContext(option, plain.streams.video[0], stream)
        for packet in plain.demux(video=0):
            if packet.size:
                for told in turn.filter(packet):
                    told.stream = stream
                    turned.mux(told)
    with av.open(str(tmp_path / "a.mkv")) as container:
        frame = next(container.decode(video=0))
        matrix = (
            np.frombuffer(frame.side_data["DISPLAYMATRIX"], np.int32)[[0, 1, 3, 4]]
            if rotate or flip != "none"
            else None
        )
    expected = stored if matrix is None else as_shown(stored, tuple(np.sign(matrix)))
    for shown in read(tmp_path / "a.mkv"):
        np.testing.assert_allclose(shown.image[8::32, 8::32].astype(int), expected[8::32, 8::32], atol=4)


@pytest.mark.parametrize("degrees", [0, 90])
@pytest.mark.parametrize("size", [FrameSize(48, 32), FrameSize(192, 128)])
def test_frames_are_resized_in_their_own_shape(tmp_path: Path, degrees: int, size: FrameSize) -> None:
    upright = cv2.GaussianBlur(textured_image(96, 64), (0, 0), 3)
    stored = np.ascontiguousarray(np.rot90(upright, -degrees // 90))
    write_video(tmp_path / "a.mp4", [stored] * 2, prepare=lambda stream: stream.set_display_rotation(degrees))
    with VideoFileSource(tmp_path / "a.mp4", size) as source:
        assert source.info.size == size
        expected = cv2.resize(upright, size, interpolation=cv2.INTER_AREA if size.width < 96 else cv2.INTER_CUBIC)
        for frame in source:
            assert np.abs(frame.image.astype(int) - expected).mean() < 4


def test_a_size_that_would_stretch_frames_is_refused(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", [textured_image(96, 64)] * 2)
    with pytest.raises(ConfigError, match=r"64x64 would stretch the frames .* are 96x64; choose 64x43"):
        VideoFileSource(tmp_path / "a.mp4", FrameSize(64, 64)).open()
    with pytest.raises(ConfigError, match="choose 15x10"):  # within what was asked for, which can always be had
        VideoFileSource(tmp_path / "a.mp4", FrameSize(16000, 10)).open()


def test_pixels_that_are_not_square_are_made_square(tmp_path: Path) -> None:
    def stretch(stream: av.VideoStream) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)

    write_video(tmp_path / "a.mkv", [textured_image(144, 108)] * 2, prepare=stretch)
    assert [frame.size for frame in read(tmp_path / "a.mkv")] == [FrameSize(192, 108)] * 2


@pytest.mark.parametrize(
    ("colorspace", "color_range"),
    [
        (Colorspace.ITU709, ColorRange.MPEG),
        (Colorspace.ITU709, ColorRange.JPEG),
        (Colorspace.ITU601, ColorRange.MPEG),
        (Colorspace.BT2020, ColorRange.MPEG),
    ],
)
def test_colour_tags_are_honoured(tmp_path: Path, colorspace: int, color_range: int) -> None:
    write_video(tmp_path / "a.mkv", [flat_image(64, 64, COLOUR)] * 2, colorspace=colorspace, color_range=color_range)
    np.testing.assert_allclose(read(tmp_path / "a.mkv")[0].image[32, 32].astype(int), COLOUR, atol=3)


@pytest.mark.parametrize(("size", "matrix"), [((64, 480), Colorspace.ITU601), ((64, 720), Colorspace.ITU709)])
def test_untagged_colours_are_guessed_from_the_lines(tmp_path: Path, size: tuple[int, int], matrix: int) -> None:
    def untag(stream: av.VideoStream) -> None:
        stream.codec_context.colorspace = 2  # AVCOL_SPC_UNSPECIFIED

    images = [flat_image(*size, COLOUR)] * 2
    write_video(tmp_path / "a.mkv", images, colorspace=matrix, prepare=untag)
    with av.open(str(tmp_path / "a.mkv")) as container:
        assert next(container.decode(video=0)).colorspace == 2
    np.testing.assert_allclose(read(tmp_path / "a.mkv")[0].image[32, 32].astype(int), COLOUR, atol=3)


def test_ten_bits_become_eight(tmp_path: Path) -> None:
    images = [flat_image(64, 64, COLOUR)] * 2
    write_video(tmp_path / "a.mkv", images, pixel_format="yuv420p10le", colorspace=Colorspace.ITU709)
    image = read(tmp_path / "a.mkv")[0].image
    assert image.dtype == np.uint8
    np.testing.assert_allclose(image[32, 32].astype(int), COLOUR, atol=3)


@pytest.mark.slow
def test_hdr_white_becomes_white_and_grey_becomes_grey(tmp_path: Path) -> None:
    def tag_as_hlg(stream: av.VideoStream) -> None:
        stream.codec_context.color_trc = ColorTrc.ARIB_STD_B67
        stream.codec_context.color_primaries = ColorPrimaries.BT2020

    # ITU-R BT.2408: reference white (203 cd/m2) is at 75 % of the HLG signal, a grey card (26 cd/m2) at 38 %.
    images = [flat_image(64, 64, (round(0.75 * 255),) * 3), flat_image(64, 64, (round(0.38 * 255),) * 3)]
    write_video(
        tmp_path / "a.mkv", images, pixel_format="yuv420p10le", colorspace=Colorspace.BT2020, prepare=tag_as_hlg
    )
    white, grey = (frame.image[32, 32].astype(int) for frame in read(tmp_path / "a.mkv"))
    np.testing.assert_allclose(white, 255, atol=4)
    # Display light of 26/203 of white, on a display of gamma 2.4.
    np.testing.assert_allclose(grey, 255 * (26 / 203) ** (1 / 2.4), atol=6)


@pytest.mark.parametrize("codec", ["libvpx-vp9", "prores_ks"])
def test_an_odd_size_is_read_to_the_last_pixel(tmp_path: Path, codec: str) -> None:
    pixel_format = "yuva444p10le" if codec == "prores_ks" else "yuv420p"
    images = [flat_image(257, 145, COLOUR)] * 2
    write_video(tmp_path / "a.mkv", images, codec=codec, pixel_format=pixel_format, colorspace=Colorspace.ITU709)
    image = read(tmp_path / "a.mkv")[0].image
    assert image.shape == (145, 257, 3)
    np.testing.assert_allclose(image.reshape(-1, 3).astype(int), np.broadcast_to(COLOUR, (145 * 257, 3)), atol=5)


def test_a_still_image_is_a_video_of_one_frame(tmp_path: Path) -> None:
    write_video(tmp_path / "a.png", [textured_image(101, 99)], codec="png", pixel_format="rgb24")
    (frame,) = read(tmp_path / "a.png")
    np.testing.assert_array_equal(frame.image, textured_image(101, 99))


@pytest.mark.parametrize("name", ["Füße 走.mp4", "take:2.mp4", "100%d.mp4"])
def test_any_file_name_is_read(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_video(tmp_path / name, [textured_image(64, 64)] * 2)
    assert len(read(Path(name))) == 2


def test_a_directory_is_no_video(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="is a directory"):
        VideoFileSource(tmp_path).open()


def test_a_file_of_sound_only_is_no_video(tmp_path: Path) -> None:
    write_video(tmp_path / "both.mkv", [textured_image(64, 64)] * 5, sound="aac")
    with av.open(str(tmp_path / "both.mkv")) as both, av.open(str(tmp_path / "sound.m4a"), "w", format="mp4") as sound:
        stream = sound.add_stream_from_template(both.streams.audio[0])
        for packet in both.demux(both.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                sound.mux(packet)
    with pytest.raises(SourceFormatError, match="only audio"):
        VideoFileSource(tmp_path / "sound.m4a").open()


def test_the_cover_of_a_song_is_no_video(tmp_path: Path) -> None:
    def mark_as_cover(stream: av.VideoStream) -> None:
        stream.disposition = av.stream.Disposition.attached_pic

    path = tmp_path / "song.mp4"
    write_video(
        path, [textured_image(64, 64)], codec="mjpeg", pixel_format="yuvj420p", sound="aac", prepare=mark_as_cover
    )
    with pytest.raises(SourceFormatError, match="only audio"):
        VideoFileSource(path).open()


def test_an_unknown_codec_is_an_error_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, [textured_image(64, 64)] * 2)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzz1"))
    with pytest.raises(SourceFormatError, match="cannot decode"):
        VideoFileSource(path).open()


def test_a_recording_without_its_index_is_an_error_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, noise(10))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SourceFormatError, match="cut short"):
        VideoFileSource(path).open()


@pytest.mark.parametrize(
    ("name", "container_options"),
    [("a.mkv", {}), ("a.mp4", {"movflags": "faststart"}), ("a.mp4", {"movflags": "frag_keyframe+empty_moov"})],
)
def test_a_file_cut_off_yields_what_it_holds_and_says_so(
    tmp_path: Path, name: str, container_options: dict[str, str]
) -> None:
    path = tmp_path / name
    write_video(path, noise(50), container_options=container_options, sound="aac")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    frames, line = read_short(path)
    assert 20 <= len(frames) <= 31
    assert f"ends early: it holds {len(frames)} frames" in line
    assert "\n" not in line
    with (
        VideoFileSource(path, is_strict=True) as source,
        pytest.raises(SourceFormatError, match="copy it again") as caught,
    ):
        assert len(list(source)) == len(frames)
    assert str(caught.value).startswith(line)


def test_a_whole_file_lacks_nothing(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mkv", [textured_image(64, 64)] * 5, sound="aac")
    with VideoFileSource(tmp_path / "a.mkv", is_strict=True) as source:
        assert len(list(source)) == 5
        assert source.shortfall is None


LATE_BY = 125
"""Frames: five seconds, as in a part of a longer recording."""


@pytest.mark.parametrize("name", ["a.mkv", "a.webm", "a.mp4", "a.mov", "a.nut", "a.flv", "a.ts"])
def test_a_file_that_starts_late_is_as_long_as_its_frames(tmp_path: Path, name: str) -> None:
    codec, sound = ("libvpx-vp9", "libopus") if name.endswith("webm") else ("libx264", "aac")
    times = range(LATE_BY, LATE_BY + 50)
    write_video(tmp_path / name, [textured_image(64, 64)] * 50, times=times, codec=codec, sound=sound)
    with VideoFileSource(tmp_path / name, is_strict=True) as source:
        assert source.info.frame_count == pytest.approx(50, abs=2)
        frames = list(source)
    assert len(frames) == 50
    assert frames[-1].time_s - frames[0].time_s == pytest.approx(49 / 25, abs=0.01)
    assert source.shortfall is None


@pytest.mark.parametrize(("name", "options"), [("a.mkv", {}), ("a.mp4", {"movflags": "faststart"})])
def test_a_file_that_starts_late_and_is_cut_off_says_how_much_of_its_length_it_holds(
    tmp_path: Path, name: str, options: dict[str, str]
) -> None:
    path = tmp_path / name
    write_video(path, noise(50), times=range(LATE_BY, LATE_BY + 50), container_options=options, sound="aac")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    frames, line = read_short(path)
    assert 20 <= len(frames) <= 31
    assert re.search(r"of 2\.\d seconds$", line)


def test_damage_within_a_file_costs_only_its_frames(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, noise(30), codec="mpeg4")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 20] = bytes(len(data) // 20)
    path.write_bytes(data)
    frames, notes = read_with_notes(path)
    assert 15 <= len(frames) <= 30
    assert frames[-1].time_s == pytest.approx(29 / 25)
    (note,) = notes
    assert "damaged frames are shown as far as they could be decoded" in note or "are missing" in note


def test_sound_that_outlasts_the_pictures_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25, width=64, height=64, pix_fmt="yuv420p")
        audio = container.add_stream("aac", rate=48000, layout="mono")
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 48000 * 3), dtype=np.float32), format="fltp", layout="mono")
        sound.sample_rate, sound.pts = 48000, 0
        picture = av.VideoFrame.from_ndarray(textured_image(64, 64), "rgb24")
        for packets in (video.encode(picture), video.encode(None), audio.encode(sound), audio.encode(None)):
            container.mux(packets)
    assert len(read(path)) == 1
