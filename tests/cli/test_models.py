import shutil
from pathlib import Path

import pytest
import torch

from matting_rt.cli.__main__ import main
from matting_rt.model_files import released_folder
from matting_rt.network.variants import build_network


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checkpoints") / "net.pth"
    torch.save(build_network("mobilenetv3-lite", "base").state_dict(), path)
    return path


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def test_an_imported_model_is_listed_and_sound(checkpoint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "import", str(checkpoint), "--name", "mine"]) == 0
    assert "It is a mobilenetv3-lite (base) of " in capsys.readouterr().out
    assert main(["models"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("mine ")]
    assert line.split()[1:3] == ["mobilenetv3-lite", "base"]
    assert line.endswith("imported")
    assert main(["models", "verify", "mine"]) == 0
    assert capsys.readouterr().out.startswith("mine: intact")


def test_a_damaged_model_fails_in_one_line(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["models", "import", str(checkpoint), "--name", "mine"])
    weights = tmp_path / "matting-rt" / "models" / "mine.safetensors"
    weights.write_bytes(weights.read_bytes()[:-2] + b"??")
    capsys.readouterr()
    assert main(["models", "verify"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"matting-rt: error: {weights} is damaged")
    assert error.count("\n") == 1


def test_the_person_network_is_listed_and_verified_but_is_no_model_to_matte_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["models"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("released; works beside any of these, and is no --model")
    assert main(["models", "export", "person", "--output", str(tmp_path / "person.pt")]) == 2
    assert "person only tells people from room; choose a model that mattes: mobilenetv3" in capsys.readouterr().err
    released = shutil.copytree(released_folder(), tmp_path / "released")
    monkeypatch.setattr("matting_rt.model_files.released_folder", lambda: released)
    assert main(["models", "verify"]) == 0
    assert "person: intact" in capsys.readouterr().out
    (released / "person.onnx").write_bytes(b"something else")
    assert main(["models", "verify", "person"]) == 1
    assert f"{released / 'person.onnx'} is damaged" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".base.onnx", ".edges.onnx", ".edges.onnx.sha256", ".safetensors.sha256"])
@pytest.mark.parametrize("is_there", [True, False], ids=["damaged", "missing"])
def test_every_file_of_a_released_model_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, suffix: str, is_there: bool
) -> None:
    released = shutil.copytree(released_folder(), tmp_path / "released")
    monkeypatch.setattr("matting_rt.model_files.released_folder", lambda: released)
    path = released / f"mobilenetv3-lite{suffix}"
    if is_there:
        path.write_bytes(b"something else")
    else:
        path.unlink()
    assert main(["models", "verify"]) == 1
    out, error = capsys.readouterr()
    assert "mobilenetv3: intact" in out
    assert "mobilenetv3-lite" not in out
    assert str(path) in error
    assert error.count("\n") == 1


def test_without_a_checksum_a_model_of_ones_own_is_not_called_intact(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["models", "import", str(checkpoint), "--name", "mine"])
    (tmp_path / "matting-rt" / "models" / "mine.safetensors.sha256").unlink()
    capsys.readouterr()
    assert main(["models", "verify", "mine"]) == 0
    assert capsys.readouterr().out.startswith("mine: not compared, because mine.safetensors.sha256 is missing")


def test_no_import_takes_the_name_of_the_person_network(checkpoint: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "import", str(checkpoint), "--name", "person"]) == 2
    assert "there is a model called person already" in capsys.readouterr().err


def test_what_cannot_be_imported_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.pth"
    text.write_text("hello")
    assert main(["models", "import", str(text)]) == 1
    assert main(["models", "import", str(tmp_path / "none.pth")]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"matting-rt: error: {text}")
    assert "there is no" in second


def test_an_imported_model_is_removed_and_a_released_one_stays(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("mine", "other"):
        main(["models", "import", str(checkpoint), "--name", name])
    weights = tmp_path / "matting-rt" / "models" / "mine.safetensors"
    for wrong, told in (
        ("mobilenetv3-lite", "mobilenetv3-lite comes with the program and stays; only imported models can be removed"),
        ("../mine", "no imported model is called '../mine'; there are: mine, other"),
    ):
        assert main(["models", "remove", "mine", wrong]) == 2
        assert told in capsys.readouterr().err
        assert weights.exists()
    weights.write_bytes(b"damaged")
    assert main(["models", "remove", "mine"]) == 0
    assert capsys.readouterr().out == f"Removed {weights}\n"
    assert sorted(path.name for path in weights.parent.iterdir()) == ["other.safetensors", "other.safetensors.sha256"]
    assert main(["models", "import", str(checkpoint), "--name", "mine"]) == 0


@pytest.mark.export
def test_a_model_is_exported_and_compared(checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["models", "import", str(checkpoint), "--name", "mine"])
    output = tmp_path / "mine.pt"
    assert main(["models", "export", "mine", "--output", str(output)]) == 0
    printed = capsys.readouterr().out
    assert "TorchScript  2 x 640x480    pha: largest 0.0e+00, mean 0.0e+00" in printed
    assert printed.endswith(f"Wrote {output}\n")
    assert main(["models", "export", "mine", "--output", str(output)]) == 2
    assert main(["models", "export", "mine", "--output", str(tmp_path / "mine.bin")]) == 2
    assert main(["models", "export", str(output), "--output", str(tmp_path / "again.onnx")]) == 2
    exists, suffix, again = capsys.readouterr().err.splitlines()
    assert f"{output} exists" in exists
    assert "name it .pt for TorchScript or .onnx for ONNX" in suffix
    assert "is an exported program; give the weights" in again
