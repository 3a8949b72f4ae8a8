"""What a recipe expects of what it made."""

import hashlib
import json
from pathlib import Path

import pytest

from matting_rt.errors import UsageError
from training.expectations import Bits, Limit, require_bits, require_limits, this_machine


@pytest.fixture
def evaluation(tmp_path: Path) -> str:
    errors = {"toy": 20.0, "absolute difference": 80.0}
    rows = [{"set": "synthetic", "plate": "perturbed", "model": name, "mad": mad} for name, mad in errors.items()]
    (tmp_path / "evaluation.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    return "{output}/evaluation.json"


def limit(evaluation: str, mad: float, share: float, plate: str = "perturbed") -> Limit:
    return Limit(evaluation, "toy", "synthetic", plate, mad, {"absolute difference": share})


def test_errors_within_all_limits_pass(evaluation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    require_limits([limit(evaluation, 20, 0.25)], {"output": str(tmp_path)})
    assert "synthetic, perturbed: error 20.00 is within 0.25 of absolute difference's 80" in capsys.readouterr().out


@pytest.mark.parametrize(("mad", "share"), [(19.9, 0.25), (20, 0.24)])
def test_one_limit_that_is_missed_fails(evaluation: str, tmp_path: Path, mad: float, share: float) -> None:
    with pytest.raises(SystemExit, match="1 limits are missed"):
        require_limits([limit(evaluation, mad, share)], {"output": str(tmp_path)})


def test_what_was_not_measured_is_no_pass(evaluation: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no error of absolute difference on synthetic, clean"):
        require_limits([limit(evaluation, 100, 1, "clean")], {"output": str(tmp_path)})


def test_bits_must_be_those_of_the_same_kind_of_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model").write_bytes(b"weights")
    places, known = {"output": str(tmp_path)}, hashlib.sha256(b"weights").hexdigest()
    require_bits(Bits("{output}/model", known, this_machine()), places)
    assert "The bits are those of the recipe" in capsys.readouterr().out
    require_bits(Bits("{output}/model", "0" * 64, "another"), places)
    assert "knows the bits of another alone;" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="on this kind of machine they were 0000"):
        require_bits(Bits("{output}/model", "0" * 64, this_machine()), places)
