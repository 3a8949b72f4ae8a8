"""Files of jobs that a program writes are read as the same jobs."""

from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest

from matting_rt import VideoJob
from matting_rt.batch.job_spec import OutputForm
from matting_rt.cli.job_file import read_jobs
from matting_rt.cli.job_file_writer import write_jobs
from matting_rt.config import BackdropConfig, CompositeConfig, Config, EngineConfig, GuardConfig, PlateConfig
from matting_rt.config.choices import Keep
from matting_rt.frame import FrameSize
from matting_rt.media.encodings import AlphaMode, Depth, EncoderKind, Hdr

CONFIG = Config(
    backdrop=BackdropConfig("blur:12"),
    guard=GuardConfig(keep=Keep.PEOPLE),
    engine=EngineConfig(model="mobilenetv3", refine_pixels=4000),
    composite=CompositeConfig(light_wrap=0.25, person_x=-0.2, shadow=True),
    plate=PlateConfig(check=False, learn=False),
)
VALUES = {
    "plate": Path("/plates/room {1}.png"),
    "others": {"alpha": Path("/alpha.mp4"), "foreground": Path("/f.mov")},
    "overwrite": True,
    "config": CONFIG,
    "form": OutputForm.PICTURES,
    "image_format": "tiff",
    "size": FrameSize(640, 360),
    "stream": 1,
    "learns_plate": True,
    "is_steady": True,
    "is_strict": True,
    "rate_fps": Fraction(30000, 1001),
    "pixel_format": "rgb24",
    "start_s": 1.5,
    "end_s": 90.25,
    "codec": "prores4444",
    "depth": Depth.TEN,
    "quality": 7,
    "alpha": AlphaMode.PREMULTIPLIED,
    "is_linear": False,
    "encoder": EncoderKind.HARDWARE,
    "hdr": Hdr.KEEP,
}
NOT_IN_FILES = {"source", "output", "resumes", "segment_frames"}


def read_back(path: Path, *jobs: VideoJob) -> list[VideoJob]:
    write_jobs(path, jobs)
    return [listed.job for listed in read_jobs(path, checks=False)]


def test_every_field_is_tried() -> None:
    assert {field.name for field in fields(VideoJob)} == VALUES.keys() | NOT_IN_FILES


@pytest.mark.parametrize("name", VALUES)
def test_what_a_job_is_asked_for_comes_back(tmp_path: Path, name: str) -> None:
    job = replace(VideoJob("/a.mp4", None, "/b.mp4"), **{name: VALUES[name]})  # type: ignore[arg-type]
    assert read_back(tmp_path / "jobs.toml", job) == [job]


@pytest.mark.parametrize("name", ["clip.mp4", "a [x].mp4", "{name} {b}.mp4", 'quo"te.mp4', "~me.mp4", "auto"])
@pytest.mark.parametrize("is_there", [True, False])
def test_any_name_of_a_file_comes_back_from_whichever_folder(tmp_path: Path, name: str, is_there: bool) -> None:
    path = tmp_path / name
    if is_there:
        path.touch()
    job = VideoJob(path, path, path.with_name(f"{name}.mp4"))
    assert read_back(tmp_path / "jobs.toml", job) == [job]
    assert read_back(tmp_path / "other" / "jobs.toml", job) == [job]


def test_paths_within_the_folder_of_the_file_move_with_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    write_jobs(tmp_path / "one" / "jobs.toml", [VideoJob(tmp_path / "one/a.mp4", None, tmp_path / "one/b/a.mp4")])
    (tmp_path / "one").rename(tmp_path / "two")
    (listed,) = read_jobs(tmp_path / "two" / "jobs.toml", checks=False)
    assert (listed.job.source, listed.job.output) == (tmp_path / "two/a.mp4", tmp_path / "two/b/a.mp4")
