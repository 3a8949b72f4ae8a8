import json
from pathlib import Path

import av
import cv2
import pytest

from matting_rt import demo_scene
from matting_rt.cli.__main__ import main
from tests.cli.conftest import SIZE, Scene


@pytest.fixture(autouse=True)
def _small_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_scene, "SIZE", SIZE)
    monkeypatch.setattr(demo_scene, "DURATION_S", 0.25)


def test_the_demo_leaves_films_a_sheet_and_a_report(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    demo = tmp_path / "demo"
    demo.mkdir()
    names = {"alpha.mp4", "backdrop.png", "composite.mp4", "contact-sheet.png", "input.mp4", "plate.png", "report.json"}
    for name in names:
        (demo / name).write_text("of an earlier demo")
    assert main(["demo", "--output", str(demo), "--model", str(scene.model), "--engine", "torch"]) == 0
    assert {path.name for path in demo.iterdir()} == names
    report = json.loads((demo / "report.json").read_text())
    assert report["frames_written"] == 6
    assert 0 < report["alpha_error"]["mean"] <= report["alpha_error"]["worst_frame"] <= 1
    assert cv2.imread(str(demo / "contact-sheet.png")) is not None
    with av.open(str(demo / "composite.mp4")) as container:
        assert len(container.streams.audio) == 1
    captured = capfd.readouterr()
    assert captured.out.startswith("Demo: ")
    assert "mean absolute alpha error" in captured.out
    assert captured.err == ""


def test_a_wrong_model_is_found_before_anything_is_rendered(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--output", str(tmp_path / "demo"), "--model", "mobilenetv9"]) == 2
    captured = capfd.readouterr()
    assert "Rendering" not in captured.out
    assert "no model is called 'mobilenetv9'" in captured.err
    assert not (tmp_path / "demo").exists()


def test_a_file_in_place_of_the_directory_is_a_mistake(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "demo"
    file.touch()
    assert main(["demo", "--output", str(file)]) == 2
    assert capfd.readouterr().err == f"matting-rt: error: {file} is a file; --output takes a directory\n"
