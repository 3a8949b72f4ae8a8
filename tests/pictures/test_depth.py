"""Pictures of more than 8 bits in the middle: what is made of them agrees with bytes, and keeps what is finer."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from matting_rt.compositing.backdrop import ColourBackdrop
from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.config import CompositeConfig, DeviceKind, EngineConfig, PlateConfig, Precision
from matting_rt.frame import AnyImage, Colours, DeepImage, DeepMatte, Frame, FrameSize, Image, Matte
from matting_rt.guard import Guard
from matting_rt.inference.parts import PartsEngine
from matting_rt.inference.person import PersonNetwork
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.model_files import find_model
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND
from matting_rt.pictures.depth import is_soft, to_kind, to_levels, white_of
from matting_rt.plate.fitted import FittedPlate
from matting_rt.plate.store import Plate
from matting_rt.synthetic.film import RenderedClip
from matting_rt.timing import PipelineStats
from tests.compositing.test_compositor import SETTINGS, blob, random_picture
from tests.test_guard import EVERYWHERE, FIGURE, HEAD, HEIGHT, IMAGE, WIDTH, draw, person_at, trust_at

KINDS = ("uint16", "float32")
deep_kinds = pytest.mark.parametrize("kind", KINDS)


def widen(picture: Image, kind: str) -> DeepImage:
    return to_kind(picture, np.dtype(kind))


def distance(deep: AnyImage, levels: Image) -> float:
    """The largest, in 255ths."""
    return float(np.abs(deep / white_of(deep) * 255 - levels).max())


@deep_kinds
def test_levels_survive_the_way_to_a_deeper_kind_and_back(kind: str) -> None:
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    deep = widen(levels, kind)
    assert deep.dtype == kind
    np.testing.assert_array_equal(to_levels(deep), levels)
    np.testing.assert_array_equal(is_soft(deep), is_soft(levels))


def test_16_bits_survive_the_way_to_floats_and_back() -> None:
    deep = np.arange(65536, dtype=np.uint16)
    np.testing.assert_array_equal(to_kind(to_kind(deep, np.dtype(np.float32)), deep.dtype), deep)
    beyond = np.array([-np.inf, -1, np.nan, 2, np.inf], np.float32)
    assert to_kind(beyond, deep.dtype).tolist() == [0, 0, 0, 65535, 65535]


@deep_kinds
@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("is_transparent", [False, True], ids=["backdrop", "transparent"])
def test_a_deep_composite_is_that_of_bytes(settings: str, kind: str, is_transparent: bool) -> None:
    matte = blob(144, 256)
    backdrop = None if is_transparent else random_picture(144, 256, 3)
    room = np.full_like(matte.foreground, 128)
    frame = room.copy()
    frame[100:, :40] = 90  # a shadow beside them
    compositor = LayerCompositor(SETTINGS[settings])
    expected = compositor.compose(matte, backdrop, frame, room)
    made = compositor.compose(DeepMatte(*(widen(x, kind) for x in matte)), backdrop, frame, room)
    assert made.dtype == kind
    assert made.shape == expected.shape
    difference = np.abs(made / white_of(made) * 255 - expected)
    if is_transparent:  # nobody sees the colours of hardly anything, which bytes round coarsely
        difference = difference[expected[..., 3] > 60]
    # bytes are rounded several times on the way
    assert difference.max() <= (1 if settings in ("plain", "mirror", "moved") else 6)
    assert difference.mean() < 0.5


@deep_kinds
def test_a_composite_has_the_frame_to_the_bit_where_nobody_sees_through(kind: str) -> None:
    matte = blob(144, 256)
    foreground = np.linspace(0, white_of(widen(matte.alpha, kind)), 144 * 256 * 3).reshape(144, 256, 3).astype(kind)
    backdrop = random_picture(144, 256, 3)
    made = LayerCompositor().compose(
        DeepMatte(widen(matte.alpha, kind), foreground), backdrop, matte.foreground, backdrop
    )
    opaque, clear = matte.alpha == 255, matte.alpha == 0
    np.testing.assert_array_equal(made[opaque], foreground[opaque])
    np.testing.assert_array_equal(made[clear], widen(backdrop, kind)[clear])


def test_what_is_brighter_than_white_stays_so_in_front_of_a_backdrop() -> None:
    matte = blob(144, 256)
    bright = np.full((144, 256, 3), 3.5, np.float32)
    config = CompositeConfig(light_wrap=1, edge_feather_px=4)
    backdrop = random_picture(144, 256, 3)
    made = LayerCompositor(config, Colours.LINEAR).compose(
        DeepMatte(widen(matte.alpha, "float32"), bright), backdrop, matte.foreground, backdrop
    )
    assert made.max() == pytest.approx(3.5, abs=1e-4)
    assert made[matte.alpha > 254].min() > 3


@pytest.mark.parametrize(("colours", "white"), [(Colours.HLG, 0.75), (Colours.PQ, 0.58), (Colours.LINEAR, 1)], ids=str)
def test_a_white_backdrop_is_reference_white_in_the_colours_of_the_frame(colours: Colours, white: float) -> None:
    matte = DeepMatte(np.zeros((64, 64), np.uint16), np.zeros((64, 64, 3), np.uint16))
    if colours is Colours.LINEAR:
        matte = DeepMatte(*(x.astype(np.float32) for x in matte))
    backdrop, room = np.full((64, 64, 3), 255, np.uint8), np.full((64, 64, 3), 90, np.uint8)
    compositor = LayerCompositor(colours=colours)
    made = [compositor.compose(matte, behind, room, room) for behind in (backdrop, backdrop, backdrop // 2, backdrop)]
    for picture in made[0], made[1], made[3]:
        assert picture.dtype == matte.alpha.dtype
        np.testing.assert_allclose(picture / white_of(picture), white, atol=0.005)
    assert made[2].max() < made[0].min()


@deep_kinds
@pytest.mark.parametrize("keeps_everything", [False, True])
def test_the_guard_leaves_of_a_deep_matte_what_it_leaves_of_bytes(kind: str, keeps_everything: bool) -> None:
    alpha = np.rint(np.maximum(draw(FIGURE), 0.4 * draw((slice(0, 60), slice(0, 90)))) * 255).astype(np.uint8)
    for trust in (None, trust_at(HEAD), trust_at(EVERYWHERE)):
        guard, person = Guard(keeps_everything), person_at(FIGURE)
        expected = guard.apply(Matte(alpha.copy(), np.full_like(IMAGE, 255)), IMAGE, person, trust)
        own = DeepMatte(widen(alpha, kind).copy(), widen(np.full_like(IMAGE, 255), kind).copy())
        made = guard.apply(own, IMAGE, person, trust, deep=widen(IMAGE, kind))
        assert made.alpha.dtype == made.foreground.dtype == kind
        assert made.alpha.shape == (HEIGHT, WIDTH)
        assert distance(made.alpha, expected.alpha) <= 2
        np.testing.assert_array_equal(made.alpha == 0, widen(expected.alpha, kind) == 0)
        assert made.alpha.max() <= white_of(made.alpha)
        assert (np.abs(to_levels(made.foreground).astype(int) - expected.foreground) > 0).mean() < 0.01


@pytest.fixture(scope="module")
def middle() -> "Callable[[Frame], tuple[AnyImage, AnyImage, AnyImage]]":
    """Composite, alpha and foreground of one frame, by the engine, the person network and the guard of a job."""
    clip = RenderedClip(FrameSize(256, 144), 10, 0.2)
    config = EngineConfig(engine="onnx", device=DeviceKind.CPU, precision=Precision.FP32)
    engine, people = PartsEngine(find_model("mobilenetv3-lite"), config), PersonNetwork()

    def matte(frame: Frame) -> tuple[AnyImage, AnyImage, AnyImage]:
        outputs = (COMPOSITE, ALPHA, FOREGROUND)
        setup = MattingSetup(engine, ColourBackdrop((20, 90, 200)), LayerCompositor(), Guard(False), frozenset(outputs))
        fitter = FittedPlate(Plate(clip.plate()), PlateConfig(check=False), "film")
        matted = MattingStage(fitter, PipelineStats(MattingStage.STAGES), people).process(frame, setup)
        composite, alpha, foreground = map(matted.picture, outputs)
        return composite, alpha, foreground

    return matte


@deep_kinds
def test_a_deep_frame_is_matted_as_its_bytes_and_keeps_its_levels(
    middle: "Callable[[Frame], tuple[AnyImage, AnyImage, AnyImage]]", kind: str
) -> None:
    (image, _), *_ = RenderedClip(FrameSize(256, 144), 10, 0.2).frames()
    steps = np.arange(image.size).reshape(image.shape) % 200
    deep = widen(np.minimum(image, 254), kind) + (steps / (65535 if kind == "float32" else 1)).astype(kind)
    image = to_levels(deep)
    expected = middle(Frame(image, 0, 0, Fraction(1)))
    made = middle(Frame(image, 0, 0, Fraction(1), deep=deep))
    assert [x.dtype for x in made] == 3 * [np.dtype(kind)]
    assert distance(made[1], expected[1]) <= 1
    opaque = (made[1] == white_of(deep)) & (expected[1] == 255)
    assert 0.05 < opaque.mean() < 0.9
    for picture in made[0], made[2][..., :3]:
        # a few are soft, and opaque by the guard
        assert (picture[opaque] == deep[opaque]).mean() > 0.995
    assert np.abs(made[0] / white_of(deep) * 255 - expected[0]).max() <= 2
