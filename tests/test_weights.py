"""Weights files: found, verified, loaded strictly, saved whole, and imported without running anything in them."""

import os
import pickle
from pathlib import Path

import pytest
import torch
from torch import nn

from matting_rt import model_files, weights
from matting_rt.errors import UsageError, WeightsError
from matting_rt.network.variants import build_network

LITE = "mobilenetv3-lite"


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="module")
def network() -> nn.Module:
    torch.manual_seed(0)
    return build_network(LITE, "base")


@pytest.fixture
def model(tmp_path: Path, network: nn.Module) -> model_files.ModelSpec:
    return weights.save_weights(network, tmp_path / "mine.safetensors", LITE, "base", {"command": "by hand"})


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """A checkpoint as published for BackgroundMattingV2, from a run under DataParallel."""
    torch.manual_seed(0)
    path = tmp_path / "pytorch_mobilenetv2.pth"
    state = build_network("mobilenetv2", "refine").state_dict()
    torch.save({f"module.{name}": tensor for name, tensor in state.items()}, path)
    return path


def test_saved_weights_load_as_they_were_up_to_half_precision(model: model_files.ModelSpec, network: nn.Module) -> None:
    found = model_files.find_model(str(model.path))
    assert found == model
    loaded = weights.load_network(found)
    assert not loaded.training
    for name, tensor in network.state_dict().items():
        after = loaded.state_dict()[name]
        assert after.dtype == tensor.dtype
        torch.testing.assert_close(after, tensor, rtol=1e-3, atol=1e-6)


def test_the_same_weights_make_the_same_file(model: model_files.ModelSpec, network: nn.Module, tmp_path: Path) -> None:
    for number in range(4):  # the order in which a header's entries are written by themselves changes within a program
        header = {"command": "by hand"}
        again = weights.save_weights(network, tmp_path / f"{number}.safetensors", LITE, "base", header)
        assert again.path.read_bytes() == model.path.read_bytes()


def test_a_saved_model_is_half_precision_and_leaves_nothing_else_behind(model: model_files.ModelSpec) -> None:
    parameters = sum(tensor.numel() for tensor in build_network(LITE, "base").state_dict().values())
    assert model.path.stat().st_size < parameters * 2 * 1.1
    assert sorted(p.name for p in model.path.parent.iterdir()) == ["mine.safetensors", "mine.safetensors.sha256"]


def test_a_value_too_large_for_half_precision_is_kept(tmp_path: Path) -> None:
    network = build_network(LITE, "base")
    statistics = next(buffer for name, buffer in network.named_buffers() if name.endswith("running_var"))
    statistics.fill_(1e6)
    model = weights.save_weights(network, tmp_path / "wide.safetensors", LITE, "base")
    assert all(tensor.isfinite().all() for tensor in weights.load_network(model).state_dict().values())


def test_a_changed_file_is_refused_with_both_checksums(model: model_files.ModelSpec) -> None:
    content = bytearray(model.path.read_bytes())
    content[-1] ^= 1
    model.path.write_bytes(content)
    with pytest.raises(WeightsError, match=f"mine.safetensors is damaged.*instead of {model.sha256[:12]}; fetch"):
        model_files.find_model(str(model.path))


@pytest.mark.parametrize("content", [b"", b"hello, I am a text file", b"\xff" * 64])
def test_what_is_no_safetensors_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "text.safetensors"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"text.safetensors is not a whole .safetensors file") as refusal:
        model_files.find_model(str(path))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
@pytest.mark.parametrize("which", ["mine.safetensors", "mine.safetensors.sha256"])
def test_what_is_no_ordinary_file_is_not_read(model: model_files.ModelSpec, make, which: str) -> None:
    path = model.path.with_name(which)
    path.unlink()
    make(path)
    with pytest.raises(WeightsError, match=which):
        model_files.find_model(str(model.path))


def test_a_file_above_the_limit_is_not_read(model: model_files.ModelSpec) -> None:
    with model.path.open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(WeightsError, match=r"mine\.safetensors is 1,099,512 MB large"):
        model_files.find_model(str(model.path))


def test_a_truncated_file_is_refused(model: model_files.ModelSpec) -> None:
    model.path.write_bytes(model.path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match=r"mine\.safetensors"):
        model_files.find_model(str(model.path))


def test_somebody_elses_safetensors_file_is_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"weight": torch.zeros(2)}, tmp_path / "other.safetensors")
    with pytest.raises(WeightsError, match="was not written by Matting RT"):
        model_files.find_model(str(tmp_path / "other.safetensors"))


def test_an_unknown_name_lists_the_names_there_are(official: Path) -> None:
    weights.import_checkpoint(official, "theirs")
    with pytest.raises(UsageError, match=r"no model is called 'nonsense'; choose .*theirs.*\.safetensors file"):
        model_files.find_model("nonsense")
    for path in ("nonsense.safetensors", "nonsense.onnx", "nonsense.pth"):
        with pytest.raises(UsageError, match=f"there is no weights file {path}"):
            model_files.find_model(path)


def test_released_models_are_sound() -> None:
    for model in model_files.released_models():
        assert model_files.find_model(model.name) == model
        assert (model.path.parent / f"{model.name}.md").is_file()
        weights.load_network(model)


