import json
from pathlib import Path

import cv2
import pytest

from matting_rt.cli.__main__ import main
from tests.cli.conftest import SIZE, Scene


def test_every_picture_gets_its_files(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.json"
    output = tmp_path / "new" / "folder"
    options = {"write": "composite,alpha,foreground", "report": report, "backdrop": "transparent"}
    assert main(scene.arguments("images", output, **options)) == 0
    assert capfd.readouterr().err == ""
    channels = {"composite": 4, "alpha": 1, "foreground": 4}
    for stem in ("a", "b"):
        for picture, count in channels.items():
            image = cv2.imread(str(output / f"{stem}.{picture}.png"), cv2.IMREAD_UNCHANGED)
            assert image.shape[:2] == (SIZE.height, SIZE.width)
            assert (1 if image.ndim == 2 else image.shape[2]) == count
    assert len(list(output.iterdir())) == 6
    assert json.loads(report.read_text())["frames_written"] == 2


def test_one_picture_may_stand_for_a_directory(scene: Scene, tmp_path: Path) -> None:
    assert main(scene.arguments("images", tmp_path, src=scene.pictures / "a.png", write="alpha")) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.alpha.png"]


def test_results_are_not_replaced_unless_told_to(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    result = tmp_path / "b.composite.png"
    result.write_text("precious")
    assert main(scene.arguments("images", tmp_path)) == 2
    captured = capfd.readouterr()
    assert "Loading" not in captured.out
    assert "b.composite.png" in captured.err
    assert result.read_text() == "precious"


def test_plates_without_partners_are_a_mistake(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    plates = tmp_path / "plates"
    plates.mkdir()
    for name in ("a", "x", "y"):
        (plates / f"{name}.png").write_bytes(scene.plate.read_bytes())
    assert main(scene.arguments("images", tmp_path / "out", plate=plates)) == 2
    assert "no plate called b" in capfd.readouterr().err


def test_a_damaged_picture_among_others_is_named_and_the_others_are_done(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "a.png").write_bytes((scene.pictures / "a.png").read_bytes())
    (pictures / "b.png").write_bytes((scene.pictures / "b.png").read_bytes()[:1000])
    (pictures / "c.png").write_bytes((scene.pictures / "b.png").read_bytes())
    report = tmp_path / "report.json"
    assert main(scene.arguments("images", tmp_path / "out", src=pictures, report=report)) == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.composite.png", "c.composite.png"]
    written = json.loads(report.read_text())
    assert written["frames_written"] == 2
    named, counted = written["notes"]
    assert str(pictures / "b.png") in named
    assert counted == f"1 of the 3 pictures in {pictures} cannot be read; the others were written"
    assert caplog.messages[-2:] == [named, counted]


def test_where_no_picture_can_be_read_the_job_fails(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("a.png", "b.png"):
        (pictures / name).write_bytes((scene.pictures / name).read_bytes()[:1000])
    assert main(scene.arguments("images", tmp_path / "out", src=pictures)) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert "a.png" in line
    assert "0 of 2 pictures were finished" in line
