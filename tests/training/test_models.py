"""Models from wherever their weights come: any network, as a checkpoint or a model of ours."""

from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt import build
from matting_rt.config import DeviceKind, EngineConfig, Precision
from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from matting_rt.inference.export import ExportOptions, export_model
from matting_rt.inference.exported import ExportFormat
from matting_rt.inference.torch import TorchEngine
from matting_rt.model_files import find_model
from matting_rt.network.settings import NetworkSettings
from matting_rt.network.variants import build_network
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import to_image, to_tensor
from matting_rt.weights import save_weights
from tests.plate.scenes import paint_room, put_person
from training.models import UNKNOWN_GREY, EngineModel, PersonAlone, fill_unknown, open_models

SIZE = FrameSize(96, 64)
EVERYWHERE = torch.ones(1, 1, SIZE.height, SIZE.width)


def open_one(given: Path | str, stack: ExitStack, engine: str = "torch") -> EngineModel:
    return open_models([str(given)], engine, DeviceKind.CPU, stack)[0]


def pictures() -> tuple[torch.Tensor, torch.Tensor]:
    src, bgr = torch.rand(2, 1, 3, SIZE.height, SIZE.width, generator=torch.Generator().manual_seed(0))
    return src, bgr


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def test_an_engine_is_made_anew_rather_than_kept_ready_for_every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of photographs each may have a size of its own."""
    made = []
    build_engine = build.build_engine
    monkeypatch.setattr(build, "build_engine", lambda config: made.append(config) or build_engine(config))
    monkeypatch.setattr("training.models.MOST_SIZES", 1)
    model = EngineModel("model", "mobilenetv3-lite", "onnx", DeviceKind.CPU)
    src, bgr = pictures()
    first = model.matte(src, bgr, EVERYWHERE)
    model.matte(src, bgr, EVERYWHERE)
    assert len(made) == 1
    model.matte(*(torch.zeros(1, channels, 64, 64) for channels in (3, 3, 1)))
    assert torch.equal(model.matte(src, bgr, EVERYWHERE).pha, first.pha)
    assert len(made) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variant", "kind"),
    [
        ("mobilenetv2", "refine"),
        ("mobilenetv3", "base"),
        ("resnet50", "base"),
        pytest.param("resnet101", "refine", marks=pytest.mark.slow),
    ],
)
def test_a_checkpoint_of_every_network_is_matted_with_as_it_is(tmp_path: Path, variant: str, kind: str) -> None:
    torch.manual_seed(0)
    path = tmp_path / "checkpoint.pth"
    torch.save(build_network(variant, kind).state_dict(), path)
    with ExitStack() as stack:
        model = open_one(path, stack)
        matte = model.matte(*pictures(), EVERYWHERE)
    assert model.name == "checkpoint"
    assert matte.pha.shape == (1, 1, *pictures()[0].shape[2:])
    assert matte.fgr.shape == pictures()[0].shape
    assert matte.pha.std() > 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["checkpoint.pth"]


@pytest.mark.export
def test_an_exported_file_mattes_as_the_weights_it_was_made_of(tmp_path: Path) -> None:
    settings = NetworkSettings(0.5, 2000, "sampling", 0.1)
    path, lite = tmp_path / "mobilenetv3-lite.pt", find_model("mobilenetv3-lite")
    export_model(lite, ExportOptions(ExportFormat.TORCHSCRIPT, settings, Precision.FP32), path, lambda difference: None)
    src, bgr = (to_tensor(image) for image in (put_person(paint_room(1, SIZE), 0.2)[0], paint_room(1, SIZE)))
    with ExitStack() as stack:
        exported = open_one(path, stack, "auto")
        found = exported.matte(src, bgr, EVERYWHERE)
    same = EngineConfig(precision=Precision.FP32, backbone_scale=0.5, refine_pixels=2000)
    expected = TorchEngine(lite, same, torch.device("cpu")).matte_tensors(src, bgr)
    assert exported.name == "mobilenetv3-lite"
    # as bytes, in which half a level is rounded off
    assert np.abs(to_image(found.pha).astype(int) - to_image(expected.pha)).mean() < 1e-4 * 255


def test_files_of_one_name_are_told_apart_by_what_they_differ_in(tmp_path: Path) -> None:
    network = build_network("mobilenetv3-lite", "base")
    paths = [tmp_path / folder / "best.safetensors" for folder in ("wide", "deep")]
    for path in paths:
        save_weights(network, path, "mobilenetv3-lite", "base")
    with ExitStack() as stack:
        given = [*map(str, paths), "mobilenetv3-lite"]
        models = open_models(given, "torch", DeviceKind.CPU, stack)
        assert [model.name for model in models] == ["wide-best", "deep-best", "mobilenetv3-lite"]
        checkpoint = tmp_path / "deep" / "best.pth"
        torch.save(network.state_dict(), checkpoint)
        models = open_models([str(checkpoint), given[1]], "torch", DeviceKind.CPU, stack)
        assert [model.name for model in models] == ["best.pth", "best.safetensors"]
        with pytest.raises(UsageError, match="two models are called wide-best"):
            open_models([given[0], given[0]], "torch", DeviceKind.CPU, stack)


def test_what_knows_nothing_of_unknown_parts_sees_grey_there() -> None:
    _, bgr = pictures()
    known = EVERYWHERE.clone()
    known[..., :32, :] = 0
    filled = fill_unknown(bgr, known)
    assert (filled[..., :32, :] == UNKNOWN_GREY).all()
    assert torch.equal(filled[..., 32:, :], bgr[..., 32:, :])


def test_a_model_looks_at_no_part_of_the_plate_that_is_unknown() -> None:
    src, bgr = pictures()
    nowhere, black = torch.zeros_like(EVERYWHERE), torch.zeros_like(bgr)
    with ExitStack() as stack:
        model = open_one("mobilenetv3-lite", stack)
        assert torch.equal(model.matte(src, bgr, nowhere).pha, model.matte(src, black, nowhere).pha)
        assert not torch.equal(model.matte(src, bgr, EVERYWHERE).pha, model.matte(src, black, EVERYWHERE).pha)


def test_the_person_network_alone_finds_somebody_without_a_plate() -> None:
    image, alpha = next(SyntheticClip(FrameSize(320, 180), 10, 0.1, seed=1).frames())
    src = to_tensor(image)
    matte = PersonAlone().matte(src, torch.zeros_like(src), torch.zeros_like(src[:, :1]))
    person = torch.from_numpy(alpha) > 250
    assert matte.pha.shape == (1, 1, 180, 320)
    assert matte.pha[0, 0][person].mean() > 0.7
    assert matte.pha[0, 0][torch.from_numpy(alpha) == 0].mean() < 0.2
