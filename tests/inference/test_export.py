"""Exported files: what they give, read by this program and by strangers, and what is refused."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt.build import build_engine, resolve_engine
from matting_rt.config import EngineConfig, Precision
from matting_rt.errors import ConfigError, ModelError, UsageError, WeightsError
from matting_rt.frame import FrameSize
from matting_rt.inference import export
from matting_rt.inference.export import ExportOptions, export_model
from matting_rt.inference.exported import ExportFormat, read_exported
from matting_rt.inference.program import load_program
from matting_rt.inference.torch import TorchEngine
from matting_rt.inference.verify import painted_videos, run_videos
from matting_rt.model_files import ModelSpec, find_model
from matting_rt.network.settings import NetworkSettings
from matting_rt.tensors import to_image
from tests.inference.exports import KINDS, SETTINGS, SIZES

pytestmark = pytest.mark.export


@pytest.fixture(scope="module")
def lite() -> ModelSpec:
    """The released one: what half precision costs depends on the weights."""
    return find_model("mobilenetv3-lite")


@pytest.fixture(scope="module")
def files(exported: Callable[[str], Path]) -> dict[str, Path]:
    """An exported file of each kind."""
    return {name: exported(name) for name in KINDS}


@pytest.mark.parametrize(("name", "limit"), [("fp32.pt", 1e-4), ("fp16.pt", 5e-3), ("fp32.onnx", 1e-4)])
def test_every_batch_and_size_is_compared_before_a_file_gets_its_name(
    files: dict[str, Path], name: str, limit: float
) -> None:
    told = json.loads((files[name].parent / "told.json").read_text())
    assert len(told) == len(SIZES) * len(export.runtimes(KINDS[name][0]))
    assert all(mean <= limit for mean in told)
    assert {path.name for path in files[name].parent.iterdir()} == {name, "told.json"}


def run_stranger(script: str, folder: Path, *packages: Path) -> None:
    """Run a program that has neither this package nor, it is made sure, torchvision."""
    check = "import sys; assert not {'matting_rt', 'torchvision'} & sys.modules.keys()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, packages))}
    command = [sys.executable, "-W", "ignore", "-c", f"{script}\n{check}"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def video_for_a_stranger(spec: ModelSpec, folder: Path) -> None:
    """frames.npy, bgr.npy and known.npy, and phas.npy of each frame as PyTorch says it."""
    size = FrameSize(320, 180)
    frames, bgr, known = painted_videos(1, size)
    with torch.inference_mode():
        phas, _ = run_videos(load_program(spec, SETTINGS), 1, size)
    for name, x in (("frames", frames), ("bgr", bgr), ("known", known), ("phas", phas)):
        np.save(folder / f"{name}.npy", x.numpy())


def test_a_program_without_this_package_loads_torchscript(
    files: dict[str, Path], lite: ModelSpec, tmp_path: Path
) -> None:
    video_for_a_stranger(lite, tmp_path)
    script = f"""
import numpy as np, torch
frames, bgr, known, phas = (torch.from_numpy(np.load(f"{{name}}.npy")) for name in ("frames", "bgr", "known", "phas"))
network = torch.jit.load({str(files["fp32.pt"])!r})
with torch.inference_mode():
    last_src, last_pha = torch.full_like(bgr, -1), torch.full_like(bgr[:, :1], -1)
    for src, expected in zip(frames.split(1), phas):
        pha, fgr = network(src, bgr, known, last_src, last_pha)
        assert fgr.shape == src.shape
        assert (pha - expected).abs().mean() < 1e-4
        last_src, last_pha = src, pha
    alone, _ = network(frames[:1], bgr)
    assert (alone - phas[0]).abs().mean() > 1e-4, "without a map the plate is taken to be known"
"""
    run_stranger(script, tmp_path)


def test_a_program_without_this_package_loads_onnx_in_openvino(
    files: dict[str, Path], lite: ModelSpec, tmp_path: Path
) -> None:
    openvino = pytest.importorskip("openvino")
    telemetry = importlib.import_module("openvino.tools.ovc.telemetry_utils")
    assert telemetry.tm.__name__.endswith("stub"), "comparing files in OpenVINO told its makers"
    video_for_a_stranger(lite, tmp_path)
    script = f"""
import numpy as np, openvino
frames, bgr, known, phas = (np.load(f"{{name}}.npy") for name in ("frames", "bgr", "known", "phas"))
core = openvino.Core()
model = core.compile_model({str(files["fp32.onnx"])!r}, "CPU", {{"INFERENCE_PRECISION_HINT": "f32"}})
last_src, last_pha = np.full_like(bgr, -1), np.full_like(bgr[:, :1], -1)
for index, expected in enumerate(phas):
    src = frames[index : index + 1]
    given = model({{"src": src, "bgr": bgr, "known": known, "last_src": last_src, "last_pha": last_pha}})
    assert given["fgr"].shape == src.shape
    assert np.abs(given["pha"] - expected).mean() < 1e-4
    last_src, last_pha = src, given["pha"].copy()
