from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from matting_rt.errors import ConfigError, SinkError
from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.media.encodings import EncodingWish
from matting_rt.outputs import ALPHA, FOREGROUND
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from tests.sinks.frames import RATE_FPS, TIME_BASE, matted_frame, stream_info, write_all
from tests.sources.media import textured_image, write_video


def copy_video(source: Path, target: Path) -> None:
    """Through the sink with the source's own times and sound, like a run without a network."""
    with av.open(str(source)) as container:
        stream = container.streams.video[0]
        frames = [(f.pts, f.to_ndarray(format="rgb24")) for f in container.decode(stream)]
        time_base = stream.time_base
    sink = VideoFileSink(target, carry_from=source)
    info = stream_info(frames[0][1].shape[1], frames[0][1].shape[0])
    sink.open(StreamInfo(info.size, RATE_FPS, time_base, None))
    for index, (pts, image) in enumerate(frames):
        sink.write(MattedFrame(image, None, None, index, pts, time_base))
    sink.finish()


def packet_times(path: Path, kind: str) -> list[float]:
    with av.open(str(path)) as container:
        (stream,) = getattr(container.streams, kind)
        return sorted(float(p.pts * p.time_base) for p in container.demux(stream) if p.pts is not None)


def sound_of(path: Path) -> tuple[str, bytes]:
    with av.open(str(path)) as container:
        (stream,) = container.streams.audio
        return stream.codec_context.name, b"".join(bytes(p) for p in container.demux(stream) if p.size)


