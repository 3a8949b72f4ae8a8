"""Videos of more than 8 bits a channel; made by the ffmpeg command line."""

from pathlib import Path

import av
import numpy as np
import pytest

from matting_rt.frame import Colours, Frame, FrameSize, StreamInfo
from matting_rt.pictures.depth import to_levels
from matting_rt.sources.video_file import VideoFileSource
from tests.sources.test_video_kinds import colour, ffmpeg, pattern

RAMP = "geq=lum='64+X*876/(W-1)':cb=512:cr=512"
"""Every level of 10 bits from black to white, from left to right."""
BT709 = ("-colorspace", "bt709", "-color_range", "tv", "-color_trc", "bt709", "-color_primaries", "bt709")


def read(
    path: Path, size: FrameSize | None = None, *, is_deep: bool = True, keeps_hdr: bool = False
) -> tuple[list[Frame], StreamInfo, list[str]]:
    with VideoFileSource(path, size, is_deep=is_deep, keeps_hdr=keeps_hdr) as source:
        return list(source), source.info, list(source.notes)


def write_ramp(path: Path, *options: str | Path) -> None:
    ffmpeg(*colour("black", "1024x64", 0.2), "-vf", f"format=yuv420p10le,{RAMP}", *options, path)


@pytest.mark.parametrize(
    "codec", [("ffv1",), ("libx265", "-x265-params", "log-level=none:lossless=1")], ids=lambda codec: codec[0]
)
def test_every_level_of_a_ramp_of_10_bits_is_there_where_it_belongs(tmp_path: Path, codec: tuple[str, ...]) -> None:
    write_ramp(tmp_path / "a.mkv", *BT709, "-c:v", *codec)
    frames, info, notes = read(tmp_path / "a.mkv")
    assert len(frames) == 5
    assert info.colours is Colours.BT709
    assert notes == []
    true = np.floor(np.arange(1024) * 876 / 1023) / 876 * 65535
    for frame in frames:
        assert frame.deep is not None
        assert frame.deep.dtype == np.uint16
        np.testing.assert_array_equal(frame.image, to_levels(frame.deep))
        np.testing.assert_allclose(frame.deep[30].astype(float), true[:, None].repeat(3, 1), atol=4)
        assert len(np.unique(frame.deep[30, :, 1])) == 877


def test_where_8_bits_are_enough_a_line_says_what_is_lost(tmp_path: Path) -> None:
    write_ramp(tmp_path / "a.mkv", *BT709, "-c:v", "ffv1")
    frames, _, (note,) = read(tmp_path / "a.mkv", is_deep=False)
    assert frames[0].deep is None
    assert note == f"{tmp_path / 'a.mkv'}: its 10 bits a channel become 8; --depth keeps more of them"


def test_a_video_of_8_bits_has_no_deep_pictures(tmp_path: Path) -> None:
    ffmpeg(*pattern("64x48", 0.2), "-c:v", "ffv1", tmp_path / "a.mkv")
    frames, info, notes = read(tmp_path / "a.mkv", keeps_hdr=True)
    assert {frame.deep for frame in frames} == {None}
    assert (info.colours, notes) == (Colours.BT709, [])


@pytest.mark.parametrize(
    ("pixel_format", "bits", "codec"),
    [
        *((f"{name}{bits}le", bits, "ffv1") for name in ("gray", "gbrp") for bits in (10, 12, 16)),
        *((f"{name}{bits}le", bits, "ffv1") for name in ("yuv420p", "yuv422p", "yuv444p") for bits in (10, 12, 16)),
        ("yuv422p10le", 10, "prores_ks"),
    ],
)
def test_white_and_black_of_every_format_are_white_and_black(
    tmp_path: Path, pixel_format: str, bits: int, codec: str
) -> None:
    path, most, step = tmp_path / "a.mov", 2**bits - 1, 2 ** (bits - 8)
    path = path.with_suffix(".mkv") if codec == "ffv1" else path
    for is_white in (True, False):
        levels = f"lum={most * is_white}"
        if pixel_format.startswith("gbr"):
            levels = ":".join(f"{channel}={most * is_white}" for channel in "rgb")
        elif pixel_format.startswith("yuv"):
            levels = f"lum={(235 if is_white else 16) * step}:cb={128 * step}:cr={128 * step}"
        ffmpeg(*colour("black"), "-vf", f"format={pixel_format},geq={levels}", *BT709[:4], "-c:v", codec, path)
        (frame, *_), _, _ = read(path)
        assert frame.deep is not None
        np.testing.assert_allclose(frame.deep.astype(int), 65535 * is_white, atol=2)


def test_deep_pictures_are_turned_and_made_as_wide_and_as_large_as_the_others(tmp_path: Path) -> None:
    path, turned = tmp_path / "a.mp4", tmp_path / "b.mp4"
    wide = ("-vf", "setsar=4/3,format=yuv420p10le", "-c:v", "libx264", "-crf", "4")
    ffmpeg(*pattern("96x72", 0.2), *wide, path)
    ffmpeg("-i", path, "-c", "copy", "-metadata:s:v", "rotate=90", turned)
    for size in (None, FrameSize(36, 64)):
        (frame, *_), _, _ = read(turned, size)
        (shallow, *_), _, _ = read(turned, size, is_deep=False)
        assert frame.deep is not None
        assert frame.size == (size or FrameSize(72, 128))
        assert frame.deep.shape == frame.image.shape
        np.testing.assert_array_equal(frame.image, to_levels(frame.deep))
        assert np.abs(frame.image.astype(int) - shallow.image).mean() < 3


