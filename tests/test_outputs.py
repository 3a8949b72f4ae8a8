"""An output picture is added by one row."""

from pathlib import Path

import numpy as np
import pytest

import matting_rt
from matting_rt import build, load_image
from matting_rt.cli.__main__ import main
from matting_rt.config import Config, EngineConfig, PlateConfig
from matting_rt.errors import ConfigError
from matting_rt.frame import Image
from matting_rt.outputs import OUTPUTS, Material, Output
from tests.cli.conftest import Scene, scene

__all__ = ["scene"]  # a fixture


def draw_outline(material: Material) -> Image:
    """White where alpha is neither 0 nor 255."""
    alpha = material.matte.alpha
    return np.where((alpha > 0) & (alpha < 255), 255, 0).astype(np.uint8)


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> Output:
    output = Output("outline", "where the alpha is soft", draw_outline, is_grey=True)
    monkeypatch.setitem(OUTPUTS, output.name, output)
    return output


def test_pictures_are_written_with_it(scene: Scene, tmp_path: Path) -> None:
    assert main([*scene.arguments("images", tmp_path), "--write", "outline,alpha"]) == 0
    alpha, outline = (load_image(tmp_path / f"a.{name}.png")[..., 0] for name in ("alpha", "outline"))
    np.testing.assert_array_equal(outline == 255, (alpha > 0) & (alpha < 255))


def test_videos_are_written_with_it(scene: Scene, tmp_path: Path) -> None:
    outline = tmp_path / "outline.mkv"
    assert main([*scene.arguments("video", tmp_path / "out.mp4"), "--outline-output", str(outline)]) == 0
    frames = list(build.video_frames(outline))
    assert len(frames) == 24
    assert frames[0].image.max() > 200


def test_a_job_takes_it_by_name(scene: Scene, tmp_path: Path) -> None:
    config = Config(engine=EngineConfig(str(scene.model), engine="torch"), plate=PlateConfig(check=False))
    job = matting_rt.VideoJob(scene.video, scene.plate, None, {"outline": tmp_path / "outline.mkv"}, config=config)
    with matting_rt.open_batch(job) as batch:
        batch.run()
    assert [file.name for file in tmp_path.iterdir()] == ["outline.mkv"]


def test_it_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["video", "--help"])
    assert "also write where the alpha is soft" in " ".join(capsys.readouterr().out.split())


def test_what_only_a_preview_shows_is_not_written(scene: Scene, tmp_path: Path) -> None:
    job = matting_rt.ImagesJob(scene.pictures, scene.plate, tmp_path, ("difference",))
    with pytest.raises(ConfigError, match="there is no output 'difference'; choose of composite, alpha"):
        matting_rt.open_batch(job)
