"""The commands, with the real renderer: shards that go on where they were stopped, and what they show."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import SourceFormatError
from matting_rt.frame import FrameSize
from tests.training.data.avatars.tiny_human import write_human
from training.data.avatars.__main__ import main
from training.data.avatars.renderer import Renderer
from training.data.avatars.rendering import RenderConfig, render
from training.data.avatars.scene import Framing, draw_picture
from training.data.packed import names_in, open_file
from training.data.picture_files import read_cutout

pytestmark = pytest.mark.usefixtures("_opengl")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two people and a light probe."""
    folder = tmp_path_factory.mktemp("stage")
    write_human(folder / "Anna_Casual.glb", packed=True)
    write_human(folder / "Bert_Busi.glb")
    assert cv2.imwrite(str(folder / "even.hdr"), np.ones((16, 32, 3), np.float32))
    return folder


def command(stage: Path, output: Path, *more: object) -> int:
    size = ("--width", 64, "--height", 48, "--count", 5, "--per-shard", 2)
    given = ("--avatars", stage, "--hdri", stage, "--output", output, *size, *more)
    return main([str(argument) for argument in given])


def shards_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tar"))


def pictures_in(folder: Path) -> list[Path]:
    names = ((shard, name) for shard in shards_in(folder) for name in names_in(shard))
    return [shard / name for shard, name in names if name.endswith(".webp")]


def people_in(folder: Path) -> list[list[str]]:
    about = [json.load(open_file(path.with_suffix(".json"))) for path in pictures_in(folder)]
    return [each["people"] for each in about]


def test_people_are_rendered_into_shards(stage: Path, tmp_path: Path) -> None:
    assert command(stage, tmp_path) == 0
    assert [path.name for path in shards_in(tmp_path)] == [f"avatars-1-0000{number}.tar" for number in range(3)]
    pictures = pictures_in(tmp_path)
    assert len(pictures) == 5
    for path in pictures:
        colours, alpha = read_cutout(path)
        assert colours.shape == (48, 64, 3)
        assert alpha.mean() > 2
    assert {name for people in people_in(tmp_path) for name in people} <= {"Anna_Casual", "Bert_Busi"}


@pytest.mark.slow
def test_a_stopped_run_goes_on_and_ends_with_the_same_shards(stage: Path, tmp_path: Path) -> None:
    assert command(stage, tmp_path, "--workers", 2) == 0
    before = {path.name: path.read_bytes() for path in shards_in(tmp_path)}
    kept, lost, _ = shards_in(tmp_path)
    written = kept.stat().st_mtime_ns
    lost.unlink()
    assert command(stage, tmp_path) == 0
    assert {path.name: path.read_bytes() for path in shards_in(tmp_path)} == before
    assert kept.stat().st_mtime_ns == written


def test_people_are_chosen_by_name(stage: Path, tmp_path: Path) -> None:
    assert command(stage, tmp_path / "train", "--leave-out", "Anna") == 0
    assert people_in(tmp_path / "train") == [["Bert_Busi"]] * 5
    assert command(stage, tmp_path / "valid", "--only", "Anna") == 0
    assert people_in(tmp_path / "valid") == [["Anna_Casual"]] * 5


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--avatars", "nowhere"], "There is no folder nowhere; give one that holds avatars"),
        (["--hdri", "nowhere"], "There is no folder nowhere; give one that holds light probes"),
        (["--leave-out", "Anna", "Bert"], "Every avatar of"),
        (["--workers", "0"], "count, workers and per-shard must be at least 1"),
        (["--width", "9000"], "9000x48 do not fit"),
    ],
)
def test_mistakes_are_told_in_a_line_before_anything_is_rendered(
    stage: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], told: str
) -> None:
    assert command(stage, tmp_path, *given) in (1, 2)
    printed = capsys.readouterr().err.strip().splitlines()
    assert [line for line in printed if line.startswith("avatars: error:")] == printed[-1:]
    assert told in printed[-1]
    assert not list(tmp_path.iterdir())


def test_a_damaged_avatar_stops_a_run_of_several_processes_with_its_name(stage: Path, tmp_path: Path) -> None:
    (tmp_path / "Carl.glb").write_bytes(b"not an avatar at all, but long enough")
    config = RenderConfig(tmp_path, stage, tmp_path / "shards", 4, workers=2, size=FrameSize(64, 48), per_shard=2)
    with pytest.raises(SourceFormatError, match=r"Carl\.glb is not a binary glTF"):
        list(render(config))
    assert not list((tmp_path / "shards").iterdir())


def test_a_run_that_ends_early_leaves_only_whole_shards(stage: Path, tmp_path: Path) -> None:
    rendered = render(RenderConfig(stage, stage, tmp_path, 64, workers=2, size=FrameSize(64, 48), per_shard=8))
    assert isinstance(rendered, Generator)
    next(rendered)
    rendered.close()  # both processes are in the middle of the next ones
    assert all(path.suffix == ".tar" for path in tmp_path.iterdir())


def test_a_machine_without_opengl_is_told_what_to_install() -> None:
    script = """
from matting_rt.frame import FrameSize
from training.data.avatars.renderer import Renderer
try:
    Renderer(FrameSize(64, 48))
except UsageError as error:
    print(error)
"""
    script = "from matting_rt.errors import UsageError" + script
    environment = {**os.environ, "__EGL_VENDOR_LIBRARY_FILENAMES": "/nowhere.json"}
    command = [sys.executable, "-c", script]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri" in printed


def test_a_program_that_rendered_still_loads_all_of_torch() -> None:
    script = "from tests.training.data.avatars.conftest import *\nwith Renderer(FrameSize(64, 48)):\n    pass\n"
    subprocess.run([sys.executable, "-c", script + "import torch._dynamo"], check=True)


@pytest.mark.slow
def test_all_framings_and_crowds_are_drawn(stage: Path) -> None:
    draws = np.random.default_rng(1)
    cast = [stage / "Anna_Casual.glb", stage / "Bert_Busi.glb"]
    with Renderer(FrameSize(64, 48)) as renderer:
        pictures = [draw_picture(draws, renderer, cast, [stage / "even.hdr"]) for _ in range(60)]
    assert {picture.framing for picture in pictures} == set(Framing)
    assert {len(picture.people) for picture in pictures} == {1, 2}
    assert {picture.moves for picture in pictures} == {True, False}
    alphas = np.stack([picture.premultiplied[..., 3] for picture in pictures])
    assert 0 < np.mean((alphas > 0.02) & (alphas < 0.98)) < 0.3