def test_loading_names_the_first_parameter_that_does_not_fit(tmp_path: Path) -> None:
    network = build_network(LITE, "base")
    name, parameter = next(iter(network.named_parameters()))
    assert weights.first_misfit({}, network.state_dict()) == f"{name} is missing"
    state = network.state_dict()
    assert weights.first_misfit(state | {"extra": parameter}, state) == "extra is unexpected"
    model = weights.save_weights(nn.Linear(2, 2), tmp_path / "linear.safetensors", LITE, "base")
    with pytest.raises(WeightsError, match=rf"does not fit {LITE} \(base\): {name} is missing"):
        weights.load_network(model)


def test_a_published_checkpoint_is_recognised_and_found_by_name(official: Path) -> None:
    report = weights.import_checkpoint(official)
    assert (report.spec.variant, report.spec.kind) == ("mobilenetv2", "refine")
    assert report.parameter_count == sum(p.numel() for p in build_network("mobilenetv2", "refine").parameters())
    found = model_files.find_model("pytorch_mobilenetv2")
    assert found == report.spec
    assert model_files.imported_models() == [found]
    loaded = weights.load_network(found).state_dict()
    for name, tensor in torch.load(official, weights_only=True).items():
        assert torch.equal(loaded[name.removeprefix("module.")], tensor)


def test_a_base_checkpoint_is_told_from_a_refined_one(tmp_path: Path) -> None:
    torch.save(build_network("mobilenetv2", "base").state_dict(), tmp_path / "base.pth")
    assert weights.import_checkpoint(tmp_path / "base.pth").spec.kind == "base"


@pytest.mark.parametrize("name", ["model_state", "state_dict", "model_state_dict"])
def test_weights_beside_an_optimisers_state_are_found(tmp_path: Path, name: str) -> None:
    state = build_network("mobilenetv2", "base").state_dict()
    torch.save({"epoch": 3, "optimizer_state": {"lr": 0.1}, name: state}, tmp_path / "run.pth")
    spec = weights.import_checkpoint(tmp_path / "run.pth").spec
    assert (spec.variant, spec.kind) == ("mobilenetv2", "base")


def test_a_refiner_without_context_is_known_by_its_shapes(tmp_path: Path) -> None:
    network = build_network("mobilenetv2", "refine", refine_kernel_size=1)
    torch.save(network.state_dict(), tmp_path / "lean.pth")
    loaded = weights.load_network(weights.import_checkpoint(tmp_path / "lean.pth").spec)
    assert loaded.refiner.conv1.kernel_size == (1, 1)
    assert torch.equal(loaded.refiner.conv4.weight, network.refiner.conv4.weight)


def test_a_weights_file_is_known_whatever_it_is_called(model: model_files.ModelSpec) -> None:
    renamed = model.path.rename(model.path.with_name("checkpoint-xx.pth"))
    assert model_files.find_model(str(renamed)).variant == LITE
    with pytest.raises(UsageError, match=r"checkpoint-xx\.pth is a weights file already; give it to --model"):
        weights.import_checkpoint(renamed)


def test_the_mobilenetv3_small_of_another_project_is_named(tmp_path: Path) -> None:
    torch.save({"aspp.convs.0.0.weight": torch.zeros(256, 576, 1, 1)}, tmp_path / "small.pth")
    with pytest.raises(WeightsError, match="is of the MobileNetV3-Small of another re-implementation"):
        weights.import_checkpoint(tmp_path / "small.pth")


def test_an_import_never_replaces_a_model(official: Path) -> None:
    weights.import_checkpoint(official, "mine")
    with pytest.raises(UsageError, match="there is a model called mine already"):
        weights.import_checkpoint(official, "mine")
    with pytest.raises(UsageError, match="cannot be a model's name"):
        weights.import_checkpoint(official, "../mine")


def test_a_pth_file_must_be_imported_first(official: Path) -> None:
    with pytest.raises(UsageError, match="import it first with: matting-rt models import"):
        model_files.find_model(str(official))


class Malicious:
    """Unpickled, it would make a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize("save", [torch.save, lambda content, path: path.write_bytes(pickle.dumps(content))])
def test_nothing_in_a_checkpoint_is_executed(tmp_path: Path, save) -> None:
    save({"weight": Malicious(tmp_path / "owned")}, tmp_path / "evil.pth")
    with pytest.raises(WeightsError, match="holds objects other than tensors") as refusal:
        weights.import_checkpoint(tmp_path / "evil.pth")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "owned").exists()


@pytest.mark.filterwarnings("ignore:.*torch.jit.*deprecated")
def test_a_torchscript_archive_is_refused(tmp_path: Path) -> None:
    torch.jit.save(torch.jit.script(nn.Linear(2, 2)), tmp_path / "scripted.pth")
    with pytest.raises(WeightsError, match="is an exported program, which holds code"):
        weights.import_checkpoint(tmp_path / "scripted.pth")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 not really"])
def test_what_is_no_checkpoint_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "text.pth").write_bytes(content)
    with pytest.raises(WeightsError, match=r"text\.pth") as refusal:
        weights.import_checkpoint(tmp_path / "text.pth")
    assert "\n" not in str(refusal.value)


def test_a_checkpoint_of_another_network_is_refused_with_the_closest(tmp_path: Path) -> None:
    state = build_network("mobilenetv2", "base").state_dict()
    state.pop(next(iter(state)))
    torch.save(state, tmp_path / "maimed.pth")
    with pytest.raises(WeightsError, match=r"fits none of the networks: mobilenetv2 \(base\) comes closest"):
        weights.import_checkpoint(tmp_path / "maimed.pth")
    torch.save([1, 2], tmp_path / "list.pth")
    with pytest.raises(WeightsError, match="holds no plain state_dict"):
        weights.import_checkpoint(tmp_path / "list.pth")
