"""An engine is added by one row."""

from pathlib import Path

import pytest

import matting_rt
from matting_rt.cli.__main__ import main
from matting_rt.config import Config, EngineConfig, from_toml, to_toml
from matting_rt.doctor.probe import list_engines
from matting_rt.engines import ENGINES, Engine, Opener, engine_choices, load
from matting_rt.errors import ConfigError
from matting_rt.model_files import ModelSpec
from tests.cli.conftest import Scene, scene
from tests.engines import Difference

__all__ = ["scene"]  # a fixture


def open_difference(spec: ModelSpec, config: EngineConfig) -> Difference:
    """As a row names it."""
    return Difference()


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> str:
    opener = Opener("tests.test_engines:open_difference", ("cpu",))
    monkeypatch.setitem(ENGINES, "difference", Engine("difference", "Difference", networks=opener))
    return "difference"


def test_it_can_be_chosen_everywhere(added: str) -> None:
    assert (added, "Difference") in engine_choices()
    config = Config(engine=EngineConfig(engine=added))
    assert from_toml(to_toml(config)) == config


def test_it_runs_by_the_public_face(added: str) -> None:
    with matting_rt.load_engine(engine=added) as engine:
        assert isinstance(engine, Difference)


def test_it_runs_by_the_command_line(added: str, scene: Scene, tmp_path: Path) -> None:
    assert main(scene.arguments("images", tmp_path, engine=added)) == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_the_doctor_finds_it(added: str) -> None:
    assert next(engine for engine in list_engines() if engine.name == added).devices == ("cpu",)


def test_it_is_refused_where_it_does_not_run(added: str) -> None:
    with pytest.raises(ConfigError, match="does not run on directml; choose the device cpu, or the engine onnx"):
        matting_rt.load_engine(engine=added, device="directml")


@pytest.mark.parametrize("engine", ENGINES.values(), ids=lambda engine: engine.name)
def test_a_row_names_what_there_is(engine: Engine) -> None:
    openers = [opener.path for opener in (engine.networks, engine.sessions) if opener is not None]
    assert openers
    for path in (*openers, engine.find_devices, engine.has_bf16):
        assert path is None or callable(load(path))


def test_what_no_row_names_is_refused() -> None:
    with pytest.raises(ConfigError, match="engine is 'no-such-engine'; choose one of auto, onnx, openvino"):
        EngineConfig(engine="no-such-engine")
