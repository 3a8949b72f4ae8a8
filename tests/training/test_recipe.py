"""Recipes, for real: the toy's with a few steps of its stages, and all of them by the flags that they name."""

import importlib
import os
import signal
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import tomli_w
import torch

from matting_rt.inference.onnx_export import export_parts
from matting_rt.model_files import ModelSpec, find_model
from training.checkpoint import LAST
from training.logs import Logs
from training.recipe import main, read_recipe

RECIPES = Path(__file__).parents[2] / "training" / "recipes"
TOY = RECIPES / "toy.toml"
ALL = [pytest.param(path, id=path.stem) for path in sorted(RECIPES.glob("*.toml"))]
FEW_STEPS = {
    "base": {
        "width": 64,
        "height": 64,
        "batch": 2,
        "pool": 16,
        "steps": 4,
        "warmup": 1,
        "save_every": 2,
        "valid_every": 4,
    }
    | {"calibration_pictures": 4, "valid_pictures": 2},
    "scenes": {"count": 8, "width": 640, "height": 384},  # smaller, hair alone is too much for a base
    "scenes-to-validate": {"count": 4, "width": 640, "height": 384},
    # four steps teach a base nothing: the edges are learned behind the released one
    "edges": {"start_from": str(find_model("mobilenetv3-lite").path), "batch": 2, "crop": 32, "steps": 4, "warmup": 1}
    | {"save_every": 2, "calibration_pictures": 4},
    "evaluate": {"count": 1, "size": "128x128"},
}


def shrink(folder: Path, *stages: str, **more: Any) -> Path:
    """The toy's recipe in `folder`, with these stages alone and a few steps of each, and without what it expects."""
    tables = asdict(read_recipe(TOY))
    tables["stages"] = {name: tables["stages"][name] for name in stages}
    for name in stages:
        tables["stages"][name]["flags"] |= FEW_STEPS.get(name, {})
    tables |= {"limits": {}, "bits": None, **more}
    path = folder / "few-steps.toml"
    path.write_text(tomli_w.dumps({key: value for key, value in tables.items() if value is not None}), encoding="utf-8")
    return path


def cook(recipe: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Its status, run in `folder`: what a checkpoint says of its run is then the same in each."""
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    return main([str(recipe), "--output", "runs"])


def stop_after(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first run of training told to stop, as a batch system does, after a step."""
    advance, steps = Logs.advance, []

    def advance_and_signal(logs: Logs) -> None:
        advance(logs)
        steps.append(len(steps) + 1)
        if len(steps) == step:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Logs, "advance", advance_and_signal)


@pytest.mark.slow
def test_a_recipe_gives_the_same_bytes_twice_even_if_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    recipe = shrink(tmp_path, "base")
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    assert cook(recipe, whole, monkeypatch) == 0
    stop_after(3, monkeypatch)
    with pytest.raises(SystemExit) as ended:
        cook(recipe, stopped, monkeypatch)
    assert ended.value.code == 128 + signal.SIGTERM
    assert "base has ended with status 143; the same command goes on there" in capfd.readouterr().err
    assert cook(recipe, stopped, monkeypatch) == 0
    assert (stopped / "runs/base" / LAST).read_bytes() == (whole / "runs/base" / LAST).read_bytes()
    assert not torch.are_deterministic_algorithms_enabled()


def export_weights_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the same weights exported once: what a second time takes says nothing about them."""
    exported: dict[str, tuple[bytes, bytes]] = {}

    def export(spec: ModelSpec) -> tuple[bytes, bytes]:
        if spec.sha256 not in exported:
            exported[spec.sha256] = export_parts(spec)
        return exported[spec.sha256]

    monkeypatch.setattr("training.release.export_parts", export)


@pytest.mark.slow
@pytest.mark.export
def test_a_recipe_ends_in_a_model_that_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    export_weights_once(monkeypatch)
    one, other = tmp_path / "one", tmp_path / "other"
    recipe = shrink(tmp_path, *read_recipe(TOY).stages)
    assert cook(recipe, one, monkeypatch) == 0
    assert (one / "runs/evaluation/evaluation.json").is_file()
    capfd.readouterr()
    assert cook(recipe, one, monkeypatch) == 0
    assert capfd.readouterr().out.count("is done") == len(FEW_STEPS) + 1
    until_released = [stage for stage in read_recipe(TOY).stages if stage != "evaluate"]
    assert cook(shrink(tmp_path, *until_released), other, monkeypatch) == 0
    released = "runs/models/toy.safetensors"
    assert (one / released).read_bytes() == (other / released).read_bytes()


@pytest.mark.parametrize("recipe", ALL)
def test_every_flag_of_a_recipe_is_one_of_its_command(recipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, stage in read_recipe(recipe).stages.items():
        known = ""
        for command in (stage.command, *(["evaluate"] if stage.command == "choose" else [])):
            with pytest.raises(SystemExit):
                importlib.import_module(f"training.{command}").main(["--help"])
            known += capsys.readouterr().out
        for flag in stage.flags:
            assert f"--{flag.replace('_', '-')}" in known, f"{name}: {flag}"


@pytest.mark.parametrize("recipe", ALL)
def test_a_recipe_is_shown_as_commands_and_nothing_happens(
    recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = [f"{name}={tmp_path / name}" for name in read_recipe(recipe).inputs]
    given = ["--input", *inputs] if inputs else []
    assert main([str(recipe), "--output", str(tmp_path / "runs"), "--show", *given]) == 0
    shown = capsys.readouterr().out
    assert shown.count("    python -m training.") == len(read_recipe(recipe).stages)
    assert "{" not in shown
    assert not list(tmp_path.iterdir())


def test_a_stage_that_was_done_otherwise_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs/base.done").write_text("python -m training.train_base --steps 3\n", encoding="utf-8")
    assert cook(shrink(tmp_path, "base"), tmp_path, monkeypatch) == 2
    assert "base.done is of another command: choose another --output" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "given", "said"),
    [
        ({"about": 3}, [], "about is 3; it must be a text in quotes"),
        ({"colour": "red"}, [], "unknown table [colour]"),
        (
            {"stages": {"base": {"command": "train_base", "does": "x", "flag": {}}}},
            [],
            "unknown setting flag in [stages.base]",
        ),
        ({"inputs": {"people": "cut-out people"}}, [], "the recipe needs cut-out people: --input people=DIR"),
        ({}, ["--input", "photos=DIR"], "asks for no 'photos'"),
        (
            {"inputs": {"people": "to train on", "heldout": "others"}},
            ["--input", "people=DIR", "heldout=./DIR"],
            "people and heldout are both ./DIR; a run must not be measured on what it learns from",
        ),
        ({"stages": {"base": {"command": "train_base", "does": "x", "files": ["{runs}"]}}}, [], "names 'runs'"),
    ],
)
def test_a_mistake_in_a_recipe_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], given: list[str], said: str
) -> None:
    recipe = shrink(tmp_path, "base", **changes)
    assert main([str(recipe), "--output", str(tmp_path / "runs"), *given]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