"""
    run_stranger(script, tmp_path, Path(openvino.__file__).parents[1])


@pytest.mark.parametrize("name", ["fp32.pt", "fp32.onnx"])
def test_an_exported_file_is_run_as_a_model(files: dict[str, Path], lite: ModelSpec, name: str) -> None:
    config = resolve_engine(EngineConfig(model=str(files[name]), precision=Precision.FP32))
    assert config.engine == ("onnx" if name.endswith("onnx") else "torchscript")
    same = EngineConfig(precision=Precision.FP32, backbone_scale=0.5, refine_pixels=40_000)
    engine = build_engine(config)
    size = FrameSize(177, 101)
    frames, bgr, known = painted_videos(1, size)
    streams = [engine.open_stream(size), TorchEngine(lite, same, torch.device("cpu")).open_stream(size)]
    for stream in streams:
        stream.set_plate(to_image(bgr), known[0, 0].numpy())
    for src in frames.split(1):
        given, expected = (stream.matte(to_image(src)).alpha.astype(int) for stream in streams)
        assert (np.abs(given - expected) > 1).sum() <= 2 * 16, "1e-3 apart, rounded to bytes, is a level at most"
    engine.close()


def test_a_file_says_what_it_holds(files: dict[str, Path], lite: ModelSpec) -> None:
    for name, precision in (("fp16.pt", Precision.FP16), ("fp32.onnx", Precision.FP32)):
        exported = read_exported(files[name])
        assert (exported.spec.variant, exported.spec.kind) == (lite.variant, lite.kind)
        assert (exported.precision, exported.settings, exported.size) == (precision, SETTINGS, None)


@pytest.mark.parametrize(
    ("name", "asked", "error", "what"),
    [
        ("fp32.onnx", {"engine": "torch"}, UsageError, "of the engine onnx, not torch"),
        ("fp32.pt", {"backbone_scale": 0.25}, ConfigError, "exported with backbone_scale 0.5, not 0.25"),
        ("fp32.pt", {"refine_pixels": 16}, ConfigError, "exported with refine_pixels 40000, not 16"),
        ("fp32.onnx", {"precision": Precision.FP16}, ConfigError, "exported in fp32"),
    ],
)
def test_what_a_file_cannot_do_is_refused(
    files: dict[str, Path], name: str, asked: dict[str, object], error: type[Exception], what: str
) -> None:
    with pytest.raises(error, match=what):
        resolve_engine(EngineConfig(model=str(files[name]), **asked))


@pytest.mark.parametrize("name", ["fp32.pt", "fp32.onnx"])
def test_a_damaged_file_is_refused(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    content = files[name].read_bytes()
    damaged = tmp_path / f"damaged{files[name].suffix}"
    damaged.write_bytes(content[: len(content) // 2])
    with pytest.raises((WeightsError, UsageError), match="damaged"):
        resolve_engine(EngineConfig(model=str(damaged)))


def test_a_foreign_torchscript_file_is_not_run(tmp_path: Path) -> None:
    with pytest.warns(match="torch.jit"):
        torch.jit.save(torch.jit.script(torch.nn.Identity()), tmp_path / "foreign.pt")
    with pytest.raises(WeightsError, match=r"was not written by Matting RT: .* export"):
        resolve_engine(EngineConfig(model=str(tmp_path / "foreign.pt")))


def test_a_file_that_differs_from_pytorch_is_not_left_behind(
    lite: ModelSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = NetworkSettings(0.25, 16)
    written = export.script_program
    monkeypatch.setattr(export, "script_program", lambda spec, settings, *rest: written(spec, other, *rest))
    with pytest.raises(ModelError, match="was not written: in TorchScript its matte differs"):
        export_model(lite, ExportOptions(ExportFormat.TORCHSCRIPT, SETTINGS), tmp_path / "wrong.pt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"size": FrameSize(256, 144)}, "any size"),
        ({"settings": NetworkSettings(0.9, 16)}, "up to 0.5"),
        ({"format": ExportFormat.ONNX, "size": FrameSize(255, 144)}, "multiples of 4"),
    ],
)
def test_what_cannot_be_exported_is_refused(options: dict[str, object], what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        ExportOptions(**{"format": ExportFormat.TORCHSCRIPT, "settings": SETTINGS, **options})
