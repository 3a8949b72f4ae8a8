"""Pictures of more than 8 bits, in every engine: the alpha of their bytes, and colours as deep as they are."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from matting_rt.config import DeviceKind, EngineConfig, Precision
from matting_rt.errors import ConfigError, FrameShapeError
from matting_rt.frame import DeepImage, DeepMatte, FrameSize, Image, Matte
from matting_rt.inference.base import MattingEngine, MattingStream
from matting_rt.inference.onnx import OnnxEngine
from matting_rt.inference.parts import PartsEngine
from matting_rt.inference.torch import TorchEngine
from matting_rt.inference.torchscript import TorchScriptEngine
from matting_rt.model_files import ModelSpec, find_model
from matting_rt.pictures.depth import to_levels
from matting_rt.synthetic.film import RenderedClip
from tests.engines import Difference
from tests.inference.random_models import make_images

CONFIG = EngineConfig(engine="onnx", device=DeviceKind.CPU, precision=Precision.FP32, refine_pixels=3_000_000)
CPU = torch.device("cpu")
ENGINES: dict[str, Callable[[ModelSpec], MattingEngine]] = {
    "parts": lambda spec: PartsEngine(find_model("mobilenetv3-lite"), CONFIG),
    "torch": lambda spec: TorchEngine(spec, CONFIG, CPU),
    "torchscript": lambda spec: TorchScriptEngine(spec, CONFIG, CPU),
    "onnx": lambda spec: OnnxEngine(spec, CONFIG, CPU),
    "bytes alone": lambda spec: Difference(),
}
SIZES = [FrameSize(256, 144), FrameSize(177, 101)]
SIZE = SIZES[0]


EACH = [pytest.param(name, marks=[pytest.mark.export] * (name in ("torchscript", "onnx"))) for name in ENGINES]


@pytest.fixture(scope="module", params=EACH)
def engine(
    request: pytest.FixtureRequest, make_model: Callable[[str, str, FrameSize], ModelSpec]
) -> Iterator[MattingEngine]:
    with ENGINES[request.param](make_model("mobilenetv3-lite", "refine", SIZE)) as engine:
        yield engine


def to_16_bits(image: Image) -> DeepImage:
    return image.astype(np.uint16) * 257


def to_float(image: Image) -> DeepImage:
    return image.astype(np.float32) / 255


KINDS = {"uint16": (to_16_bits, 65535), "float32": (to_float, 1)}
"""How bytes are made deep, and what is white then."""
deep_kinds = pytest.mark.parametrize(("deepen", "white"), KINDS.values(), ids=KINDS)


def film(engine: MattingEngine, size: FrameSize = SIZE) -> tuple[list[Image], Image]:
    """Two frames and their plate, of which the engine's model makes a varied matte."""
    if isinstance(engine, PartsEngine):
        clip = RenderedClip(size, 10, 0.2)
        return [image for image, _ in clip.frames()], clip.plate()
    image, plate = make_images(size)
    return [image, np.roll(image, 1, 1)], plate


def open_stream(engine: MattingEngine, plate: Image | DeepImage) -> MattingStream:
    stream = engine.open_stream((plate.shape[1], plate.shape[0]))
    stream.set_plate(plate)
    return stream


def below_a_level(image: Image, deepen: Callable[[Image], DeepImage], white: float) -> tuple[DeepImage, DeepImage]:
    """The picture with a ramp from left to right on it, too faint for 8 bits; and the ramp (W, 1)."""
    deep = deepen(np.minimum(image, 254))  # above white there is nothing in 16 bits
    ramp = np.linspace(0, 0.49 * white / 255, image.shape[1])[:, None].astype(deep.dtype)
    return deep + ramp, ramp


@deep_kinds
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_deep_picture_has_the_alpha_of_its_bytes(
    engine: MattingEngine, size: FrameSize, deepen: Callable[[Image], DeepImage], white: float
) -> None:
    frames, plate = film(engine, size)
    bytes_alone, deep_plate, shallow_plate = (open_stream(engine, x) for x in (plate, deepen(plate), plate))
    for image in frames:
        expected, matte = bytes_alone.matte(image), deep_plate.matte(deepen(image))
        assert isinstance(expected, Matte)
        assert isinstance(matte, DeepMatte)
        assert matte.alpha.dtype == matte.foreground.dtype == deepen(image).dtype
        assert matte.alpha.shape == image.shape[:2]
        assert np.abs(matte.alpha.astype(float) / white * 255 - expected.alpha).max() <= 1
        assert 0 <= matte.alpha.min() < matte.alpha.max() <= white
        for one, other in zip(matte, shallow_plate.matte(deepen(image)), strict=True):
            np.testing.assert_array_equal(one, other)


@deep_kinds
def test_the_foreground_is_the_frame_to_the_bit_where_alpha_is_0_or_1(
    engine: MattingEngine, deepen: Callable[[Image], DeepImage], white: float
) -> None:
    frames, plate = film(engine)
    stream = open_stream(engine, plate)
    for image in frames:
        deep, _ = below_a_level(image, deepen, white)
        alpha, foreground = stream.matte(deep)
        is_sure = (alpha == 0) | (alpha == white)
        assert 0 < is_sure.mean() < 1
        assert foreground[is_sure].tobytes() == deep[is_sure].tobytes()


