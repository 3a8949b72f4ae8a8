"""`matting-rt video --preview`: some frames before all of them."""

import os
import re
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

import matting_rt
from matting_rt.cli.__main__ import main
from matting_rt.cli.contact_sheet import HEADING_HEIGHT, MARGIN
from matting_rt.config import Config, EngineConfig
from matting_rt.sources.image_files import load_image
from tests.cli.conftest import FRAME_COUNT, SIZE, Scene

pytestmark = [pytest.mark.usefixtures("no_display"), pytest.mark.ffmpeg]


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def test_a_preview_is_a_sheet_beside_an_output_that_is_not_written(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*scene.arguments("video", tmp_path / "out.mp4"), "--preview", "2"]) == 0
    sheet = tmp_path / "out.preview.png"
    assert [path.name for path in tmp_path.iterdir()] == [sheet.name]
    told = capfd.readouterr().out
    assert f"Wrote {sheet}" in told
    assert "nothing else is written" in told
    assert re.search(r"all of video.mp4 takes about [\d.]+ s", told)
    height = 480 * SIZE.height // SIZE.width
    assert load_image(sheet).shape == (HEADING_HEIGHT + 2 * (height + MARGIN), MARGIN + 3 * (480 + MARGIN), 3)


def test_where_the_output_has_no_folder_yet_the_sheet_is_a_temporary_file(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main([*scene.arguments("video", tmp_path / "new" / "out.mp4"), "--preview", "1"]) == 0
    assert [path.name for path in tmp_path.glob("*/*")] == ["video.preview.png"]
    assert not (tmp_path / "new").exists()


def test_a_viewer_is_opened_where_there_is_a_display(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, seen = tmp_path / "bin" / "xdg-open", tmp_path / "seen"
    viewer.parent.mkdir()
    viewer.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {seen}.part && mv {seen}.part {seen}\n')
    viewer.chmod(0o755)
    monkeypatch.setenv("PATH", str(viewer.parent), prepend=os.pathsep)
    monkeypatch.setenv("DISPLAY", ":7")
    assert main([*scene.arguments("video", tmp_path / "out.mp4"), "--preview", "1"]) == 0
    for _ in range(100):
        if seen.exists():
            break
        time.sleep(0.02)
    assert seen.read_text() == str(tmp_path / "out.preview.png")


@pytest.mark.slow
def test_frames_are_matted_as_the_job_would(scene: Scene, tmp_path: Path) -> None:
    config = Config(engine=EngineConfig(str(scene.model), engine="torch"))
    job = matting_rt.VideoJob(scene.video, scene.plate, tmp_path / "out", config=config)
    preview = matting_rt.preview_video(job, 3)
    assert [round(each.time_s * 24) for each in preview.frames] == [4, 12, 20]
    arguments = scene.arguments("video", tmp_path / "all", **{"output-format": "pictures"})
    assert main(arguments) == 0
    frames = [frame.image for frame in matting_rt.video_frames(scene.video)]
    assert len(frames) == FRAME_COUNT
    for each in preview.frames:
        index = round(each.time_s * 24)
        assert each.matted.index == index
        np.testing.assert_array_equal(each.frame, frames[index])
        composite = load_image(tmp_path / "all" / f"{index:05d}.png")
        assert each.matted.composite is not None
        assert np.abs(each.matted.composite.astype(int) - composite).mean() < 1


def test_a_preview_shows_the_frames_that_ffmpeg_shows_at_their_times(scene: Scene, tmp_path: Path) -> None:
    config = Config(engine=EngineConfig(str(scene.model), engine="torch"))
    job = matting_rt.VideoJob(scene.video, scene.plate, tmp_path / "out.mp4", config=config)
    for each in matting_rt.preview_video(job, 2).frames:
        seek = ["-ss", f"{each.time_s:.4f}", "-i", str(scene.video), "-frames:v", "1"]
        subprocess.run(["ffmpeg", "-v", "error", "-y", *seek, str(tmp_path / "frame.png")], check=True)
        assert np.abs(each.frame.astype(int) - load_image(tmp_path / "frame.png")).mean() < 2


def test_a_preview_of_nothing_is_a_mistake(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*scene.arguments("video", tmp_path / "out.mp4"), "--preview", "0"]) == 2
    assert "one frame or more" in capfd.readouterr().err
