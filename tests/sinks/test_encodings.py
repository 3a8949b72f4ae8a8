"""Every row of the table, written, and read back by the ffmpeg command line, which knows nothing of us."""

import subprocess
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.build_outputs import build_video_sink
from matting_rt.errors import ConfigError
from matting_rt.frame import Colours, DeepImage, Frame, FrameSize, Image, StreamInfo
from matting_rt.media.encoding_tables import CODECS, CONTAINERS
from matting_rt.media.encodings import AlphaMode, Codec, Depth, EncoderKind, EncodingWish
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND, Output
from matting_rt.pictures.transfer import to_light
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink

pytestmark = pytest.mark.ffmpeg

SIZE = FrameSize(320, 180)
QUALITIES = {"hevc": 4, "h264": 4, "av1": 4}
"""At which the levels of a smooth ramp are worth their bytes to the encoder."""
COLOURS = {Colours.BT709: "bt709,bt709", Colours.HLG: "arib-std-b67,bt2020", Colours.PQ: "smpte2084,bt2020"}
VIDEO_ROWS = [
    pytest.param(codec, depth, suffix, id=f"{codec.name} {depth.value} {suffix}")
    for codec in CODECS.values()
    for depth in codec.pixels
    for suffix in codec.suffixes
    if CONTAINERS[suffix].audio is not None
]
ALPHA_ROWS = [row for row in VIDEO_ROWS if row.values[0].pixels[row.values[1]].alpha]


