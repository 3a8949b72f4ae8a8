"""The person network's files: written as they are released, from the one network that was meant."""

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from matting_rt import weights
from tools import convert_person_network
from tools.convert_person_network import FOLDER, MEMBER


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """One with another network."""
    path = tmp_path / "mediapipe-0.10.14.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MEMBER, b"another network")
    return path


def test_another_network_is_refused_with_its_checksum(wheel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert_person_network.main([str(wheel)]) == 1
    error = capsys.readouterr().err
    assert f"is another: its sha256 is {hashlib.sha256(b'another network').hexdigest()} instead of" in error
    assert error.count("\n") == 1


def test_what_is_no_such_wheel_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.whl").write_text("hello")
    with zipfile.ZipFile(tmp_path / "newer.whl", "w") as archive:
        archive.writestr("mediapipe/__init__.py", "")
    assert convert_person_network.main([str(tmp_path / "none.whl")]) == 2
    assert convert_person_network.main([str(tmp_path / "text.whl")]) == 1
    assert convert_person_network.main([str(tmp_path / "newer.whl")]) == 1
    none, text, newer = capsys.readouterr().err.splitlines()
    assert "there is no wheel" in none
    assert "text.whl does not hold" in text
    assert "newer.whl does not hold" in newer


@pytest.mark.export
def test_what_it_writes_is_what_is_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = weights.load_person_network()
    convert_person_network.write(network, tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == sorted(f"person.{end}{more}" for end in ("onnx", "safetensors") for more in ("", ".sha256"))
    with monkeypatch.context() as patch:
        patch.setattr("matting_rt.weights.released_folder", lambda: tmp_path)
        again = weights.load_person_network().state_dict()
    assert all(torch.equal(again[name], tensor) for name, tensor in network.state_dict().items())
    src = torch.rand(1, 3, 96, 160, generator=torch.Generator().manual_seed(1)).numpy()
    ours, released = (
        onnxruntime.InferenceSession(folder / "person.onnx", providers=["CPUExecutionProvider"]).run(None, {"src": src})
        for folder in (tmp_path, FOLDER)
    )
    np.testing.assert_allclose(ours[0], released[0], atol=1e-5)
    assert str(FOLDER.parent).encode() not in (tmp_path / "person.onnx").read_bytes()