def decode_first(path: Path, **reformat: object) -> np.ndarray:
    with av.open(str(path)) as container:
        return next(container.decode(video=0)).to_ndarray(**reformat)


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".mp4", "h264"), (".MOV", "h264"), (".mkv", "h264"), (".m4v", "h264"), (".webm", "vp9")]
)
def test_the_suffix_chooses_the_codec_and_colours_are_bt709(tmp_path: Path, suffix: str, codec: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_all(VideoFileSink(path), [matted_frame(i) for i in range(3)])
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == (codec, "yuv420p")
        assert context.colorspace == Colorspace.ITU709
        assert context.color_primaries == ColorPrimaries.BT709
        assert context.color_trc == ColorTrc.BT709
        assert context.color_range == ColorRange.MPEG
    image = decode_first(path, format="rgb24", src_colorspace=Colorspace.ITU709)
    np.testing.assert_allclose(image[8::48, 8::64].astype(int), textured_image(96, 64)[8::48, 8::64], atol=5)


def test_uneven_frame_times_are_kept(tmp_path: Path) -> None:
    times = [0, 3600, 3700, 20_000, 90_000]
    write_all(VideoFileSink(tmp_path / "a.mp4"), [matted_frame(i, pts=t) for i, t in enumerate(times)])
    assert packet_times(tmp_path / "a.mp4", "video") == [t / 90_000 for t in times]


def test_without_sound_the_first_frame_is_at_zero(tmp_path: Path) -> None:
    for first in (-5000, 900_000):
        frames = [matted_frame(i, pts=first + i * 3600) for i in range(5)]
        write_all(VideoFileSink(tmp_path / "a.mp4", overwrite=True), frames)
        np.testing.assert_allclose(packet_times(tmp_path / "a.mp4", "video"), np.arange(5) / 25, atol=1e-6)


def test_the_last_frame_is_shown_as_long_as_the_others(tmp_path: Path) -> None:
    write_all(VideoFileSink(tmp_path / "a.mp4"), [matted_frame(i) for i in range(25)])
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.duration == av.time_base


@pytest.mark.parametrize(
    ("source", "sound", "target", "copied"),
    [
        ("a.mp4", "aac", "b.mp4", True),
        ("a.mkv", "libopus", "b.webm", True),
        ("a.ts", "aac", "b.mp4", False),  # Copied too, but in another wrapping, hence other bytes.
        ("a.mov", "pcm_s16le", "b.mov", True),
        ("a.mkv", "pcm_s16le", "b.webm", False),
        ("a.mkv", "wavpack", "b.mp4", False),
    ],
)
def test_sound_comes_along_in_time(tmp_path: Path, source: str, sound: str, target: str, copied: bool) -> None:
    write_video(tmp_path / source, [textured_image(96, 64)] * 25, times=range(10, 35), sound=sound)
    copy_video(tmp_path / source, tmp_path / target)
    if copied:
        assert sound_of(tmp_path / target) == sound_of(tmp_path / source)

    def lead_s(path: Path) -> float:
        return packet_times(path, "audio")[0] - packet_times(path, "video")[0]

    # Encoding anew adds up to 45 ms before the first sound, which players skip.
    assert lead_s(tmp_path / target) == pytest.approx(lead_s(tmp_path / source), abs=2e-3 if copied else 0.05)
    assert packet_times(tmp_path / target, "audio")[-1] == pytest.approx(
        packet_times(tmp_path / target, "video")[-1], abs=0.1
    )


def test_a_container_that_refuses_the_sound_gets_aac(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mkv", [textured_image(96, 64)] * 25, sound="wavpack")
    copy_video(tmp_path / "a.mkv", tmp_path / "b.mp4")
    assert sound_of(tmp_path / "b.mp4")[0] == "aac"


def test_a_source_without_sound_gives_a_silent_video(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mkv", [textured_image(96, 64)] * 5)
    copy_video(tmp_path / "a.mkv", tmp_path / "b.mp4")
    assert len(packet_times(tmp_path / "b.mp4", "video")) == 5


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_an_odd_size_grows_by_a_copy_of_its_last_pixels_where_the_codec_knows_none(tmp_path: Path, suffix: str) -> None:
    sink = VideoFileSink(path := tmp_path / f"a{suffix}")
    write_all(sink, [matted_frame(width=97, height=65)])
    image = decode_first(path, format="rgb24", src_colorspace=Colorspace.ITU709)
    assert image.shape == (66, 98, 3)
    np.testing.assert_allclose(image[-1, -1].astype(int), textured_image(97, 65)[-1, -1], atol=5)
    assert list(sink.notes) == [f"{path}: H.264 stores even sizes: 97x65 has become 98x66"]


@pytest.mark.parametrize("options", [{"suffix": ".webm"}, {"suffix": ".mov", "transparent": True}])
def test_an_odd_size_is_kept_to_the_last_pixel_where_the_codec_can(tmp_path: Path, options: dict[str, Any]) -> None:
    sink = VideoFileSink(path := tmp_path / f"a{options.pop('suffix')}", **options)
    write_all(sink, [matted_frame(width=97, height=65, rgba=bool(options))])
    image = decode_first(path, format="rgb24", src_colorspace=Colorspace.ITU709)
    assert image.shape == (65, 97, 3)
    np.testing.assert_allclose(image[-1, -1].astype(int), textured_image(97, 65)[-1, -1], atol=5)
    assert not sink.notes


@pytest.mark.parametrize(("width", "suffix"), [(256, ".mp4"), (255, ".mkv"), (255, ".webm")])
def test_alpha_is_a_grey_video(tmp_path: Path, width: int, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    frame = matted_frame(width=width)
    write_all(VideoFileSink(path, output=ALPHA, wish=EncodingWish(quality=1)), [frame])
    image = decode_first(path, format="rgb24")
    np.testing.assert_allclose(image[:, :width, 0].astype(int), frame.alpha, atol=3)
    assert np.ptp(image.astype(int), axis=2).max() <= 2


@pytest.mark.parametrize(
    "make",
    [
        lambda path: VideoFileSink(path, transparent=True),
        lambda path: VideoFileSink(path, output=FOREGROUND),
    ],
)
@pytest.mark.parametrize("width", [96, 97])
def test_prores_keeps_colour_and_straight_alpha(
    tmp_path: Path, make: Callable[[Path], VideoFileSink], width: int
) -> None:
    frame = matted_frame(width=width, rgba=True)
    write_all(make(tmp_path / "a.mov"), [frame])
    image = decode_first(tmp_path / "a.mov", format="rgba", src_colorspace=Colorspace.ITU709)
    np.testing.assert_allclose(image[..., 3].astype(int), frame.alpha, atol=2)
    np.testing.assert_allclose(image[8::48, 8::64, :3].astype(int), frame.composite[8::48, 8::64, :3], atol=3)


def test_prores_of_any_width_is_the_same_every_time(tmp_path: Path) -> None:
    frame = matted_frame(width=258, height=146, rgba=True)
    for attempt in range(20):  # A race in FFmpeg damaged one in five, always where a third of the rows ends.
        path = tmp_path / f"{attempt}.mov"
        write_all(VideoFileSink(path, transparent=True), [frame])
        image = decode_first(path, format="rgba", src_colorspace=Colorspace.ITU709)
        np.testing.assert_allclose(image[..., 3].astype(int), frame.alpha, atol=2)


@pytest.mark.parametrize("width", [96, 97])
def test_webm_keeps_alpha(tmp_path: Path, width: int) -> None:
    frame = matted_frame(width=width, rgba=True)
    write_all(VideoFileSink(tmp_path / "a.webm", transparent=True, wish=EncodingWish(quality=4)), [frame])
    # FFmpeg's own VP9 decoder passes over the alpha; browsers and libvpx read it.
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(tmp_path / "a.webm")) as container:
        packets = [p for p in container.demux(video=0) if p.size]
    decoded = next(f for packet in packets for f in decoder.decode(packet))
    assert decoded.format.name == "yuva420p"
    plane = np.frombuffer(decoded.planes[3], dtype=np.uint8).reshape(decoded.height, -1)
    np.testing.assert_allclose(plane[:64, :width].astype(int), frame.alpha, atol=4)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".m4v"])
def test_transparency_needs_a_container_that_holds_it(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ConfigError, match=r"\.mov or \.webm"):
        VideoFileSink(tmp_path / f"a{suffix}", transparent=True)


@pytest.mark.parametrize("name", ["out", "out.txt", "out.gif"])
def test_an_unknown_suffix_is_refused_with_those_that_are_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match=r"\.mp4"):
        VideoFileSink(tmp_path / name)