@deep_kinds
def test_what_is_finer_than_a_byte_is_in_the_foreground_too(
    engine: MattingEngine, deepen: Callable[[Image], DeepImage], white: float
) -> None:
    (image, _), plate = film(engine)
    deep, ramp = below_a_level(image, deepen, white)
    matte, plain = (open_stream(engine, plate).matte(x) for x in (deep, deep - ramp))
    within = (plain.foreground > 0) & (plain.foreground < 0.99 * white)  # colours end at black and white
    added = matte.foreground.astype(float) - plain.foreground
    assert np.abs(added - ramp)[within].max() <= (1 if white > 1 else 1e-6)
    if not isinstance(engine, Difference):
        is_own = (matte.foreground != deep) & within
        assert is_own.mean() > 0.01
        assert len(np.unique(added[is_own])) > 50


def test_an_alpha_is_finer_than_bytes_where_the_engine_makes_more_of_it(engine: MattingEngine) -> None:
    (image, _), plate = film(engine)
    alpha = open_stream(engine, plate).matte(to_16_bits(image)).alpha
    assert (len(np.unique(alpha)) > 300) == (not isinstance(engine, Difference))


def test_values_beyond_black_and_white_are_kept(engine: MattingEngine) -> None:
    (image, _), plate = film(engine)
    plain = to_float(image)
    dark, light = np.percentile(plain, [20, 80])
    bright = np.where(plain > light, np.float32(5) * plain, plain)
    bright[plain < dark] = -0.25
    bright[:2, :2] = np.inf
    clipped = bright.clip(0, 1)
    given = bright.copy()
    matte, expected = (open_stream(engine, plate).matte(x) for x in (bright, clipped))
    np.testing.assert_array_equal(bright, given)
    np.testing.assert_array_equal(matte.alpha, expected.alpha)
    is_frame = (expected.foreground == clipped).all(-1)
    np.testing.assert_array_equal(matte.foreground[is_frame], bright[is_frame])
    assert matte.foreground.max() == np.inf
    assert matte.foreground.min() == -0.25


def test_the_depth_may_change_within_a_video(engine: MattingEngine) -> None:
    frames, plate = film(engine)
    frames += frames
    stream, bytes_alone = open_stream(engine, plate), open_stream(engine, plate)
    for image, deepen, white in zip(
        frames, (to_16_bits, np.asarray, to_float, np.asarray), (257, 1, 1 / 255, 1), strict=True
    ):
        alpha = stream.matte(deepen(image)).alpha
        assert np.abs(alpha / white - bytes_alone.matte(image).alpha.astype(float)).max() <= 1


def test_what_is_done_to_a_deep_matte_changes_nothing_of_the_next(engine: MattingEngine) -> None:
    frames, plate = film(engine)
    stream, untouched = open_stream(engine, plate), open_stream(engine, plate)
    for image in map(to_float, frames):
        matte, expected = stream.matte(image), untouched.matte(image)
        for given, x in zip(matte, expected, strict=True):
            np.testing.assert_allclose(given, x, atol=1 / 255)
            given[:] = 0


@pytest.mark.parametrize("kind", ["int32", "int8", "float64", "float16", ">u2", "bool"])
def test_other_numbers_are_refused(engine: MattingEngine, kind: str) -> None:
    (image, _), plate = film(engine)
    stream, wrong = open_stream(engine, plate), image.astype(kind)
    for give, name in ((stream.set_plate, "plate"), (stream.matte, "frame")):
        with pytest.raises(FrameShapeError) as raised:
            give(wrong)
        assert str(raised.value) == (
            f"the {name} is {wrong.dtype} of shape (144, 256, 3); the stream is of 256x144: "
            "give uint8, uint16 or float32 of shape (144, 256, 3)"
        )


def test_what_explains_a_matte_takes_bytes(engine: MattingEngine) -> None:
    (image, _), plate = film(engine)
    with pytest.raises((FrameShapeError, ConfigError), match=r"give uint8 of shape|choose the engine torch"):
        open_stream(engine, plate).matte_detailed(to_float(image))


def test_bytes_stay_what_they_are() -> None:
    image, _ = make_images(SIZE)
    assert to_levels(image) is image


def test_levels_are_the_nearest() -> None:
    bytes_ = np.arange(256, dtype=np.uint8)
    for deepen, white in KINDS.values():
        deep = deepen(bytes_)
        np.testing.assert_array_equal(to_levels(deep).ravel(), bytes_)
        beside = np.array([0.49, -0.49]) * white / 255
        for offset in beside:
            near = (deep[1:-1] + offset).astype(deep.dtype)
            np.testing.assert_array_equal(to_levels(near).ravel(), bytes_[1:-1])
    odd = np.array([np.nan, np.inf, -np.inf, -3, 1.001, 1e30], np.float32)
    assert to_levels(odd).ravel().tolist() == [0, 255, 0, 0, 255, 255]


def test_pictures_may_lie_in_memory_as_they_like(engine: MattingEngine) -> None:
    (image, _), plate = film(engine)
    deep, deep_plate = to_16_bits(image)[:, ::-1], to_16_bits(plate)[:, ::-1]
    expected = open_stream(engine, deep_plate.copy()).matte(deep.copy())
    for one, other in zip(open_stream(engine, deep_plate).matte(deep), expected, strict=True):
        np.testing.assert_array_equal(one, other)