def test_deep_pictures_are_deinterlaced_and_fitted_as_the_others(tmp_path: Path) -> None:
    codec = ("-pix_fmt", "yuv420p10le", "-c:v", "libx264", "-flags", "+ildct+ilme", "-top", "1")
    ffmpeg(*pattern("160x96", 0.4), "-vf", "interlace", *codec, tmp_path / "a.ts")
    ffmpeg(*pattern("96x160", 0.4), "-pix_fmt", "yuv420p10le", "-c:v", "libx264", tmp_path / "b.ts")
    path = tmp_path / "both.ts"
    path.write_bytes((tmp_path / "a.ts").read_bytes() + (tmp_path / "b.ts").read_bytes())
    frames, _, notes = read(path)
    assert any("deinterlaced" in note for note in notes)
    assert any("change their size" in note for note in notes)
    for frame in frames:
        assert frame.deep is not None
        assert frame.deep.shape == (96, 160, 3)
        np.testing.assert_array_equal(frame.image, to_levels(frame.deep))
    last = frames[-1].deep
    assert last is not None
    assert last[:, :50].max() == 0
    assert last[:, 60:100].max() > 60000


@pytest.mark.slow
@pytest.mark.parametrize(("transfer", "colours"), [("arib-std-b67", Colours.HLG), ("smpte2084", Colours.PQ)])
def test_hdr_is_kept_where_that_is_asked_for(tmp_path: Path, transfer: str, colours: Colours) -> None:
    tags = ("-colorspace", "bt2020nc", "-color_range", "tv", "-color_trc", transfer, "-color_primaries", "bt2020")
    write_ramp(tmp_path / "a.mkv", *tags, "-c:v", "ffv1")
    source = VideoFileSource(tmp_path / "a.mkv", is_deep=True, keeps_hdr=True)
    for first, count in ((0, 5), (3, 2)):  # by one source, which keeps the tables of colours: they take seconds
        with source:
            (kept, *others), info = source.frames_from(first), source.info
            assert len(others) == count - 1
            assert list(source.notes) == []
    (brought, *_), brought_info, (note,) = read(tmp_path / "a.mkv")
    (shallow, *_), _, _ = read(tmp_path / "a.mkv", is_deep=False, keeps_hdr=True)
    assert (info.colours, brought_info.colours) == (colours, Colours.BT709)
    assert note.endswith(
        f"HDR ({colours.upper()}) is brought to BT.709: what is brighter than white is clipped; --hdr keep keeps it"
    )
    assert kept.deep is not None
    assert brought.deep is not None
    assert len(np.unique(kept.deep[30, :, 1])) == 877
    np.testing.assert_allclose(np.diff(kept.deep[30, :, 1].astype(float)), 64, atol=80)
    np.testing.assert_array_equal(brought.image, to_levels(brought.deep))
    # seen alike by the network, whichever way
    for frame in kept, shallow:
        assert np.abs(frame.image.astype(int) - brought.image).max() <= 3
    # 203 cd/m2 is white: at 75 % of HLG, 58 % of PQ
    at = round(1023 * (0.7495 if colours is Colours.HLG else 0.5807))
    assert brought.deep[30, at].min() / 65535 == pytest.approx(1, abs=0.01)
    assert brought.deep[30, at - 40].max() / 65535 < 0.97


@pytest.mark.parametrize("stored", ["half", "float"])
def test_floating_point_is_kept_beyond_black_and_white_and_shown_as_light(tmp_path: Path, stored: str) -> None:
    path = tmp_path / "a.exr"
    light = np.linspace(-0.5, 3.5, 64 * 48 * 3, dtype=np.float32).reshape(48, 64, 3)
    with av.open(str(path), "w", format="image2", options={"update": "1"}) as container:
        stream = container.add_stream("exr", rate=25, options={"format": stored})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "gbrpf32le"
        container.mux([*stream.encode(av.VideoFrame.from_ndarray(light, "gbrpf32le")), *stream.encode(None)])
    (frame,), info, notes = read(path)
    assert (info.colours, notes) == (Colours.LINEAR, [])
    assert frame.deep is not None
    assert frame.deep.dtype == np.float32
    np.testing.assert_allclose(frame.deep, light, atol=2e-3 if stored == "half" else 0)
    # BT.709: code values of half the light are 0.7055
    assert frame.image[np.abs(light - 0.5).max(axis=2) < 0.01].mean() == pytest.approx(255 * 0.7055, abs=2)
    (shallow,), _, (note,) = read(path, is_deep=False)
    np.testing.assert_array_equal(shallow.image, frame.image)
    assert "bits a channel become 8" in note
    (small,), _, _ = read(path, FrameSize(32, 24))
    assert small.deep is not None
    np.testing.assert_allclose(small.deep, light.reshape(24, 2, 32, 2, 3).mean((1, 3)), atol=2e-3)
