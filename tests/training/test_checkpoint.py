"""Checkpoints: whole or not there, and nothing in them is executed."""

import os
import pickle
import sys
from pathlib import Path

import pytest
import torch

from matting_rt.errors import SinkError, SinkFullError, UsageError, WeightsError
from matting_rt.network.variants import build_network
from tests.disk import file_size_limit
from training.checkpoint import (
    LAST,
    State,
    Trained,
    load_state,
    load_trained,
    require_space,
    save_checkpoint,
    start_from,
)


def save(folder: Path, step: int, values: int = 10) -> None:
    trained = Trained({"weight": torch.full((values,), float(step))}, "mobilenetv3-lite", step, {"batch": 2})
    save_checkpoint(folder, trained, "base", State({"network.weight": torch.zeros(values)}, {"drawn": step}))


def test_a_checkpoint_comes_back_as_it_was_and_replaces_the_one_before(tmp_path: Path) -> None:
    save(tmp_path, 1)
    save(tmp_path, 2)
    trained, state = load_state(tmp_path)
    assert (trained.step, trained.variant, trained.config) == (2, "mobilenetv3-lite", {"batch": 2})
    assert torch.equal(trained.weights["weight"], torch.full((10,), 2.0))
    assert list(state.tensors) == ["network.weight"]
    assert state.counters == {"drawn": 2}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["last-2.state.safetensors", LAST]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
def test_a_full_disk_keeps_the_checkpoint_before(tmp_path: Path) -> None:
    save(tmp_path, 1)
    with file_size_limit(2000), pytest.raises(SinkError, match="File too large") as caught:
        save(tmp_path, 2, values=10_000)
    assert "\n" not in str(caught.value)
    assert load_state(tmp_path)[0].step == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["last-1.state.safetensors", LAST]


def test_room_for_checkpoints_is_asked_for_before_the_first_step(tmp_path: Path) -> None:
    require_space(tmp_path / "new", 1000)
    with pytest.raises(
        SinkFullError, match=r"has room for \d+ MB, and checkpoints of this network need 1000000000000 MB"
    ):
        require_space(tmp_path, 10**18)


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    for name in ("last.pt", LAST):
        (tmp_path / name).write_bytes(b"not a checkpoint")
        with pytest.raises(WeightsError, match="not a"):
            load_trained(tmp_path / name)
    torch.save({"averaged": "no tensors"}, tmp_path / "last.pt")
    with pytest.raises(WeightsError, match="holds no weights"):
        load_trained(tmp_path / "last.pt")
    with pytest.raises(UsageError, match="There is no checkpoint"):
        load_trained(tmp_path / "none.pt")


def test_a_checkpoint_cut_short_is_refused(tmp_path: Path) -> None:
    save(tmp_path, 1)
    content = (tmp_path / LAST).read_bytes()
    (tmp_path / LAST).write_bytes(content[:-20])
    with pytest.raises(WeightsError, match="not a whole"):
        load_state(tmp_path)


def test_weights_without_their_state_can_be_started_from_but_not_gone_on_from(tmp_path: Path) -> None:
    save(tmp_path, 1)
    (tmp_path / "last-1.state.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"lacks its state last-1\.state\.safetensors"):
        load_state(tmp_path)
    assert load_trained(tmp_path / LAST).step == 1


class _Trap:
    """What unpickling it would run."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.proof}",)


def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    torch.save({"averaged": {"weight": _Trap(proof)}}, tmp_path / "last.pt")
    (tmp_path / "plain.pth").write_bytes(pickle.dumps(_Trap(proof)))
    for name in ("last.pt", "plain.pth"):
        with pytest.raises(WeightsError, match="was not opened"):
            load_trained(tmp_path / name)
    assert not proof.exists()


def test_checkpoints_of_earlier_versions_and_plain_state_dicts_are_read(tmp_path: Path) -> None:
    weights = {"weight": torch.ones(3)}
    torch.save({"config": {"variant": "mobilenetv2"}, "step": 7, "averaged": weights}, tmp_path / "last.pt")
    torch.save({"module.weight": weights["weight"]}, tmp_path / "plain.pth")
    old, plain = load_trained(tmp_path / "last.pt"), load_trained(tmp_path / "plain.pth")
    assert (old.variant, old.step) == ("mobilenetv2", 7)
    assert torch.equal(plain.weights["weight"], weights["weight"])


@pytest.mark.parametrize("name", ["model_state", "state_dict"])
def test_weights_beside_an_optimisers_state_are_found(tmp_path: Path, name: str) -> None:
    torch.save({"epoch": 3, "step": 9, name: {"module.weight": torch.ones(3)}}, tmp_path / "run.pth")
    trained = load_trained(tmp_path / "run.pth")
    assert (list(trained.weights), trained.step) == (["weight"], 0)


def test_a_checkpoint_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    save(tmp_path, 5)
    (tmp_path / LAST).rename(tmp_path / "checkpoint-xx.pth")
    assert load_trained(tmp_path / "checkpoint-xx.pth").step == 5


def test_training_begins_from_a_deeplab_as_the_original_does(tmp_path: Path) -> None:
    given = build_network("mobilenetv2", "base").state_dict()
    theirs = {"classifier.classifier.1.weight": torch.zeros(21, 256, 1, 1)}
    for name, tensor in given.items():
        level = "low_level" if name.split(".")[2] in "0123" else "high_level"
        name = name.replace("aspp.", "classifier.classifier.0.").replace(".features.", f".{level}_features.")
        theirs[name] = tensor[:, :3] if name == "backbone.low_level_features.0.0.weight" else tensor
    torch.save({"model_state": theirs, "cur_itrs": 30_000}, tmp_path / "best_deeplabv3.pth")
    network = build_network("mobilenetv2", "base")
    before = network.state_dict()["backbone.features.0.0.weight"].clone()
    start_from(network, tmp_path / "best_deeplabv3.pth")
    after = network.state_dict()
    shared = ("aspp.convs.1.0.weight", "backbone.features.1.conv.0.0.weight", "backbone.features.17.conv.2.weight")
    assert all(torch.equal(after[name], given[name]) for name in shared)
    assert torch.equal(after["backbone.features.0.0.weight"], before)  # six channels here, three there
