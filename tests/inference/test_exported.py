"""Exported files from elsewhere: what they say is read in bounded memory, and they lead to no other file."""

import json
import zipfile
from pathlib import Path

import onnx
import pytest
import torch

from matting_rt.build import build_engine, resolve_engine
from matting_rt.config import EngineConfig, Precision
from matting_rt.errors import MattingError, WeightsError
from matting_rt.frame import FrameSize
from matting_rt.inference.exported import METADATA_NAME, read_exported, to_metadata
from matting_rt.model_files import ModelSpec
from matting_rt.network.settings import NetworkSettings


def metadata() -> dict[str, str]:
    spec = ModelSpec("x", "mobilenetv3-lite", "refine", Path("x.safetensors"), "0" * 64)
    return to_metadata(spec, NetworkSettings(0.25, 1000), Precision.FP32, None)


def write_onnx(path: Path, *, is_external: bool) -> None:
    """An ONNX file that says it is ours, whose weights are in it or in the file beside it called secret."""
    weights = onnx.helper.make_tensor("w", onnx.TensorProto.FLOAT, [2], [1.0, 2.0])
    if is_external:
        weights.ClearField("float_data")
        weights.data_location = onnx.TensorProto.EXTERNAL
        weights.external_data.add(key="location", value="secret")
    output = onnx.helper.make_tensor_value_info("w2", onnx.TensorProto.FLOAT, [2])
    inner = onnx.helper.make_graph([onnx.helper.make_node("Identity", ["w"], ["w2"])], "inner", [], [output], [weights])
    choice = onnx.helper.make_node("If", ["c"], ["w2"], then_branch=inner, else_branch=inner)
    condition = onnx.helper.make_tensor_value_info("c", onnx.TensorProto.BOOL, [1])
    model = onnx.helper.make_model(onnx.helper.make_graph([choice], "g", [condition], [output]))
    onnx.helper.set_model_props(model, metadata())
    path.write_bytes(model.SerializeToString())


def test_weights_in_another_file_are_not_fetched_from_there(tmp_path: Path) -> None:
    write_onnx(tmp_path / "within.onnx", is_external=False)
    assert read_exported(tmp_path / "within.onnx").spec.variant == "mobilenetv3-lite"
    (tmp_path / "secret").write_bytes(bytes(8))
    write_onnx(tmp_path / "beside.onnx", is_external=True)
    with pytest.raises(WeightsError, match=r"beside\.onnx takes its weights from other files"):
        read_exported(tmp_path / "beside.onnx")


@pytest.mark.parametrize("suffix", [".onnx", ".pt"])
def test_a_program_that_is_not_what_it_says_is_a_line(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix == ".onnx":
        write_onnx(path, is_external=False)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a/constants.pkl", b"nothing")
            archive.writestr(f"a/extra/{METADATA_NAME}", json.dumps(metadata()))
    config = EngineConfig(model=str(path), precision=Precision.FP32)
    engine = build_engine(resolve_engine(config))
    with pytest.raises(MattingError, match=r"is damaged|src") as refusal:
        engine.warm_up(FrameSize(64, 64))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("found", ["[]", "7", '{"format": 7}', "[" * 100_000, "\udcff"])
def test_damaged_metadata_is_a_line(tmp_path: Path, found: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.pt", "w") as archive:
        archive.writestr("a/constants.pkl", b"")
        archive.writestr(f"a/extra/{METADATA_NAME}", found.encode(errors="surrogateescape"))
    with pytest.raises(WeightsError, match=r"a\.pt (was not written by|is not a whole)"):
        read_exported(tmp_path / "a.pt")


def test_a_file_that_takes_other_inputs_is_to_be_exported_anew(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.pt", "w") as archive:
        archive.writestr("a/constants.pkl", b"")
        archive.writestr(f"a/extra/{METADATA_NAME}", json.dumps(metadata() | {"inputs": "src bgr"}))
    with pytest.raises(WeightsError, match=r"a\.pt was written by another version of Matting RT; export it anew"):
        read_exported(tmp_path / "a.pt")


@pytest.mark.parametrize("name", ["a.onnx", "a.pt"])
def test_a_program_that_is_no_ordinary_file_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises(MattingError, match=name.replace(".", r"\.")):
        resolve_engine(EngineConfig(model=str(tmp_path / name)))


@pytest.mark.filterwarnings("ignore:.*torch.jit.*deprecated")
def test_a_program_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), tmp_path / "a.pt")
    with zipfile.ZipFile(tmp_path / "a.pt", "a") as archive:
        part = archive.infolist()[-1]
        part.file_size = part.compress_size = 1 << 31
        archive._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(WeightsError, match="would unpack to 2,1"):
        resolve_engine(EngineConfig(model=str(tmp_path / "a.pt")))
