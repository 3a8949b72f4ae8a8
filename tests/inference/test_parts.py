"""The parts of a network for CPUs: whose they are, and what is done where there are none."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matting_rt import build, extras
from matting_rt.config import DeviceKind, EngineConfig, RefineMode
from matting_rt.errors import UsageError, WeightsError
from matting_rt.frame import FrameSize
from matting_rt.inference import parts
from matting_rt.inference.onnx import OnnxEngine
from matting_rt.inference.parts import PartsEngine, read_parts
from matting_rt.inference.verify import compare_parts
from matting_rt.model_files import ModelSpec, find_model, program_paths, read_spec, released_models
from matting_rt.network.settings import TILE
from matting_rt.synthetic.film import RenderedClip

CPU = EngineConfig("mobilenetv3-lite", engine="onnx", device=DeviceKind.CPU)


@pytest.fixture
def copy(tmp_path: Path) -> ModelSpec:
    """A copy of the released model with its parts."""
    spec = find_model("mobilenetv3-lite")
    for path in spec.path.parent.glob("mobilenetv3-lite.*"):
        shutil.copy(path, tmp_path)
    return read_spec(tmp_path / spec.path.name)


def test_every_released_model_comes_with_parts_of_its_own_weights() -> None:
    for spec in released_models():
        for path in program_paths(spec):
            assert spec.sha256.encode() in path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mobilenetv3-lite", "mobilenetv3"])
def test_parts_of_released_models_give_what_pytorch_gives(name: str) -> None:
    assert compare_parts(find_model(name)) < 0.25


def test_our_networks_run_in_parts_on_a_cpu_but_in_one_mode() -> None:
    assert isinstance(build.build_engine(build.resolve_engine(CPU)), PartsEngine)
    thresholding = EngineConfig(CPU.model, CPU.engine, CPU.device, refine_mode=RefineMode.THRESHOLDING)
    assert isinstance(build.build_engine(build.resolve_engine(thresholding)), OnnxEngine)


def test_an_engine_that_is_closed_leaves_no_thread() -> None:
    def names() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name.startswith("tiles_")]

    before = names()
    with build.build_engine(build.resolve_engine(CPU)) as engine:
        clip = RenderedClip(FrameSize(256, 144), 10, 0.1)
        stream = engine.open_stream(FrameSize(256, 144))
        stream.set_plate(clip.plate())
        stream.matte(next(iter(clip.frames()))[0])
        assert len(names()) > len(before)
    assert names() == before
    with pytest.raises(UsageError, match="the engine is closed"):
        stream.matte(clip.plate())


def test_parts_of_other_weights_are_not_believed(
    copy: ModelSpec, make_model: Callable[[str, str, FrameSize], ModelSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    released = read_parts(copy)
    shutil.copy(make_model("mobilenetv3-lite", "refine", FrameSize(256, 144)).path, copy.path)
    copy.path.with_name(f"{copy.path.name}.sha256").unlink()
    monkeypatch.setattr(parts, "cached", lambda key, make: (1).to_bytes(8, "big") + b"be")
    assert read_parts(read_spec(copy.path)) == (b"b", b"e")
    assert released[0] != b"b"


def test_a_damaged_part_is_one_line(copy: ModelSpec) -> None:
    base, _ = program_paths(copy)
    base.write_bytes(base.read_bytes()[:-1])
    with pytest.raises(WeightsError, match=r"mobilenetv3-lite\.base\.onnx is damaged or was changed"):
        read_parts(copy)


def test_without_pytorch_parts_cannot_be_made(copy: ModelSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in program_paths(copy):
        path.unlink()
    monkeypatch.setattr(extras, "is_installed", lambda package: package != "torch")
    monkeypatch.setattr(parts, "cached", lambda key, make: make())
    with pytest.raises(UsageError, match=r"comes without mobilenetv3-lite\.base\.onnx .* takes PyTorch: pip install"):
        read_parts(copy)


@pytest.mark.parametrize("engine", ["onnx", "torch"])
@pytest.mark.parametrize("size", [FrameSize(64, 64), FrameSize(128, 64), FrameSize(65, 67)], ids=str)
def test_somebody_is_found_in_the_smallest_frames(engine: str, size: FrameSize) -> None:
    clip = RenderedClip(size, 10, 0.1)
    image, alpha = next(iter(clip.frames()))
    built = build.build_engine(build.resolve_engine(replace(CPU, engine=engine)))
    stream = built.open_stream(size)
    stream.set_plate(clip.plate())
    assert np.abs(stream.matte(image).alpha.astype(float) - alpha).mean() < 0.06 * 255
    built.close()


def test_where_there_are_few_tiles_an_outline_has_no_notches() -> None:
    size = FrameSize(640, 360)
    clip = RenderedClip(size, 10, 0.1)
    image, truth = next(iter(clip.frames()))
    with build.build_engine(build.resolve_engine(replace(CPU, backbone_scale=0.25, refine_pixels=6400))) as engine:
        stream = engine.open_stream(size)
        stream.set_plate(clip.plate())
        alpha = stream.matte(image).alpha
    steps = [
        np.abs(np.diff(one.astype(int), axis=1) - np.diff(true.astype(int), axis=1))
        for one, true in ((alpha, truth), (alpha.T, truth.T))
    ]
    across_borders, within_tiles = (
        np.mean([step[:, at::TILE].mean() for step in steps]) for at in (TILE - 1, TILE // 2)
    )
    assert across_borders < 1.5 * within_tiles
