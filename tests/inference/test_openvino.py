"""Our own networks in OpenVINO: the same mattes as in ONNX Runtime; and which of the two computes here."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matting_rt import build, extras
from matting_rt.config import DeviceKind, EngineConfig, Precision, RefineMode
from matting_rt.errors import ConfigError, UsageError
from matting_rt.frame import FrameSize, Image
from matting_rt.inference import cache, runtimes
from matting_rt.inference.openvino import has_bf16
from matting_rt.inference.parts import PartsEngine
from matting_rt.inference.select import resolve
from matting_rt.model_files import find_model
from matting_rt.synthetic.film import RenderedClip

SIZE = FrameSize(640, 360)
IN_ONNX = EngineConfig("mobilenetv3-lite", engine="onnx", device=DeviceKind.CPU, precision=Precision.FP32)
IN_OPENVINO = replace(IN_ONNX, engine="openvino")


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture
def bf16() -> None:
    if not has_bf16():
        pytest.skip("this processor does not compute in bf16")


def mattes(config: EngineConfig, model: str = "mobilenetv3-lite", size: FrameSize = SIZE) -> Iterator[Image]:
    clip = RenderedClip(size, 10, 0.4)
    engine = PartsEngine(find_model(model), config)
    stream = engine.open_stream(size)
    stream.set_plate(clip.plate(), np.linspace(0.5, 1, 54 * 96, dtype=np.float32).reshape(54, 96))
    for image, _ in clip.frames():
        yield stream.matte(image).alpha
    engine.close()


@pytest.mark.parametrize("model", ["mobilenetv3-lite", "mobilenetv3"])
@pytest.mark.parametrize("size", [SIZE, FrameSize(177, 101)], ids=str)
def test_openvino_gives_what_onnx_runtime_gives(model: str, size: FrameSize) -> None:
    for one, other in zip(mattes(IN_ONNX, model, size), mattes(IN_OPENVINO, model, size), strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1


@pytest.mark.usefixtures("bf16")
def test_bf16_errs_by_less_than_anyone_sees() -> None:
    in_bf16 = replace(IN_OPENVINO, precision=Precision.BF16)
    for one, other in zip(mattes(IN_ONNX), mattes(in_bf16), strict=True):
        assert np.abs(one.astype(float) - other).mean() < 0.5


@pytest.mark.usefixtures("bf16")
def test_openvino_computes_in_bf16_where_it_can_unless_told_otherwise() -> None:
    asked = replace(IN_OPENVINO, precision=Precision.AUTO)
    assert build.resolve_engine(asked).precision is Precision.BF16
    assert build.resolve_engine(IN_OPENVINO).precision is Precision.FP32


def test_bf16_is_refused_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matting_rt.inference.openvino.has_bf16", lambda: False)
    with pytest.raises(ConfigError, match="in which this processor does not compute"):
        build.resolve_engine(replace(IN_OPENVINO, precision=Precision.BF16))
    with pytest.raises(ConfigError, match="which is the engine openvino's"):
        build.resolve_engine(replace(IN_ONNX, precision=Precision.BF16))


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("faster", ["onnx", "openvino"], ids=str)
def test_whichever_was_faster_is_chosen_and_remembered(faster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = replace(IN_ONNX, engine="auto", precision=Precision.AUTO)
    measured: list[list[str]] = []

    def measure(spec: object, configs: list[EngineConfig]) -> list[float]:
        measured.append([config.engine for config in configs])
        return [1.0 if config.engine == faster else 2.0 for config in configs]

    monkeypatch.setattr(runtimes, "_measure", measure)
    for _ in range(2):
        assert build.resolve_engine(asked).engine == faster
    assert measured == [["onnx", "openvino"]]


@pytest.mark.usefixtures("own_cache")
def test_both_are_really_measured() -> None:
    chosen = build.resolve_engine(replace(IN_ONNX, engine="auto", precision=Precision.AUTO))
    assert chosen.engine in ("onnx", "openvino")
    (kept,) = cache.measurements_folder().iterdir()
    assert b"openvino" in kept.read_bytes()


def test_without_openvino_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "is_installed", lambda package: package != "openvino")
    monkeypatch.setattr(runtimes, "_measure", lambda spec, configs: pytest.fail("there is no choice"))
    assert build.resolve_engine(replace(IN_ONNX, engine="auto")).engine == "onnx"
    with pytest.raises(UsageError, match=r"the engine openvino takes OpenVINO: pip install 'matting-rt\[openvino\]'"):
        build.resolve_engine(IN_OPENVINO)


def test_what_has_no_parts_is_not_run() -> None:
    with pytest.raises(ConfigError, match="does not run mobilenetv3-lite"):
        build.resolve_engine(replace(IN_OPENVINO, refine_mode=RefineMode.THRESHOLDING))
    with pytest.raises(
        ConfigError,
        match="the engine openvino does not run on cuda; choose the device cpu, or the engine onnx or torchscript",
    ):
        resolve(replace(IN_OPENVINO, device=DeviceKind.CUDA), cuda_available=True)


AFTER_ENGINES = """
import gc, os, signal
from matting_rt.inference.openvino import open_core
signal.signal(signal.SIGUSR1, lambda number, frame: print("arrived"))
cores = []
for _ in range(2):
    cores.append(open_core())
    cores[-1].get_property("CPU", "OPTIMIZATION_CAPABILITIES")
while cores:
    del cores[0]
    gc.collect()
os.kill(os.getpid(), signal.SIGUSR1)
"""


def test_signals_arrive_after_whatever_was_opened_is_released() -> None:
    done = subprocess.run([sys.executable, "-c", AFTER_ENGINES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "arrived\n")


def test_openvino_is_given_no_way_to_tell_its_makers() -> None:
    code = (
        "from matting_rt.inference.openvino import open_core; open_core(); import sys; "
        "sys.exit(sys.modules['openvino_telemetry'] is not None)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
