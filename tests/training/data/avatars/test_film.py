"""The film of the demo's person, with the real renderer."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.frame import FrameSize
from matting_rt.synthetic.pictures import decode_picture, list_pictures
from tests.training.data.avatars.tiny_human import write_human
from training.data.avatars import film

pytestmark = pytest.mark.usefixtures("_opengl")


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A folder of a person and a light probe."""
    folder = tmp_path / "stage"
    folder.mkdir()
    write_human(folder / "Anna_Casual.glb")
    assert cv2.imwrite(str(folder / "even.hdr"), np.ones((16, 32, 3), np.float32))
    return folder


def command(stage: Path, output: Path, *more: str) -> int:
    given = ("--avatars", str(stage), "--hdri", str(stage), "--output", str(output), "--who", "Anna")
    return film.main([*given, "--probe", "even", "--count", "3", *more])


def test_a_gesture_is_rendered_in_place_of_an_earlier_one(
    stage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "person"
    output.mkdir()
    (output / "17.webp").write_bytes(b"of an earlier film")
    (output / "NOTICE.txt").write_text("stays")
    monkeypatch.setattr(film, "SIZE", FrameSize(64, 48))
    assert command(stage, output) == 0
    paths = list_pictures(output)
    assert [path.name for path in paths] == ["00.webp", "01.webp", "02.webp"]
    first, _, last = (decode_picture(path) for path in paths)
    assert first.shape == (48, 64, 4)
    assert first[..., 3].max() == 255
    assert (first[..., 3] != last[..., 3]).any()
    assert (output / "NOTICE.txt").is_file()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--who", "Bert"], "Every avatar of"),
        (["--probe", "moon"], "holds no light probe called moon; see --probe"),
        (["--count", "1"], "count is 1; a gesture takes 2 pictures or more"),
    ],
)
def test_mistakes_are_told_in_a_line_and_nothing_is_replaced(
    stage: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], told: str
) -> None:
    assert command(stage, tmp_path / "person", *given) != 0
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not (tmp_path / "person").exists()
