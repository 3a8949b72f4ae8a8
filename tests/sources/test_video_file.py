import logging
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from matting_rt.errors import ConfigError, SourceFormatError
from matting_rt.frame import Frame, FrameSize
from matting_rt.sources.video_file import VideoFileSource
from tests.sources.media import flat_image, textured_image, write_video

COLOUR = (220, 20, 60)


def read(path: Path) -> list[Frame]:
    with VideoFileSource(path) as source:
        return list(source)


def read_until_error(path: Path) -> tuple[list[Frame], str]:
    frames: list[Frame] = []
    with VideoFileSource(path) as source, pytest.raises(SourceFormatError) as caught:
        frames.extend(source)
    return frames, str(caught.value)


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
    with pytest.raises(SourceFormatError, match="only sound"):
        VideoFileSource(tmp_path / "sound.m4a").open()


def test_the_cover_of_a_song_is_no_video(tmp_path: Path) -> None:
    def mark_as_cover(stream: av.VideoStream) -> None:
        stream.disposition = av.stream.Disposition.attached_pic

    path = tmp_path / "song.mp4"
    write_video(
        path, [textured_image(64, 64)], codec="mjpeg", pixel_format="yuvj420p", sound="aac", prepare=mark_as_cover
    )
    with pytest.raises(SourceFormatError, match="only sound"):
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
    frames, message = read_until_error(path)
    assert 20 <= len(frames) <= 31
    assert f"ends early: it holds {len(frames)} frames" in message
    assert "\n" not in message


def test_damage_within_a_file_costs_only_its_frames(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, noise(30), codec="mpeg4")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 20] = bytes(len(data) // 20)
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        frames = read(path)
    assert 15 <= len(frames) <= 30
    assert frames[-1].time_s == pytest.approx(29 / 25)
    assert "damaged frames" in caplog.text


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