def pictures() -> tuple[DeepImage, DeepImage]:
    """Colours (H, W, 4) with every alpha, and the alpha alone, uint16."""
    alpha = np.tile(np.linspace(0, 65535, SIZE.width).round().astype(np.uint16), (SIZE.height, 1))
    down = np.linspace(0, 65535, SIZE.height).astype(np.uint16)[:, None].repeat(SIZE.width, axis=1)
    return np.dstack([alpha, alpha[:, ::-1] // 2 + 8000, down, alpha]), alpha


def write(
    path: Path,
    output: Output,
    image: Image | DeepImage,
    wish: EncodingWish,
    colours: Colours = Colours.BT709,
    *,
    keeps_hdr: bool = False,
) -> VideoFileSink:
    size = FrameSize(image.shape[1], image.shape[0])
    sink = VideoFileSink(path, output=output, wish=wish, keeps_hdr=keeps_hdr, transparent=image.shape[2:] == (4,))
    sink.open(StreamInfo(size, Fraction(25), Fraction(1, 25), 3, colours=colours))
    for index in range(3):
        sink.write(MattedFrame.of({output: image}, _frame(index)))
    sink.finish()
    return sink


def _frame(index: int) -> Frame:
    return Frame(np.zeros((2, 2, 3), np.uint8), index, index, Fraction(1, 25))


def read(path: Path, pixel_format: str, codec: str = "", size: FrameSize = SIZE) -> np.ndarray:
    """The first picture as ffmpeg decodes it; its own VP9 decoder passes over the alpha."""
    decoder = ["-c:v", "libvpx-vp9"] if codec == "vp9" else []
    flags = ["-sws_flags", "accurate_rnd+full_chroma_int+full_chroma_inp"]
    words = ["ffmpeg", "-v", "error", *decoder, "-i", path, "-frames:v", "1", *flags, "-pix_fmt", pixel_format]
    done = subprocess.run([*words, "-f", "rawvideo", "-"], check=True, capture_output=True)
    assert not done.stderr
    levels = np.frombuffer(done.stdout, np.uint16 if pixel_format.endswith("le") else np.uint8).astype(int)
    if not pixel_format.startswith("gbr"):
        return levels.reshape(size.height, size.width, -1)
    green, blue, *others = levels.reshape(-1, size.height, size.width)  # of planar RGB
    return np.dstack([others[0], green, blue, *others[1:]])


def probe(path: Path, *fields: str) -> str:
    words = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", f"stream={','.join(fields)}"]
    done = subprocess.run([*words, "-of", "csv=p=0", str(path)], check=True, capture_output=True, text=True)
    return done.stdout.strip().rstrip(",")


@pytest.mark.parametrize(("codec", "depth", "suffix"), VIDEO_ROWS)
def test_every_row_keeps_colours_and_says_what_they_are(
    codec: Codec, depth: Depth, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    rgba, _ = pictures()
    write(path, COMPOSITE, rgba[..., :3], EncodingWish(codec=codec.name, depth=depth))
    is_deep = depth is not Depth.EIGHT
    levels = read(path, "rgb48le" if is_deep else "rgb24", codec.name) / (65535 if is_deep else 255)
    error = np.abs(levels - rgba[..., :3] / 65535)
    if codec.is_lossless:
        assert error.max() <= 0.501 / (2 ** int(depth.value) - 1)
    assert error.mean() < 1.2 / 255
    assert probe(path, "color_transfer", "color_primaries") == COLOURS[Colours.BT709]


@pytest.mark.parametrize(("codec", "depth", "suffix"), ALPHA_ROWS)
def test_every_row_that_holds_alpha_keeps_it_straight(codec: Codec, depth: Depth, suffix: str, tmp_path: Path) -> None:
    path, wish = tmp_path / f"a{suffix}", EncodingWish(codec=codec.name, depth=depth)
    rgba, alpha = pictures()
    write(path, FOREGROUND, rgba, wish)
    limit = {"prores4444": 1, "vp9": 2}.get(codec.name, 0)
    own = codec.pixels[depth].alpha
    pixel_format = own if own.startswith("gbr") else "rgba" if depth is Depth.EIGHT else "rgba64le"
    bits = int(depth.value) if own.startswith("gbr") else 8 if depth is Depth.EIGHT else 16
    read_back, most = read(path, pixel_format, codec.name), 2**bits - 1
    assert np.abs(read_back[..., 3] - round_to(alpha, bits)).max() <= limit * most / 255
    assert np.abs(read_back[:, 80:, :3] / most - rgba[:, 80:, :3] / 65535).mean() < 1.2 / 255


def round_to(image: DeepImage, bits: int) -> np.ndarray:
    return np.rint(image / 65535 * (2**bits - 1))


@pytest.mark.parametrize(("codec", "depth", "suffix"), VIDEO_ROWS)
def test_a_matte_is_grey_and_exact_where_nothing_is_lost(
    codec: Codec, depth: Depth, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    _, alpha = pictures()
    write(path, ALPHA, alpha, EncodingWish(codec=codec.name, depth=depth))
    bits, own = int(depth.value), codec.pixels[depth].grey
    if codec.is_lossless:
        native = own.replace("be", "le") if own else "rgb24"
        assert (read(path, native) == round_to(alpha, bits)[..., None]).all()
        return
    levels = read(path, "rgb24" if bits == 8 else "rgb48le", codec.name) / (255 if bits == 8 else 65535)
    assert np.abs(levels - alpha[..., None] / 65535).max() <= 3 / 255
    assert np.ptp(levels, axis=2).max() <= 2 / 255


@pytest.mark.parametrize("colours", [Colours.HLG, Colours.PQ])
@pytest.mark.parametrize("name", [codec.name for codec in CODECS.values() if codec.holds_hdr])
def test_hdr_stays_so_with_10_bits_and_its_tags(name: str, colours: Colours, tmp_path: Path) -> None:
    path = tmp_path / f"a{CODECS[name].suffixes[0]}"
    rgba, _ = pictures()
    write(path, COMPOSITE, rgba[..., :3], EncodingWish(codec=name), colours, keeps_hdr=True)
    assert probe(path, "color_transfer", "color_primaries") == COLOURS[colours]
    fields = probe(path, "pix_fmt", "color_space")
    assert "10le" in fields or "12le" in fields
    assert fields.endswith("gbr" if name == "ffv1" else "bt2020nc")
    assert np.abs(read(path, "rgb48le") - rgba[..., :3].astype(int)).mean() < 1.2 * 257


@pytest.mark.parametrize("name", ["prores", "prores4444", "dnxhr", "hevc", "h264", "av1"])
def test_a_ramp_of_10_bits_keeps_its_levels(name: str, tmp_path: Path) -> None:
    path, size = tmp_path / f"a{CODECS[name].suffixes[0]}", FrameSize(876, 128)
    ramp = np.tile((np.arange(size.width) * 65535 / 876).round().astype(np.uint16), (size.height, 1))
    write(path, COMPOSITE, ramp[..., None].repeat(3, axis=2), EncodingWish(name, Depth.TEN, QUALITIES.get(name)))
    row = read(path, "gray16le", size=size)[64, :, 0]
    assert len(np.unique(np.rint(row * 876 / 65535))) >= 0.95 * size.width


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_pictures_of_any_kind_of_numbers_are_stored_alike(kind: type, tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    rgba, _ = pictures()
    given = {
        np.uint8: np.rint(rgba / 257).astype(np.uint8),
        np.uint16: rgba,
        np.float32: (rgba / np.float32(65535)).astype(np.float32),
    }[kind]
    write(path, FOREGROUND, given, EncodingWish(codec="ffv1", depth=Depth.SIXTEEN))
    error = np.abs(read(path, "rgba64le") - rgba.astype(int))
    assert error.max() == 0 if kind is not np.uint8 else error.max() <= 129


def test_premultiplied_colours_are_times_alpha(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    rgba, alpha = pictures()
    write(path, FOREGROUND, rgba, EncodingWish("ffv1", Depth.SIXTEEN, alpha=AlphaMode.PREMULTIPLIED))
    read_back = read(path, "rgba64le")
    assert (read_back[..., 3] == alpha).all()
    np.testing.assert_allclose(read_back[..., :3], rgba[..., :3] * (alpha / 65535)[..., None], atol=0.51)


def test_light_is_stored_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    rgba, _ = pictures()
    write(path, COMPOSITE, rgba[..., :3], EncodingWish("ffv1", Depth.SIXTEEN, is_linear=True))
    light = to_light((rgba[..., :3] / np.float32(65535)).astype(np.float32))
    np.testing.assert_allclose(read(path, "rgb48le") / 65535, light, atol=0.6 / 65535)
    assert probe(path, "color_transfer") == "linear"


def test_where_no_hardware_encodes_software_does_and_says_so(tmp_path: Path) -> None:
    rgba, _ = pictures()
    path = tmp_path / "a.mp4"
    sink = write(path, COMPOSITE, rgba[..., :3], EncodingWish("h264", encoder=EncoderKind.HARDWARE))
    if sink.notes:  # else this computer has one
        assert list(sink.notes) == [f"{path}: no hardware here encodes H.264; libx264 does"]
    assert np.abs(read(path, "rgb24") - rgba[..., :3] / 257).mean() < 2


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_a_video_of_few_frames_has_right_times(tmp_path: Path, count: int) -> None:
    for name in ("h264", "av1", *4 * ["hevc"]):  # x265 goes by memory it never wrote, which may be right by chance
        sink = VideoFileSink(path := tmp_path / "a.mp4", wish=EncodingWish(name), overwrite=True)
        sink.open(StreamInfo(SIZE, Fraction(25), Fraction(1, 25), None))
        for index in range(count):
            sink.write(MattedFrame.of({COMPOSITE: np.zeros((SIZE.height, SIZE.width, 3), np.uint8)}, _frame(index)))
        sink.finish()
        words = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of", "csv=p=0"]
        shown = subprocess.run([*words, str(path)], check=True, capture_output=True, text=True).stdout.split()
        assert [float(time.strip(",")) for time in shown] == pytest.approx([index / 25 for index in range(count)])


@pytest.mark.parametrize("name", [name for name, codec in CODECS.items() if CONTAINERS[codec.suffixes[-1]].audio])
def test_the_same_pictures_give_the_same_file_whatever_lay_in_memory(name: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    texture = cv2.resize(rng.integers(0, 255, (40, 70), np.uint8), (400, 240), interpolation=cv2.INTER_CUBIC)
    count, times = (100, 5) if name == "h264" else (6, 2)  # x264 differed now and then
    written = set()
    for number in range(times):
        rubbish = [rng.bytes(2_000_000) for _ in range(number * 10)]
        path = tmp_path / f"{number}{CODECS[name].suffixes[-1]}"
        sink = VideoFileSink(path, output=COMPOSITE, wish=EncodingWish(name))
        sink.open(StreamInfo(SIZE, Fraction(25), Fraction(1, 25), count))
        del rubbish
        for index in range(count):
            shown = texture[index % 50 : index % 50 + SIZE.height, index % 80 : index % 80 + SIZE.width].copy()
            shown[60:140, 3 * (index % 60) :] = texture[:80, : SIZE.width - 3 * (index % 60)]
            sink.write(
                MattedFrame.of({COMPOSITE: np.ascontiguousarray(shown[..., None].repeat(3, axis=2))}, _frame(index))
            )
        sink.finish()
        written.add(path.read_bytes())
    assert len(written) == 1


def test_the_alpha_of_an_edge_that_moves_is_right_in_vp9_as_it_is_usual(tmp_path: Path) -> None:
    column = np.arange(SIZE.width)
    alphas = [
        np.tile(np.clip((column - 40 - 13 * index) * 30, 0, 255).astype(np.uint8), (SIZE.height, 1))
        for index in range(8)
    ]
    path = tmp_path / "a.webm"
    sink = VideoFileSink(path, output=FOREGROUND)
    sink.open(StreamInfo(SIZE, Fraction(25), Fraction(1, 25), len(alphas)))
    for index, alpha in enumerate(alphas):
        sink.write(MattedFrame.of({FOREGROUND: np.dstack([alpha, alpha, alpha, alpha])}, _frame(index)))
    sink.finish()
    words = ["ffmpeg", "-v", "error", "-c:v", "libvpx-vp9", "-i", path, "-vf", "extractplanes=a", "-f", "rawvideo", "-"]
    decoded = subprocess.run(words, check=True, capture_output=True).stdout
    shown = np.frombuffer(decoded, np.uint8).reshape(-1, SIZE.height, SIZE.width).astype(int)
    assert np.abs(shown - np.array(alphas)).max() <= 2


@pytest.mark.parametrize("suffix", [".exr", ".png", ".webm"])
def test_what_does_not_hold_hdr_refuses_to_keep_it(suffix: str) -> None:
    with pytest.raises(ConfigError, match="does not hold HDR; choose"):
        build_video_sink(
            {COMPOSITE: Path(f"a.%03d{suffix}" if suffix != ".webm" else "a.webm")},
            carry_from=None,
            stream=None,
            transparent=False,
            overwrite=False,
            keeps_hdr=True,
        )
