"""Jobs whose pictures have more than 8 bits all the way, made and read back by the ffmpeg command line."""

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from matting_rt.batch.job_spec import VideoJob
from matting_rt.batch.opening import open_batch
from matting_rt.config import BackdropConfig, Config, EngineConfig
from matting_rt.frame import FrameSize
from matting_rt.media.encodings import Depth, Hdr
from matting_rt.pictures.exr import decode_exr, encode_exr
from matting_rt.pictures.transfer import to_light
from matting_rt.sinks.image_files import write_png
from matting_rt.synthetic.film import RenderedClip

pytestmark = pytest.mark.ffmpeg

SIZE = FrameSize(320, 180)
FRAMES = 3
BLUE = (0x14, 0x5A, 0xC8)
Pixels = npt.NDArray[np.uint16]


def gradient() -> npt.NDArray[np.float64]:
    """Light from the left, so that the person shows all levels of a ramp."""
    return np.linspace(1, 0.45, SIZE.width)[None, :, None]


def run_ffmpeg(*arguments: str | Path, given: bytes = b"") -> bytes:
    words = ["ffmpeg", "-v", "error", "-y", *map(str, arguments)]
    return subprocess.run(words, input=given, check=True, capture_output=True).stdout


def read(path: Path, pixel_format: str) -> Pixels:
    levels = np.frombuffer(run_ffmpeg("-i", path, "-pix_fmt", pixel_format, "-f", "rawvideo", "-"), np.uint16)
    if pixel_format.startswith("gray"):
        return levels.reshape(-1, SIZE.height, SIZE.width)
    return np.moveaxis(levels.reshape(-1, 3, SIZE.height, SIZE.width)[:, [2, 0, 1]], 1, 3)  # of planar green, blue, red


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> VideoJob:
    """A person in 10 bits of RGB, and a plate."""
    folder = tmp_path_factory.mktemp("film")
    clip = RenderedClip(SIZE, 25, FRAMES / 25)
    write_png(folder / "plate.png", np.rint(clip.plate() * gradient()).astype(np.uint8))
    frames = [np.rint(image * gradient() / 255 * 1023).astype(np.uint16) for image, _ in clip.frames()]
    planes = np.moveaxis(np.stack(frames)[..., [1, 2, 0]], 3, 1)
    raw = ("-f", "rawvideo", "-pix_fmt", "gbrp10le", "-s", str(SIZE), "-r", "25", "-i", "-")
    run_ffmpeg(*raw, "-c:v", "ffv1", folder / "a.mkv", given=planes.tobytes())
    config = Config(engine=EngineConfig(refine_pixels=50_000), backdrop=BackdropConfig("#145ac8"))
    return VideoJob(folder / "a.mkv", folder / "plate.png", None, config=config)


def matte(job: VideoJob) -> list[str]:
    """Run it, and give its notes."""
    with open_batch(job) as batch:
        return [str(note) for note in batch.run()["notes"]]


def test_every_level_of_10_bits_comes_out_of_a_job_that_stores_16(film: VideoJob, tmp_path: Path) -> None:
    composite, alpha = tmp_path / "composite.mkv", tmp_path / "alpha.mkv"
    notes = matte(replace(film, output=composite, others={"alpha": alpha}, codec="ffv1", depth=Depth.SIXTEEN))
    assert not any("become 8" in note for note in notes)
    given, made, seen = read(film.source, "gbrp10le"), read(composite, "gbrp16le"), read(alpha, "gray16le")
    assert len(given) == len(made) == len(seen) == FRAMES
    opaque, clear = seen == 65535, seen == 0
    assert 0.05 < opaque.mean() < 0.6
    expected = np.rint(given / 1023 * 65535)
    for channel in range(3):
        there, came = (set(levels[opaque][:, channel].tolist()) for levels in (expected, made))
        assert len(there) > 300
        # swscale widens 10 bits by shifting and repeating them, which is at most 1 of 65535 off
        assert sum(bool({level - 1, level, level + 1} & came) for level in there) >= 0.95 * len(there)
    assert np.abs(made[opaque] - expected[opaque]).mean() < 2
    np.testing.assert_array_equal(made[clear], np.broadcast_to(np.array(BLUE) * 257, (clear.sum(), 3)))
    soft = seen[~opaque & ~clear]
    assert (soft % 257 != 0).mean() > 0.9  # finer than bytes


def test_a_job_that_stores_8_bits_says_what_becomes_of_10(film: VideoJob, tmp_path: Path) -> None:
    notes = matte(replace(film, output=tmp_path / "a.mp4"))
    assert f"{film.source}: its 10 bits a channel become 8; --depth keeps more of them" in notes


@pytest.mark.slow
def test_hdr_goes_through_a_job_as_hdr(film: VideoJob, tmp_path: Path) -> None:
    source = tmp_path / "hlg.mkv"
    tags = ("-colorspace", "bt2020nc", "-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-color_range", "tv")
    run_ffmpeg(
        "-i", film.source, "-vf", "scale=out_color_matrix=bt2020,format=yuv422p10le", *tags, "-c:v", "ffv1", source
    )
    output = tmp_path / "out.mkv"
    config = replace(film.config, backdrop=BackdropConfig("white"))
    job = replace(film, source=source, output=output, codec="ffv1", depth=Depth.SIXTEEN, hdr=Hdr.KEEP, config=config)
    notes = matte(job)
    assert not any("is brought to" in note for note in notes)
    probed = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=color_transfer,color_primaries", "-of", "csv=p=0", output],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert sorted(probed.strip().split(",")) == ["arib-std-b67", "bt2020"]
    luma = read(output, "gray10le")
    assert luma[:, :8, :8].mean() / 1023 == pytest.approx(0.75, abs=0.01)


def test_light_goes_through_a_job_as_light(film: VideoJob, tmp_path: Path) -> None:
    given = []
    for number, (image, _) in enumerate(RenderedClip(SIZE, 25, FRAMES / 25).frames(), 7):
        light = to_light(image)
        light[light > 0.3] *= 6  # lamps are brighter than white
        (tmp_path / f"in.{number:04d}.exr").write_bytes(encode_exr(light))
        given.append(light)
    write_png(tmp_path / "plate.png", RenderedClip(SIZE, 25, FRAMES / 25).plate())
    matte(
        replace(film, source=tmp_path / "in.%04d.exr", plate=tmp_path / "plate.png", output=tmp_path / "out.%04d.exr")
    )
    made = [decode_exr((tmp_path / f"out.{number:04d}.exr").read_bytes()) for number in range(7, 7 + FRAMES)]
    backdrop = to_light(np.array(BLUE, np.uint8))
    for light, picture in zip(given, made, strict=True):
        assert picture is not None
        is_frame = (np.abs(picture[..., :3] - light) <= 1e-3 * np.maximum(light, 0.1)).all(axis=2)
        assert is_frame.mean() > 0.1
        assert light[is_frame].max() > 1.5
        is_backdrop = (np.abs(picture[..., :3] - backdrop) <= 1e-3).all(axis=2)
        assert is_backdrop.mean() > 0.4
        assert (is_frame | is_backdrop).mean() > 0.9