def test_the_input_is_never_the_output(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", [textured_image(96, 64)])
    with pytest.raises(ConfigError, match="is the input"):
        VideoFileSink(tmp_path / "a.mp4", carry_from=tmp_path / "." / "a.mp4", overwrite=True)


def test_a_frame_of_another_size_is_an_error(tmp_path: Path) -> None:
    sink = VideoFileSink(tmp_path / "a.mp4")
    sink.open(stream_info(96, 64))
    with pytest.raises(SinkError, match="128x64"):
        sink.write(matted_frame(width=128))
    sink.abort()


def test_a_failure_keeps_the_output_that_was_to_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_text("precious")
    sink = VideoFileSink(path, overwrite=True)
    sink.open(stream_info())
    sink.write(matted_frame())
    sink.abort()
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]


def test_times_finer_than_the_container_stay_apart(tmp_path: Path) -> None:
    write_all(VideoFileSink(tmp_path / "a.mkv"), [matted_frame(i, pts=i * 1501) for i in range(10)])
    times = packet_times(tmp_path / "a.mkv", "video")
    np.testing.assert_allclose(times, [float(i * 1501 * TIME_BASE) for i in range(10)], atol=1e-3)
    assert Fraction(len(set(times))) == 10


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_live_times_in_microseconds_play_at_their_own_rate(tmp_path: Path, suffix: str) -> None:
    """A camera's clock: it starts anywhere, no two intervals are the same, and the output repeats what it has."""
    path, time_base = tmp_path / f"a{suffix}", Fraction(1, 1_000_000)
    jitter_us = np.random.default_rng(3).integers(-3000, 3000, 60)
    times = [5_123_456_789 + round(index * 1e6 / 30) + int(jitter_us[index]) for index in range(60)]
    image = textured_image(96, 64)
    sink = VideoFileSink(path)
    sink.open(StreamInfo(FrameSize(96, 64), Fraction(30), time_base, None))
    for index, pts in enumerate(times):
        for _ in range(1 + index % 2):
            sink.write(MattedFrame(image, None, None, index, pts, time_base))
    sink.finish()
    expected = [(pts - times[0]) / 1e6 for pts in times]
    np.testing.assert_allclose(packet_times(path, "video"), expected, atol=1e-6 if suffix == ".mp4" else 1e-3)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert float(stream.average_rate) == pytest.approx(30, rel=0.02)
        assert len(list(container.decode(stream))) == 60
        assert container.duration / av.time_base == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_a_live_video_is_never_written_again_and_most_of_it_survives_a_program_that_is_killed(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    sink = VideoFileSink(path, is_live=True)
    sink.open(stream_info(96, 64))
    rng = np.random.default_rng(1)
    for index in range(150):  # 6 s at 25 fps
        image = rng.integers(0, 255, (64, 96, 3), np.uint8)
        sink.write(MattedFrame(image, None, None, index, index * 3600, TIME_BASE))
    assert [*tmp_path.iterdir()] == [path], "it has its name already, and nothing lies beside it"
    cut = path.read_bytes()
    sink.finish()
    assert path.read_bytes()[1000 : len(cut) // 2] == cut[1000 : len(cut) // 2]
    assert len(packet_times(path, "video")) == 150
    (tmp_path / f"cut{suffix}").write_bytes(cut)
    with av.open(str(tmp_path / f"cut{suffix}")) as container:
        assert (
            sum(1 for packet in container.demux(video=0) if packet.size) >= 50
        )  # a second of the file, and what the encoder looks ahead
