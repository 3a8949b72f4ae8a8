"""Jobs as data: under which names outputs go, what is a video, and what the engine is asked for."""

from pathlib import Path

import pytest

from gui.batch.jobs import JobSettings, OutputFormat, free_output, new_jobs, videos_of
from matting_rt.config import BackdropConfig, CompositeConfig, Config, LiveConfig


def test_an_output_lies_beside_its_video_under_a_name_that_is_free(tmp_path: Path) -> None:
    video = tmp_path / "clip.mov"
    assert free_output(video, JobSettings(), set()) == tmp_path / "clip-matted.mp4"
    (tmp_path / "clip-matted.mp4").touch()
    taken = {str(tmp_path / "clip-matted-2.mp4")}
    assert free_output(video, JobSettings(), taken) == tmp_path / "clip-matted-3.mp4"


def test_an_output_is_not_free_where_its_alpha_would_replace_a_file(tmp_path: Path) -> None:
    (tmp_path / "clip-matted-alpha.mp4").touch()
    settings = JobSettings(writes_alpha=True)
    assert free_output(tmp_path / "clip.mp4", settings, set()) == tmp_path / "clip-matted-2.mp4"
    assert free_output(tmp_path / "clip.mp4", JobSettings(), set()) == tmp_path / "clip-matted.mp4"


def test_two_videos_of_one_name_do_not_get_one_output(tmp_path: Path) -> None:
    jobs = new_jobs([Path("/a/clip.mp4"), Path("/b/clip.mov")], JobSettings(folder=str(tmp_path)), Config(), set())
    assert [Path(job.output).name for job in jobs] == ["clip-matted.mp4", "clip-matted-2.mp4"]


@pytest.mark.parametrize("kind", list(OutputFormat))
def test_a_transparent_format_has_no_backdrop_and_no_second_alpha(tmp_path: Path, kind: OutputFormat) -> None:
    settings = JobSettings(backdrop="navy", output_format=kind, writes_alpha=True)
    (job,) = new_jobs([tmp_path / "clip.mp4"], settings, Config(), set())
    asked = job.video_job()
    assert asked.config.backdrop == BackdropConfig("transparent" if kind.is_transparent else "navy")
    assert asked.output == tmp_path / f"clip-matted{kind.suffix}"
    assert asked.others == ({} if kind.is_transparent else {"alpha": tmp_path / f"clip-matted-alpha{kind.suffix}"})


def test_a_job_keeps_the_look_of_the_person_but_neither_the_mirror_nor_where_live_video_goes() -> None:
    config = Config(composite=CompositeConfig(light_wrap=0.5, mirror=True), live=LiveConfig(output="null"))
    (job,) = new_jobs([Path("clip.mp4")], JobSettings(), config, set())
    asked = job.video_job().config
    assert asked.composite == CompositeConfig(light_wrap=0.5)
    assert asked.live == LiveConfig()


def test_a_folder_brings_its_videos_without_hidden_files_and_our_own_outputs(tmp_path: Path) -> None:
    for name in ("b.MKV", "a.mp4", "notes.txt", ".hidden.mp4", "a-matted.mp4", "a-matted-2-alpha.mp4"):
        (tmp_path / name).touch()
    (tmp_path / "folder.mp4").mkdir()
    assert videos_of([tmp_path, tmp_path / "a.mp4"]) == ([tmp_path / "a.mp4", tmp_path / "b.MKV"], [])


def test_what_is_no_video_is_said_in_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "me.jpg").touch()
    (tmp_path / "unknown.xyz").touch()
    (tmp_path / "empty").mkdir()
    names = ("me.jpg", "gone.mp4", "empty", "unknown.xyz")
    videos, lines = videos_of(tmp_path / name for name in names)
    assert videos == [tmp_path / "unknown.xyz"]
    assert [line.split()[:3] for line in lines] == [
        ["The", "file", "me.jpg"],
        ["The", "file", f"{tmp_path}/gone.mp4"],
        ["There", "are", "no"],
    ]
