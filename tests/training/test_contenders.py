"""Models from wherever their weights come: any network, as a checkpoint, a model of ours or an exported file."""

from contextlib import ExitStack
from pathlib import Path

import pytest
import torch

from matting_rt.cli.models import write_export
from matting_rt.config import DeviceKind, EngineKind, Precision
from matting_rt.errors import ConfigError, UsageError
from matting_rt.frame import FrameSize
from matting_rt.inference.exported import ExportFormat
from matting_rt.network.settings import NetworkSettings
from matting_rt.network.variants import build_network
from matting_rt.weights import import_checkpoint, save_weights
from training.contenders import Model, open_models

SIZE = FrameSize(96, 64)


def open_one(given: Path | str, stack: ExitStack, engine: EngineKind = EngineKind.TORCH) -> Model:
    return open_models([str(given)], engine, DeviceKind.CPU, stack)[0]


def pictures() -> tuple[torch.Tensor, torch.Tensor]:
    src, bgr = torch.rand(2, 1, 3, SIZE.height, SIZE.width, generator=torch.Generator().manual_seed(0))
    return src, bgr


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.mark.parametrize(
    ("variant", "kind"),
    [("mobilenetv2", "refine"), ("mobilenetv3", "base"), ("resnet50", "base"), ("resnet101", "refine")],
)
def test_a_checkpoint_of_every_network_is_matted_with_as_it_is(tmp_path: Path, variant: str, kind: str) -> None:
    torch.manual_seed(0)
    path = tmp_path / "checkpoint.pth"
    torch.save(build_network(variant, kind).state_dict(), path)
    with ExitStack() as stack:
        model = open_one(path, stack)
        matte = model.matte(*pictures())
    assert model.name == "checkpoint"
    assert matte.pha.shape == (1, 1, *pictures()[0].shape[2:])
    assert matte.fgr.shape == pictures()[0].shape
    assert matte.pha.std() > 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["checkpoint.pth"]


def test_one_network_gives_one_matte_from_whatever_file(tmp_path: Path) -> None:
    torch.manual_seed(0)
    checkpoint = tmp_path / "seen.pth"
    torch.save(build_network("mobilenetv3-lite", "refine").state_dict(), checkpoint)
    spec = import_checkpoint(checkpoint, name="imported").spec
    for kind in ExportFormat:
        settings = NetworkSettings(0.5, 1000)
        write_export(
            spec,
            tmp_path / f"{kind.value}.{'onnx' if kind is ExportFormat.ONNX else 'pt'}",
            kind,
            settings,
            Precision.FP32,
            None,
        )
    with ExitStack() as stack:
        files = [checkpoint, spec.path, "imported", tmp_path / "onnx.onnx", tmp_path / "torchscript.pt"]
        mattes = [open_one(file, stack, EngineKind.AUTO).matte(*pictures()) for file in files]
    for matte in mattes[1:3]:
        torch.testing.assert_close(matte.pha, mattes[0].pha)
    torch.testing.assert_close(mattes[3].pha, mattes[4].pha, atol=1e-3, rtol=0)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    network = build_network("mobilenetv3-lite", "base")
    paths = [tmp_path / folder / "best.safetensors" for folder in ("wide", "deep")]
    for path in paths:
        save_weights(network, path, "mobilenetv3-lite", "base")
    with ExitStack() as stack:
        given = [*map(str, paths), "mobilenetv3-lite"]
        models = open_models(given, EngineKind.TORCH, DeviceKind.CPU, stack)
        assert [model.name for model in models] == ["wide-best", "deep-best", "mobilenetv3-lite"]
        with pytest.raises(UsageError, match="two models are called wide-best"):
            open_models([given[0], given[0]], EngineKind.TORCH, DeviceKind.CPU, stack)


def test_an_exported_file_of_another_size_is_refused_before_it_is_needed(tmp_path: Path) -> None:
    spec = save_weights(
        build_network("mobilenetv3-lite", "base"), tmp_path / "m.safetensors", "mobilenetv3-lite", "base"
    )
    settings = NetworkSettings(0.5, 1000)
    write_export(spec, tmp_path / "m.onnx", ExportFormat.ONNX, settings, Precision.FP32, FrameSize(128, 64))
    with ExitStack() as stack:
        model = open_one(tmp_path / "m.onnx", stack, EngineKind.AUTO)
        with pytest.raises(ConfigError, match="was exported for frames of 128x64, not 96x64"):
            model.warm_up(SIZE)
