"""Jobs as data: under which names outputs go, what is a video, and what the engine is asked for."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from gui.batch.jobs import (
    NO_PLATE,
    JobSettings,
    OutputFormat,
    new_videos,
    settings_of,
    videos_of,
    with_free_output,
    with_settings,
)
from matting_rt import VideoJob
from matting_rt.config import BackdropConfig, CompositeConfig, Config, LiveConfig


def new_video(source: Path, settings: JobSettings, taken: Collection[Path] = ()) -> VideoJob:
    return new_videos([source], settings, Config(), taken)[0]


def test_an_output_lies_beside_its_video_under_a_name_that_is_free(tmp_path: Path) -> None:
    video = tmp_path / "clip.mov"
    assert new_video(video, JobSettings()).output == tmp_path / "clip-matted.mp4"
    (tmp_path / "clip-matted.mp4").touch()
    again = new_video(video, JobSettings(), {tmp_path / "clip-matted-2.mp4"})
    assert again.output == tmp_path / "clip-matted-3.mp4"
    assert with_free_output(again, ()).output == tmp_path / "clip-matted-2.mp4"


def test_an_output_is_not_free_where_its_alpha_would_replace_a_file(tmp_path: Path) -> None:
    (tmp_path / "clip-matted-alpha.mp4").touch()
    with_alpha = new_video(tmp_path / "clip.mp4", JobSettings(writes_alpha=True))
    assert with_alpha.outputs == {
        "composite": tmp_path / "clip-matted-2.mp4",
        "alpha": tmp_path / "clip-matted-2-alpha.mp4",
    }
    assert new_video(tmp_path / "clip.mp4", JobSettings()).output == tmp_path / "clip-matted.mp4"


def test_two_videos_of_one_name_do_not_get_one_output(tmp_path: Path) -> None:
    settings = JobSettings(folder=str(tmp_path))
    videos = new_videos([Path("/a/clip.mp4"), Path("/b/clip.mov")], settings, Config(), set())
    assert [video.output for video in videos] == [tmp_path / "clip-matted.mp4", tmp_path / "clip-matted-2.mp4"]


@pytest.mark.parametrize("kind", [kind for kind in OutputFormat if kind is not OutputFormat.LISTED])
def test_a_transparent_format_has_no_backdrop_and_no_second_alpha(tmp_path: Path, kind: OutputFormat) -> None:
    settings = JobSettings(backdrop="navy", output_format=kind, writes_alpha=True, is_steady=True)
    video = new_video(tmp_path / "clip.mp4", settings)
    assert video.config.backdrop == BackdropConfig("transparent" if kind.is_transparent else "navy")
    assert video.output == tmp_path / f"clip-matted{kind.suffix}"
    assert video.others == ({} if kind.is_transparent else {"alpha": tmp_path / f"clip-matted-alpha{kind.suffix}"})
    assert video.is_steady
    assert settings_of(video).output_format is kind


def test_a_plate_is_a_file_the_video_itself_or_none() -> None:
    chosen = [JobSettings(), JobSettings(plate=NO_PLATE), JobSettings(plate="/room.png")]
    videos = [new_video(Path("clip.mp4"), settings) for settings in chosen]
    assert [(video.plate, video.learns_plate) for video in videos] == [
        (None, False),
        (None, True),
        (Path("/room.png"), False),
    ]
    assert [settings_of(video).plate for video in videos] == [settings.plate for settings in chosen]


def test_what_a_person_cannot_choose_stays_when_the_rest_is_changed() -> None:
    listed = VideoJob(
        "a.mp4", None, "b.mov", codec="dnxhr", quality=3, start_s=2.0, others={"foreground": Path("f.mov")}
    )
    settings = settings_of(listed)
    assert settings.output_format is OutputFormat.LISTED
    assert with_settings(listed, settings) == listed
    steady = with_settings(listed, replace(settings, is_steady=True))
    assert steady == replace(listed, is_steady=True)
    mp4 = with_settings(listed, replace(settings, output_format=OutputFormat.MP4))
    assert (mp4.output, mp4.codec, mp4.quality, mp4.start_s) == (Path("b.mp4"), None, None, 2.0)
    assert mp4.others == listed.others


def test_a_job_keeps_the_look_of_the_person_but_neither_the_mirror_nor_where_live_video_goes() -> None:
    config = Config(composite=CompositeConfig(light_wrap=0.5, mirror=True), live=LiveConfig(output="null"))
    (video,) = new_videos([Path("clip.mp4")], JobSettings(), config, set())
    assert video.config.composite == CompositeConfig(light_wrap=0.5)
    assert video.config.live == LiveConfig()


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


def test_a_folder_of_numbered_pictures_is_a_video(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"shot.{number:04d}.png").touch()
    assert videos_of([tmp_path]) == ([tmp_path], [])
