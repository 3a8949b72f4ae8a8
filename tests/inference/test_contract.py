"""What every engine promises; and that all say what PyTorch says."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from matting_rt.config import EngineConfig, Precision, RefineMode
from matting_rt.errors import ConfigError, FrameShapeError
from matting_rt.frame import FrameSize
from matting_rt.inference.base import MattingEngine, MattingStream
from matting_rt.inference.onnx import OnnxEngine
from matting_rt.inference.program import ProgramEngine
from matting_rt.inference.torch import TorchEngine
from matting_rt.inference.torchscript import TorchScriptEngine
from matting_rt.network.variants import VARIANTS
from matting_rt.weights import ModelSpec
from tests.inference.random_models import make_pictures

ENGINES = {kind.name: kind for kind in (TorchEngine, TorchScriptEngine, OnnxEngine)}
CONFIG = EngineConfig(precision=Precision.FP32, refine_mode=RefineMode.SAMPLING)
EVERYWHERE = replace(CONFIG, refine_pixels=3_000_000)
"""Nothing is left to a choice between tiles that are equally soft, which each library makes in its own way."""
CPU = torch.device("cpu")
SIZE = FrameSize(256, 144)


@pytest.fixture(scope="module")
def lite(make_model: Callable[[str, str, FrameSize], ModelSpec]) -> ModelSpec:
    return make_model("mobilenetv3-lite", "refine", SIZE)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, lite: ModelSpec) -> Iterator[ProgramEngine]:
    engine = ENGINES[request.param](lite, EVERYWHERE, CPU)
    yield engine
    engine.close()


@pytest.mark.parametrize("size", [SIZE, FrameSize(177, 101)], ids=str)
def test_a_matte_has_the_size_of_its_frame_and_stays_in_range(engine: MattingEngine, size: FrameSize) -> None:
    src, bgr = make_pictures(size)
    engine.warm_up(size)
    matte = engine.matte(src, bgr)
    assert matte.pha.shape == (1, 1, size.height, size.width)
    assert matte.fgr.shape == (1, 3, size.height, size.width)
    for x in matte:
        assert x.dtype == engine.dtype
        assert x.device == engine.device
        assert x.min() >= 0
        assert x.max() <= 1


def test_a_frame_has_the_same_matte_whatever_came_before(engine: MattingEngine) -> None:
    first = [x.clone() for x in engine.matte(*make_pictures(SIZE))]
    engine.matte(*make_pictures(FrameSize(177, 101)))
    src, bgr = make_pictures(SIZE)
    engine.matte(bgr, src)
    again = engine.matte(src, bgr)
    for x, y in zip(first, again, strict=True):
        torch.testing.assert_close(x, y, atol=1e-6, rtol=0)


def test_the_pictures_are_not_written_to(engine: MattingEngine) -> None:
    src, bgr = make_pictures(SIZE)
    before = src.clone(), bgr.clone()
    engine.matte(src, bgr)
    assert torch.equal(src, before[0])
    assert torch.equal(bgr, before[1])


@pytest.mark.parametrize(
    ("src_shape", "bgr_shape", "what"),
    [
        ((1, 3, 144, 256), (1, 3, 144, 252), "one size"),
        ((1, 4, 144, 256), (1, 4, 144, 256), "RGB"),
        ((2, 3, 144, 256), (2, 3, 144, 256), "RGB"),
        ((3, 144, 256), (3, 144, 256), "RGB"),
        ((1, 3, 63, 256), (1, 3, 63, 256), "at least 64"),
    ],
)
def test_pictures_that_do_not_fit_are_refused(
    engine: MattingEngine, src_shape: tuple[int, ...], bgr_shape: tuple[int, ...], what: str
) -> None:
    with pytest.raises(FrameShapeError, match=what):
        engine.matte(torch.zeros(src_shape), torch.zeros(bgr_shape))


def test_pytorch_alone_explains_its_matte(engine: MattingEngine) -> None:
    size = FrameSize(177, 101)
    src, bgr = make_pictures(size)
    if engine.name != "torch":
        with pytest.raises(ConfigError, match="neither errors nor refined cells"):
            engine.explain(src, bgr)
        return
    matte, err, ref = engine.explain(src, bgr)
    for x, y in zip(matte, engine.matte(src, bgr), strict=True):
        torch.testing.assert_close(x, y, atol=1e-6, rtol=0)
    assert err.shape == ref.shape == (1, 1, size.height, size.width)
    assert 0 <= err.min() < err.max() <= 1
    assert ref.unique().tolist() in ([1.0], [0.0, 1.0])


def test_a_network_without_a_refiner_expects_errors_and_refines_nothing(
    make_model: Callable[[str, str, FrameSize], ModelSpec],
) -> None:
    engine = TorchEngine(make_model("mobilenetv3-lite", "base", SIZE), CONFIG, CPU)
    explained = engine.explain(*make_pictures(SIZE))
    assert explained.err.std() > 0.01
    assert not explained.ref.any()


@pytest.mark.parametrize("kind", ENGINES.values(), ids=ENGINES)
def test_several_pictures_at_once_have_the_mattes_of_each_alone(kind: type[ProgramEngine], lite: ModelSpec) -> None:
    engine = kind(lite, EVERYWHERE, CPU)
    settings = engine.settings(SIZE)
    src, bgr = make_pictures(SIZE)
    both = torch.cat([src, bgr])
    known = torch.tensor([1.0, 0.0]).view(2, 1, 1, 1).repeat(1, 1, SIZE.height // 4, SIZE.width // 4)
    last_src, last_pha = both + 0.01, torch.full_like(both[:, :1], 0.5)
    inputs = (both, both.flip(0), known, last_src, last_pha)
    with torch.inference_mode():
        together = engine.make_program(SIZE, settings, batch=2)(*inputs)[0]
        alone = engine.make_program(SIZE, settings)
        for index in range(2):
            pha, _ = alone(*(x[index : index + 1] for x in inputs))
            assert ((together[index] - pha[0]).abs() > 1e-3).sum() <= 2 * 16


def test_bytes_are_refused(engine: MattingEngine) -> None:
    src, bgr = make_pictures(SIZE)
    with pytest.raises(FrameShapeError, match="uint8"):
        engine.matte((src * 255).to(torch.uint8), bgr)


@pytest.mark.parametrize("kind", ENGINES.values(), ids=ENGINES)
def test_values_out_of_range_are_refused_in_the_first_frame(kind: type[ProgramEngine], lite: ModelSpec) -> None:
    src, bgr = make_pictures(SIZE)
    with pytest.raises(FrameShapeError, match=r"plate holds values .* 0\.\.1"):
        kind(lite, CONFIG, CPU).matte(src, bgr * 255)


@pytest.mark.parametrize("kind", ENGINES.values(), ids=ENGINES)
def test_an_engine_can_be_closed_twice(kind: type[ProgramEngine], lite: ModelSpec) -> None:
    engine = kind(lite, CONFIG, CPU)
    engine.matte(*make_pictures(SIZE))
    engine.close()
    engine.close()


@pytest.mark.parametrize(
    ("variant", "network_kind", "size"),
    [
        ("mobilenetv3-lite", "refine", SIZE),
        ("mobilenetv3-lite", "refine", FrameSize(640, 480)),
        ("mobilenetv3-lite", "refine", FrameSize(1920, 1080)),
        ("mobilenetv3-lite", "base", SIZE),
        ("mobilenetv3", "refine", SIZE),
        ("mobilenetv3", "refine", FrameSize(640, 480)),
        ("mobilenetv3", "refine", FrameSize(1920, 1080)),
        ("mobilenetv2", "refine", SIZE),
        ("resnet50", "refine", SIZE),
    ],
    ids=str,
)
def test_other_engines_agree_with_pytorch(
    variant: str, network_kind: str, size: FrameSize, make_model: Callable[[str, str, FrameSize], ModelSpec]
) -> None:
    """Within 1e-3, but for two cells of 4x4: rounding may swap the last that is refined with the first that is not."""
    spec = make_model(variant, network_kind, size)
    pictures = make_pictures(size)
    config = EVERYWHERE if VARIANTS[variant].takes_known else CONFIG
    expected = TorchEngine(spec, config, CPU).matte(*pictures).pha
    assert 0.02 < expected.std() < 0.3
    for kind in (TorchScriptEngine, OnnxEngine):
        difference = (kind(spec, config, CPU).matte(*pictures).pha - expected).abs()
        assert (difference > 1e-3).sum() <= 2 * 16, kind.name


def noisy_frames(count: int, size: FrameSize = SIZE) -> tuple[list[Tensor], Tensor]:
    """Of a still picture, with the noise of a camera; and its plate."""
    src, bgr = make_pictures(size)
    generator = torch.Generator().manual_seed(11)
    noise = 0.005 * torch.randn(count, *src.shape[1:], generator=generator)
    return list((src + noise).clamp(0, 1).split(1)), bgr


def run_stream(stream: MattingStream, frames: list[Tensor]) -> list[Tensor]:
    return [stream.matte(src).pha for src in frames]


@pytest.mark.parametrize("size", [SIZE, FrameSize(177, 101)], ids=str)
def test_the_first_frame_of_a_stream_is_matted_like_a_picture_alone(engine: MattingEngine, size: FrameSize) -> None:
    frames, bgr = noisy_frames(2, size)
    known = torch.linspace(0, 1, 54 * 96).reshape(1, 1, 54, 96)
    stream = engine.open_stream(size)
    stream.set_plate(bgr, known)
    first, second = run_stream(stream, frames)
    alone = [engine.matte(src, bgr, known).pha for src in frames]
    torch.testing.assert_close(first, alone[0], atol=1e-6, rtol=0)
    assert (second - alone[1]).abs().max() > 0.01, "the second goes by the first"
    stream.reset()
    torch.testing.assert_close(stream.matte(frames[1]).pha, alone[1], atol=1e-6, rtol=0)


def test_edges_that_stand_still_are_steadier_in_a_stream(engine: MattingEngine) -> None:
    frames, bgr = noisy_frames(5)
    stream = engine.open_stream(SIZE)
    stream.set_plate(bgr)
    in_stream = torch.cat(run_stream(stream, frames))
    alone = torch.cat([engine.matte(src, bgr).pha for src in frames])
    assert in_stream.diff(dim=0).abs().mean() < 0.5 * alone.diff(dim=0).abs().mean()


def test_two_streams_of_an_engine_do_not_mix(engine: MattingEngine) -> None:
    frames, bgr = noisy_frames(3)
    other_frames = [src.flip(3) for src in frames]
    expected = []
    for clip in (frames, other_frames):
        stream = engine.open_stream(SIZE)
        stream.set_plate(bgr)
        expected.append(run_stream(stream, clip))
    one, other = engine.open_stream(SIZE), engine.open_stream(SIZE)
    one.set_plate(bgr)
    other.set_plate(bgr)
    for index, (src, other_src) in enumerate(zip(frames, other_frames, strict=True)):
        given = [one.matte(src).pha, other.matte(other_src).pha]
        torch.testing.assert_close(given, [phas[index] for phas in expected], atol=1e-6, rtol=0)


def test_a_plate_of_which_nothing_is_known_says_nothing(engine: MattingEngine) -> None:
    src, bgr = make_pictures(SIZE)
    unknown = torch.zeros(1, 1, 54, 96)
    one, other = (engine.matte(src, plate, unknown).pha for plate in (bgr, bgr.flip(3)))
    assert (one - other).abs().max() < 1e-5
    assert (one - engine.matte(src, bgr).pha).abs().max() > 0.01


def test_a_frame_of_another_size_is_not_of_the_stream(engine: MattingEngine) -> None:
    stream = engine.open_stream(SIZE)
    src, bgr = make_pictures(FrameSize(128, 96))
    stream.set_plate(bgr)
    with pytest.raises(FrameShapeError, match="256x144"):
        stream.matte(src)
