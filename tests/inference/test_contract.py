"""What every engine promises; and that all say what PyTorch says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt.config import EngineConfig, Precision, RefineMode
from matting_rt.errors import ConfigError, FrameShapeError, ModelError, UsageError
from matting_rt.frame import FloatMap, FrameSize, Image
from matting_rt.inference.base import MattingEngine, MattingStream
from matting_rt.inference.onnx import OnnxEngine
from matting_rt.inference.program import ProgramEngine, load_program
from matting_rt.inference.tensor_stream import Last
from matting_rt.inference.torch import TorchEngine
from matting_rt.inference.torchscript import TorchScriptEngine
from matting_rt.model_files import ModelSpec, find_model
from matting_rt.network.variants import VARIANTS
from matting_rt.synthetic.film import RenderedClip
from matting_rt.tensors import to_image, to_tensor
from matting_rt.weights import load_network, save_weights
from tests.inference.exports import SETTINGS
from tests.inference.random_models import make_images, make_pictures

ENGINES = (TorchEngine, TorchScriptEngine, OnnxEngine)
EACH = [pytest.param(kind, id=kind.name, marks=[pytest.mark.export] * (kind is not TorchEngine)) for kind in ENGINES]
CONFIG = EngineConfig(precision=Precision.FP32, refine_mode=RefineMode.SAMPLING)
EVERYWHERE = replace(CONFIG, refine_pixels=3_000_000)
"""Nothing is left to a choice between tiles that are equally soft, which each library makes in its own way."""
CPU = torch.device("cpu")
SIZE = FrameSize(256, 144)
ROUNDING = 1
"""Levels; what two engines, or two runs of one, say alike may be rounded to neighbouring bytes."""


@pytest.fixture(scope="module")
def lite(make_model: Callable[[str, str, FrameSize], ModelSpec]) -> ModelSpec:
    return make_model("mobilenetv3-lite", "refine", SIZE)


@pytest.fixture(scope="module", params=EACH)
def engine(request: pytest.FixtureRequest, lite: ModelSpec) -> Iterator[ProgramEngine]:
    engine = request.param(lite, EVERYWHERE, CPU)
    yield engine
    engine.close()


def open_stream(engine: MattingEngine, plate: Image, known: FloatMap | None = None) -> MattingStream:
    stream = engine.open_stream(FrameSize(plate.shape[1], plate.shape[0]))
    stream.set_plate(plate, known)
    return stream


def matte_alone(engine: MattingEngine, image: Image, plate: Image, known: FloatMap | None = None) -> Image:
    """The alpha (H, W) of a frame that follows none."""
    return open_stream(engine, plate, known).matte(image).alpha


def apart(one: Image, other: Image) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    """Levels between two pictures, pixel by pixel."""
    return np.abs(one.astype(np.int16) - other)


def noisy_frames(count: int, size: FrameSize = SIZE) -> tuple[list[Image], Image]:
    """Of a still picture, with the noise of a camera; and its plate."""
    image, plate = make_images(size)
    noise = np.random.default_rng(11).normal(0, 0.005 * 255, (count, *image.shape))
    return list((image + noise).round().clip(0, 255).astype(np.uint8)), plate


def half_known(size: FrameSize = SIZE) -> FloatMap:
    """Of which more and more is known from row to row."""
    return np.linspace(0, 1, 54 * 96, dtype=np.float32).reshape(54, 96)


@pytest.mark.parametrize("size", [SIZE, FrameSize(177, 101)], ids=str)
def test_a_matte_is_bytes_of_the_size_of_its_frame(engine: MattingEngine, size: FrameSize) -> None:
    image, plate = make_images(size)
    alpha, foreground = open_stream(engine, plate).matte(image)
    assert alpha.dtype == foreground.dtype == np.uint8
    assert alpha.shape == (size.height, size.width)
    assert foreground.shape == (size.height, size.width, 3)
    assert 0.02 * 255 < alpha.std() < 0.3 * 255


def test_where_alpha_is_not_soft_the_foreground_is_the_frame(engine: MattingEngine) -> None:
    image, plate = make_images(SIZE)
    alpha, foreground = open_stream(engine, plate).matte(image)
    is_soft = (alpha > 0) & (alpha < 255)
    assert 0 < is_soft.mean() < 1
    np.testing.assert_array_equal(foreground[~is_soft], image[~is_soft])
    assert apart(foreground, image)[is_soft].max() > ROUNDING


def test_a_frame_has_the_same_matte_whatever_came_before(engine: MattingEngine) -> None:
    image, plate = make_images(SIZE)
    first = open_stream(engine, plate).matte(image)
    matte_alone(engine, *make_images(FrameSize(177, 101)))
    matte_alone(engine, plate, image)
    again = open_stream(engine, plate).matte(image)
    for one, other in zip(first, again, strict=True):
        assert apart(one, other).max() <= ROUNDING


def test_the_pictures_are_not_written_to(engine: MattingEngine) -> None:
    (first, second), plate = noisy_frames(2)
    known = half_known()
    before = [x.copy() for x in (first, second, plate, known)]
    stream = open_stream(engine, plate, known)
    for image in (first, second):
        stream.matte(image)
    for given, copy in zip((first, second, plate, known), before, strict=True):
        np.testing.assert_array_equal(given, copy)


def test_what_is_done_to_a_matte_changes_nothing_of_the_next(engine: MattingEngine) -> None:
    frames, plate = noisy_frames(3)
    stream, untouched = open_stream(engine, plate), open_stream(engine, plate)
    for image in frames:
        matte, expected = stream.matte(image), untouched.matte(image)
        for given, x in zip(matte, expected, strict=True):
            assert apart(given, x).max() <= ROUNDING
            given[:] = 0


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [
        ((144, 252, 3), np.uint8),
        ((140, 256, 3), np.uint8),
        ((144, 256, 4), np.uint8),
        ((144, 256), np.uint8),
        ((1, 144, 256, 3), np.uint8),
        ((3, 144, 256), np.uint8),
        ((144, 256, 3), np.float64),
        ((144, 256, 4), np.uint16),
    ],
    ids=str,
)
def test_pictures_that_do_not_fit_are_refused(engine: MattingEngine, shape: tuple[int, ...], dtype: type) -> None:
    stream, wrong = engine.open_stream(SIZE), np.zeros(shape, dtype)
    with pytest.raises(FrameShapeError, match=r"the plate is .* the stream is of 256x144"):
        stream.set_plate(wrong)
    image, plate = make_images(SIZE)
    stream.set_plate(plate)
    with pytest.raises(FrameShapeError, match=r"the frame is .* the stream is of 256x144"):
        stream.matte(wrong)
    with pytest.raises((FrameShapeError, ConfigError)):
        stream.matte_detailed(wrong)
    assert apart(stream.matte(image).alpha, matte_alone(engine, image, plate)).max() <= ROUNDING


def test_frames_that_are_too_small_are_refused(engine: MattingEngine) -> None:
    with pytest.raises(FrameShapeError, match="at least 64"):
        engine.open_stream(FrameSize(256, 63))
    with pytest.raises(FrameShapeError, match="200 megapixels at most"):
        engine.open_stream(FrameSize(100_000, 100_000))


def test_a_stream_needs_its_plate_first(engine: MattingEngine) -> None:
    with pytest.raises(UsageError, match="needs its plate"):
        engine.open_stream(SIZE).matte(make_images(SIZE)[0])


def test_pytorch_alone_explains_its_matte(engine: MattingEngine) -> None:
    size = FrameSize(177, 101)
    (first, second), plate = noisy_frames(2, size)
    stream = open_stream(engine, plate)
    if engine.name != "torch":
        with pytest.raises(ConfigError, match="neither errors nor refined cells"):
            stream.matte_detailed(first)
        return
    expected = open_stream(engine, plate)
    for image in (first, second):  # which goes by the first, detailed or not
        detailed = stream.matte_detailed(image)
        for one, other in zip(detailed.matte, expected.matte(image), strict=True):
            assert apart(one, other).max() <= ROUNDING
    assert detailed.error.shape == detailed.refined.shape == (size.height, size.width)
    assert detailed.error.dtype == detailed.refined.dtype == np.uint8
    assert detailed.error.min() < detailed.error.max()
    assert np.unique(detailed.refined).tolist() in ([255], [0, 255])


def test_a_network_without_a_refiner_expects_errors_and_refines_nothing(
    make_model: Callable[[str, str, FrameSize], ModelSpec],
) -> None:
    engine = TorchEngine(make_model("mobilenetv3-lite", "base", SIZE), CONFIG, CPU)
    image, plate = make_images(SIZE)
    detailed = open_stream(engine, plate).matte_detailed(image)
    assert detailed.error.std() > 0.01 * 255
    assert not detailed.refined.any()


@pytest.mark.parametrize("kind", EACH)
def test_an_engine_can_be_closed_twice(kind: type[ProgramEngine], lite: ModelSpec) -> None:
    engine = kind(lite, EVERYWHERE, CPU)
    matte_alone(engine, *make_images(SIZE))
    engine.close()
    engine.close()


@pytest.mark.export
@pytest.mark.parametrize(
    ("variant", "network_kind", "size", "scale"),
    [
        ("mobilenetv3-lite", "refine", SIZE, 0.5),
        ("mobilenetv3-lite", "refine", FrameSize(384, 288), 0.25),
        ("mobilenetv3-lite", "base", SIZE, 0.5),
        ("mobilenetv3", "refine", FrameSize(384, 288), 0.25),
        ("mobilenetv2", "refine", SIZE, 0.5),
        ("resnet50", "refine", SIZE, 0.5),
    ],
    ids=str,
)
def test_other_engines_agree_with_pytorch(
    variant: str,
    network_kind: str,
    size: FrameSize,
    scale: float,
    make_model: Callable[[str, str, FrameSize], ModelSpec],
) -> None:
    """Within 1e-3, which is a level once it is rounded, but for two cells of 4x4: rounding may swap the last that is
    refined with the first that is not.

    Frames of this size have a scale of 1/2; that of 1920x1080 is 1/4.
    """
    spec = make_model(variant, network_kind, size)
    config = replace(EVERYWHERE if VARIANTS[variant].takes_known else CONFIG, backbone_scale=scale)
    expected = require_agreement(spec, config, *make_images(size))
    assert 0.02 * 255 < expected.std() < 0.3 * 255


@pytest.mark.export
@pytest.mark.slow
def test_other_engines_agree_with_pytorch_on_a_person_in_full_hd() -> None:
    """With released weights, of whose soft band all is refined: nothing is left to a choice."""
    clip = RenderedClip(FrameSize(1920, 1080), 1, 1)
    ((image, outline),) = clip.frames()
    expected = require_agreement(find_model("mobilenetv3-lite"), CONFIG, image, clip.plate())
    assert apart(expected, outline).mean() < 0.02 * 255


def require_agreement(spec: ModelSpec, config: EngineConfig, image: Image, plate: Image) -> Image:
    """Fail unless all engines give the same matte; its alpha as PyTorch gives it."""
    expected = open_stream(TorchEngine(spec, config, CPU), plate).matte(image)
    for kind in (TorchScriptEngine, OnnxEngine):
        alpha, foreground = open_stream(kind(spec, config, CPU), plate).matte(image)
        assert (apart(alpha, expected.alpha) > ROUNDING).sum() <= 2 * 16, kind.name
        are_soft = [(x > 0) & (x < 255) for x in (alpha, expected.alpha)]  # elsewhere it is the frame
        differs = apart(foreground, expected.foreground).max(axis=2) > ROUNDING
        assert (differs & are_soft[0] & are_soft[1]).sum() <= 2 * 16, kind.name
    return expected.alpha


@pytest.mark.export
def test_other_engines_follow_a_video_as_pytorch_does(lite: ModelSpec) -> None:
    frames, plate = noisy_frames(3)
    streams = [open_stream(kind(lite, EVERYWHERE, CPU), plate, half_known()) for kind in ENGINES]
    for image in frames:
        expected, *others = (stream.matte(image).alpha for stream in streams)
        for alpha in others:
            assert (apart(alpha, expected) > ROUNDING).sum() <= 2 * 16


@pytest.mark.parametrize("size", [SIZE, FrameSize(177, 101)], ids=str)
def test_a_stream_goes_by_the_frame_before_until_it_is_reset(engine: MattingEngine, size: FrameSize) -> None:
    (first, second), plate = noisy_frames(2, size)
    stream = open_stream(engine, plate, half_known())
    stream.matte(first)
    alone = matte_alone(engine, second, plate, half_known())
    assert apart(stream.matte(second).alpha, alone).max() > 0.01 * 255
    stream.reset()
    assert apart(stream.matte(second).alpha, alone).max() <= ROUNDING


def test_edges_that_stand_still_are_steadier_in_a_stream(engine: MattingEngine) -> None:
    frames, plate = noisy_frames(5)
    stream = open_stream(engine, plate)
    in_stream = [stream.matte(image).alpha for image in frames]
    alone = [matte_alone(engine, image, plate) for image in frames]
    assert unrest(in_stream) < 0.5 * unrest(alone)


def unrest(alphas: Sequence[Image]) -> float:
    """Levels from frame to frame, on average."""
    return float(np.mean([apart(one, other).mean() for one, other in pairwise(alphas)]))


def test_two_streams_of_an_engine_do_not_mix(engine: MattingEngine) -> None:
    frames, plate = noisy_frames(3)
    clips = (frames, [np.ascontiguousarray(image[:, ::-1]) for image in frames])
    expected = []
    for clip in clips:
        stream = open_stream(engine, plate)
        expected.append([stream.matte(image).alpha for image in clip])
    streams = [open_stream(engine, plate) for _ in clips]
    for index, images in enumerate(zip(*clips, strict=True)):
        for stream, image, alphas in zip(streams, images, expected, strict=True):
            assert apart(stream.matte(image).alpha, alphas[index]).max() <= ROUNDING


def test_another_plate_counts_from_the_next_frame_on(engine: MattingEngine) -> None:
    image, plate = make_images(SIZE)
    other = np.ascontiguousarray(plate[:, ::-1])
    stream = open_stream(engine, plate)
    before = stream.matte(image).alpha
    stream.set_plate(other)
    stream.reset()
    after = stream.matte(image).alpha
    assert apart(after, matte_alone(engine, image, other)).max() <= ROUNDING
    assert apart(after, before).max() > 0.01 * 255
    stream.set_plate(plate)
    stream.reset()
    assert apart(stream.matte(image).alpha, before).max() <= ROUNDING


def test_a_plate_of_which_nothing_is_known_says_nothing(engine: MattingEngine) -> None:
    image, plate = make_images(SIZE)
    unknown = np.zeros((54, 96), np.float32)
    one, other = (matte_alone(engine, image, x, unknown) for x in (plate, np.ascontiguousarray(plate[:, ::-1])))
    assert apart(one, other).max() <= ROUNDING
    assert apart(one, matte_alone(engine, image, plate)).max() > 0.01 * 255


@pytest.mark.parametrize("kind", EACH[:2])
def test_a_network_that_gives_no_numbers_is_an_error_and_not_a_picture(
    kind: type[ProgramEngine], lite: ModelSpec, tmp_path: Path
) -> None:
    """Not a number is what each library may lose in a clamp; infinity becomes one in the network's first product.

    ONNX Runtime's clamp is asked below, by a map that holds no numbers: other weights would be another export.
    """
    for value in (float("nan"), float("inf")) if kind is TorchEngine else (float("nan"),):
        network = load_network(lite)
        with torch.no_grad():
            network.decoder.head.weight[0] = value
        broken = save_weights(network, tmp_path / "broken.safetensors", lite.variant, lite.kind)
        with pytest.raises(ModelError, match="produced NaN or infinite values"):
            matte_alone(kind(broken, CONFIG, CPU), *make_images(SIZE))


def test_after_a_frame_without_numbers_the_next_follows_none(engine: MattingEngine) -> None:
    frames, plate = noisy_frames(3)
    stream = open_stream(engine, plate)
    stream.matte(frames[0])
    stream.set_plate(plate, np.full((54, 96), np.nan, np.float32))
    with pytest.raises(ModelError, match="produced NaN or infinite values"):
        stream.matte(frames[1])
    stream.set_plate(plate)
    assert apart(stream.matte(frames[2]).alpha, matte_alone(engine, frames[2], plate)).max() <= ROUNDING


# --- engines on tensors


@pytest.mark.parametrize("size", [SIZE, FrameSize(177, 101)], ids=str)
def test_a_matte_of_tensors_has_the_size_of_its_frame_and_stays_in_range(
    engine: ProgramEngine, size: FrameSize
) -> None:
    matte = engine.matte_tensors(*make_pictures(size))
    assert matte.pha.shape == (1, 1, size.height, size.width)
    assert matte.fgr.shape == (1, 3, size.height, size.width)
    for x in matte:
        assert x.dtype == engine.dtype
        assert x.device == engine.device
        assert x.min() >= 0
        assert x.max() <= 1


def test_a_stream_gives_the_bytes_of_what_its_network_gives(lite: ModelSpec) -> None:
    engine, (frames, plate) = TorchEngine(lite, EVERYWHERE, CPU), noisy_frames(2)
    stream, last = open_stream(engine, plate, half_known()), None
    for image in frames:
        src = to_tensor(image)
        _, pha = engine.matte_tensors(src, to_tensor(plate), torch.from_numpy(half_known())[None, None], last)
        np.testing.assert_array_equal(stream.matte(image).alpha, to_image(pha)[..., 0])
        last = Last(src, pha)


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
def test_tensors_that_do_not_fit_are_refused(
    engine: ProgramEngine, src_shape: tuple[int, ...], bgr_shape: tuple[int, ...], what: str
) -> None:
    with pytest.raises(FrameShapeError, match=what):
        engine.matte_tensors(torch.zeros(src_shape), torch.zeros(bgr_shape))


def test_tensors_of_bytes_are_refused(engine: ProgramEngine) -> None:
    src, bgr = make_pictures(SIZE)
    with pytest.raises(FrameShapeError, match="uint8"):
        engine.matte_tensors((src * 255).to(torch.uint8), bgr)


@pytest.mark.parametrize("kind", EACH)
def test_values_out_of_range_are_refused_in_the_first_frame(kind: type[ProgramEngine], lite: ModelSpec) -> None:
    src, bgr = make_pictures(SIZE)
    with pytest.raises(FrameShapeError, match=r"plate holds values .* 0\.\.1"):
        kind(lite, CONFIG, CPU).matte_tensors(src, bgr * 255)


@pytest.mark.parametrize("kind", EACH)
def test_several_pictures_at_once_have_the_mattes_that_pytorch_gives_each_alone(
    kind: type[ProgramEngine], exported: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ONNX graph for any batch and size, which takes most of a minute to make, is read from an exported file."""
    spec = find_model("mobilenetv3-lite")
    engine = kind(spec, CONFIG, CPU)
    settings = engine.settings(SIZE)

    def read_exported(*asked: object) -> bytes:
        assert asked == (spec, SETTINGS, None, torch.float32)
        return exported("fp32.onnx").read_bytes()

    monkeypatch.setattr("matting_rt.inference.onnx.export_program", read_exported)
    clip = RenderedClip(SIZE, 10, 0.2)
    frames, plate = [to_tensor(image) for image, _ in clip.frames()], to_tensor(clip.plate())
    both, bgr = (torch.cat([one, other.flip(3)]) for one, other in (frames, (plate, plate)))
    known = torch.tensor([1.0, 0.0]).view(2, 1, 1, 1).repeat(1, 1, SIZE.height // 4, SIZE.width // 4)
    inputs = (both, bgr, known, both + 0.01, torch.full_like(both[:, :1], 0.5))
    with torch.inference_mode():
        together = engine.make_program(SIZE, settings, batch=2)(*inputs)[0]
        alone = load_program(spec, settings)
        for index in range(2):
            pha, _ = alone(*(x[index : index + 1] for x in inputs))
            assert 0.05 < pha.mean() < 0.6
            assert ((together[index] - pha[0]).abs() > 1e-3).sum() <= 2 * 16
