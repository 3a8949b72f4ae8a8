import cv2
import numpy as np
import numpy.typing as npt
import pytest

from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.config import CompositeConfig
from matting_rt.frame import Image, Matte

HEIGHT, WIDTH = 180, 320
WHITE, GREY, BLACK = 255, 102, 0
SIZES = [(720, 1280), (64, 64), (67, 65), (719, 1279), (1, 1), (2, 3), (3, 2), (1, 40)]
"""Height and width."""
EVERYTHING = CompositeConfig(
    light_wrap=0.6,
    edge_feather_px=6,
    edge_choke=0.3,
    shadow=True,
    person_scale=0.8,
    person_x=0.1,
    person_y=0.05,
    mirror=True,
)
SETTINGS = {
    "plain": CompositeConfig(),
    "mirror": CompositeConfig(mirror=True),
    "moved": CompositeConfig(person_x=-0.3, person_y=0.2),
    "smallest": CompositeConfig(person_scale=0.2),
    "largest": CompositeConfig(person_scale=4),
    "wrap": CompositeConfig(light_wrap=1),
    "feather": CompositeConfig(edge_feather_px=20),
    "choke": CompositeConfig(edge_choke=1),
    "widen": CompositeConfig(edge_choke=-1),
    "shadow": CompositeConfig(shadow=True),
    "everything": EVERYTHING,
}


def compose(matte: Matte, backdrop: Image | None, config: CompositeConfig | None = None) -> Image:
    """Composed before a room that nothing has changed."""
    room = np.full_like(matte.foreground, 128)
    return LayerCompositor(config).compose(matte, backdrop, room, room)


def random_picture(height: int, width: int, seed: int) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def random_matte(height: int = 20, width: int = 30) -> Matte:
    """Every level of alpha next to every other, 0 and 255 often."""
    levels = np.random.default_rng(0).integers(-128, 384, (height, width))
    return Matte(levels.clip(0, 255).astype(np.uint8), random_picture(height, width, 1))


def blob(height: int, width: int) -> Matte:
    """Somebody with a soft edge, cut off by the lower border; their colours are random."""
    alpha = np.zeros((height, width), np.uint8)
    axes = (max(width // 5, 1), max(height // 2, 1))
    cv2.ellipse(alpha, (width // 2, height - 1), axes, 0, 0, 360, 255, -1)
    return Matte(cv2.GaussianBlur(alpha, (0, 0), max(height / 200, 0.5)), random_picture(height, width, 2))


def formula(matte: Matte, backdrop: Image) -> npt.NDArray[np.float64]:
    share = matte.alpha[..., np.newaxis] / 255
    return matte.foreground * share + backdrop * (1 - share)


def grey_square() -> Matte:
    """A grey square, its foreground bright green (the room) where alpha is 0."""
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[60:120, 100:160] = 255
    return Matte(alpha, np.where(alpha[..., np.newaxis] > 0, np.uint8(GREY), np.uint8([0, 255, 0])))


def flat(level: int) -> Image:
    return np.full((HEIGHT, WIDTH, 3), level, np.uint8)


def greenness(composite: Image) -> int:
    return int((composite[..., 1].astype(int) - composite[..., 0]).max())


@pytest.mark.parametrize(("height", "width"), [*SIZES, (2160, 3840)])
def test_the_composite_follows_the_formula_at_any_size(height: int, width: int) -> None:
    backdrop = random_picture(height, width, 3)
    for matte in (blob(height, width), random_matte(height, width)):
        composite = compose(matte, backdrop)
        assert composite.dtype == np.uint8
        rows = np.s_[:: max(height // 90, 1)]  # enough of them, and float64 takes its time
        expected = formula(Matte(matte.alpha[rows], matte.foreground[rows]), backdrop[rows])
        assert np.abs(composite[rows] - expected).max() < 0.51


def test_every_level_of_alpha_mixes_every_pair_of_levels_right() -> None:
    alpha = np.arange(256, dtype=np.uint8)[:, np.newaxis].repeat(256, 1)
    for above in (0, 1, 77, 254, 255):
        matte = Matte(alpha, np.full((256, 256, 3), above, np.uint8))
        backdrop = np.arange(256, dtype=np.uint8)[np.newaxis, :, np.newaxis].repeat(256, 0).repeat(3, 2)
        np.testing.assert_allclose(compose(matte, backdrop), formula(matte, backdrop), atol=0.51)


def test_full_and_empty_alpha_are_exact() -> None:
    foreground, backdrop = random_picture(20, 30, 1), random_picture(20, 30, 3)
    for level, expected in ((255, foreground), (0, backdrop)):
        composite = compose(Matte(np.full((20, 30), level, np.uint8), foreground), backdrop)
        np.testing.assert_array_equal(composite, expected)


@pytest.mark.parametrize("config", SETTINGS.values(), ids=SETTINGS)
def test_nothing_that_was_given_is_written_into_or_handed_out(config: CompositeConfig) -> None:
    matte, backdrop, room = blob(90, 160), random_picture(90, 160, 3), random_picture(90, 160, 4)
    for given in (*matte, backdrop, room):
        given.setflags(write=False)
    for behind in (backdrop, None):
        composite = LayerCompositor(config).compose(matte, behind, room, room)
        assert composite.flags.writeable
        assert not any(np.shares_memory(composite, given) for given in (*matte, backdrop, room))


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("config", SETTINGS.values(), ids=SETTINGS)
def test_every_setting_takes_every_size(config: CompositeConfig, height: int, width: int) -> None:
    room = random_picture(height, width, 4)
    for matte in (blob(height, width), random_matte(height, width)):
        composite = LayerCompositor(config).compose(matte, random_picture(height, width, 3), room // 2, room)
        assert (composite.shape, composite.dtype) == ((height, width, 3), np.uint8)
        alone = LayerCompositor(config).compose(matte, None, room, room)
        assert (alone.shape, alone.dtype) == ((height, width, 4), np.uint8)
        assert not alone[alone[..., 3] == 0].any()


def test_pictures_that_are_views_of_larger_ones_compose_alike() -> None:
    matte, backdrop = random_matte(40, 60), random_picture(40, 60, 3)
    view = Matte(matte.alpha[::2, 3:-3], matte.foreground[::2, 3:-3])
    block = Matte(*(np.ascontiguousarray(picture) for picture in view))
    behind = backdrop[::2, 3:-3]
    for config in (CompositeConfig(), EVERYTHING):
        np.testing.assert_array_equal(
            compose(view, behind, config), compose(block, np.ascontiguousarray(behind), config)
        )


def test_without_a_backdrop_the_alpha_is_straight_and_hides_no_room() -> None:
    matte = random_matte()
    matte.alpha[:, :10] = 0
    matte.alpha[:, 10:][matte.alpha[:, 10:] == 0] = 1
    composite = compose(matte, None)
    assert composite.shape == (20, 30, 4)
    np.testing.assert_array_equal(composite[..., 3], matte.alpha)
    np.testing.assert_array_equal(composite[:, 10:, :3], matte.foreground[:, 10:])
    assert not composite[:, :10].any()


def test_light_wraps_around_the_edge_and_not_outside_or_deep_inside() -> None:
    composite = compose(grey_square(), flat(WHITE), CompositeConfig(light_wrap=1))
    assert composite[90, 101, 0] > 127
    assert composite[90, 130, 0] == GREY
    assert composite[:, :100].min() == WHITE


def test_a_dark_backdrop_throws_no_light() -> None:
    wrapped = compose(grey_square(), flat(BLACK), CompositeConfig(light_wrap=1))
    np.testing.assert_array_equal(wrapped, compose(grey_square(), flat(BLACK)))


@pytest.mark.parametrize("config", [CompositeConfig(edge_feather_px=12), CompositeConfig(edge_choke=-1)])
def test_a_widened_edge_shows_the_person_and_never_the_room(config: CompositeConfig) -> None:
    composite = compose(grey_square(), flat(WHITE), config)
    assert composite[90, 99, 0] < 242
    assert greenness(composite) <= 2
    alone = compose(grey_square(), None, config)
    assert greenness(alone[..., :3]) <= 2


def test_feathering_softens_the_edge_by_the_size_of_the_frame() -> None:
    # 4 pixels of a frame of 180 lines.
    alpha = compose(grey_square(), None, CompositeConfig(edge_feather_px=16))[90, :, 3] / 255
    assert alpha[99] == pytest.approx(0.45, abs=0.06)
    assert alpha[104] == pytest.approx(0.87, abs=0.05)
    assert alpha[130] == pytest.approx(1, abs=4e-3)


@pytest.mark.parametrize(("feather_px", "choke"), [(4, 0), (20, 0), (0, 0.7), (0, -0.7), (8, 1)])
def test_a_soft_edge_is_a_gaussian_of_the_alpha_that_is_cut(feather_px: float, choke: float) -> None:
    matte = blob(360, 640)
    sigma = np.hypot(feather_px, 2 * choke) / 2
    blurred = cv2.GaussianBlur(matte.alpha.astype(np.float64), (0, 0), sigma, borderType=cv2.BORDER_REPLICATE) / 255
    low, high = (0.75 * choke, 1) if choke > 0 else (0, 1 + 0.75 * choke)
    expected = ((blurred - low) / (high - low)).clip(0, 1)
    alpha = compose(matte, None, CompositeConfig(edge_feather_px=feather_px, edge_choke=choke))[..., 3]
    # The coarse grid moves a steep edge by little; what it makes of a slope is the same.
    np.testing.assert_allclose(alpha / 255, expected, atol=0.08)
    assert np.abs(alpha / 255 - expected).mean() < 0.002


def test_choking_takes_in_and_lets_out() -> None:
    areas = [compose(grey_square(), None, CompositeConfig(edge_choke=choke))[..., 3].sum() for choke in (0.8, 0, -0.8)]
    assert areas[0] < areas[1] < areas[2]


def test_a_person_that_the_frame_cuts_off_stays_opaque_at_its_border() -> None:
    matte = grey_square()
    matte.alpha[60:, 100:160] = 255
    assert compose(matte, None, CompositeConfig(edge_feather_px=8, edge_choke=0.5))[-1, 130, 3] == 255


def test_the_person_moves_by_shares_of_the_frame() -> None:
    composite = compose(grey_square(), flat(WHITE), CompositeConfig(person_x=0.25, person_y=-0.1))
    expected = flat(WHITE)
    expected[42:102, 180:240] = GREY
    np.testing.assert_array_equal(composite, expected)


def test_the_person_is_mirrored_and_the_backdrop_is_not() -> None:
    backdrop = np.broadcast_to(np.linspace(0, 255, WIDTH).astype(np.uint8)[:, np.newaxis], (HEIGHT, WIDTH, 3)).copy()
    composite = compose(grey_square(), backdrop, CompositeConfig(mirror=True))
    backdrop[60:120, 160:220] = GREY
    np.testing.assert_array_equal(composite, backdrop)


def test_a_mirrored_soft_edge_is_the_formula_too() -> None:
    matte, backdrop = blob(90, 161), random_picture(90, 161, 3)
    flipped = Matte(matte.alpha[:, ::-1], matte.foreground[:, ::-1])
    composite = compose(matte, backdrop, CompositeConfig(mirror=True))
    np.testing.assert_allclose(composite, formula(flipped, backdrop), atol=0.51)


def test_a_smaller_person_keeps_standing_on_the_lower_border() -> None:
    matte = grey_square()
    matte.alpha[60:, 100:160] = 255
    alpha = compose(matte, None, CompositeConfig(person_scale=0.5))[..., 3]
    assert alpha[-1, 145] == 255
    assert alpha.sum() / 255 == pytest.approx(120 * 60 / 4, rel=0.02)


def test_a_larger_person_fills_the_frame_without_a_seam() -> None:
    everywhere = Matte(np.full((HEIGHT, WIDTH), 255, np.uint8), flat(GREY))
    composite = compose(everywhere, flat(WHITE), CompositeConfig(person_scale=1.37))
    np.testing.assert_array_equal(composite, flat(GREY))


@pytest.mark.parametrize("scale", [0.2, 0.7, 1.6, 4])
def test_resampling_does_not_bleed_the_room_into_the_edge(scale: float) -> None:
    assert greenness(compose(grey_square(), flat(WHITE), CompositeConfig(person_scale=scale))) == 0
    alone = compose(grey_square(), None, CompositeConfig(person_scale=scale))
    assert greenness(alone[..., :3]) <= 0


@pytest.mark.parametrize("scale", [0.7, 1.6])
def test_a_resized_person_is_blended_as_if_their_premultiplied_picture_were(scale: float) -> None:
    matte = blob(90, 160)
    smooth = Matte(matte.alpha, cv2.GaussianBlur(matte.foreground, (0, 0), 3))
    backdrop = random_picture(90, 160, 3)
    share = smooth.alpha / 255
    size = (round(160 * scale), round(90 * scale))
    top, left = (90 - size[1], (160 - size[0]) // 2) if scale < 1 else ((90 - size[1]) // 2, (160 - size[0]) // 2)
    shift = np.float64([[1, 0, left], [0, 1, top]])
    colour, alpha = (
        cv2.warpAffine(cv2.resize(picture, size), shift, (160, 90), flags=cv2.INTER_NEAREST)
        for picture in (smooth.foreground * share[..., np.newaxis], share)
    )
    expected = colour + backdrop * (1 - alpha[..., np.newaxis])
    composite = compose(smooth, backdrop, CompositeConfig(person_scale=scale))
    # Only pieces of the picture are resized, to whole pixels: their places differ by a little of one.
    assert np.abs(composite - expected).mean() < 1
    assert np.quantile(np.abs(composite - expected), 0.99) < 12


@pytest.mark.parametrize("config", [CompositeConfig(person_x=1), CompositeConfig(person_y=1, light_wrap=1)])
def test_a_person_moved_out_of_the_frame_leaves_the_backdrop(config: CompositeConfig) -> None:
    np.testing.assert_array_equal(compose(grey_square(), flat(WHITE), config), flat(WHITE))
    assert not compose(grey_square(), None, config).any()


@pytest.mark.parametrize("backdrop", [flat(178), None])
@pytest.mark.parametrize("config", [CompositeConfig(), EVERYTHING])
def test_an_empty_room_leaves_the_backdrop(backdrop: Image | None, config: CompositeConfig) -> None:
    empty = Matte(np.zeros((HEIGHT, WIDTH), np.uint8), random_picture(HEIGHT, WIDTH, 1))
    expected = np.zeros((HEIGHT, WIDTH, 4), np.uint8) if backdrop is None else backdrop
    np.testing.assert_array_equal(compose(empty, backdrop, config), expected)


def test_settings_may_be_swapped_between_frames() -> None:
    compositor, matte, room = LayerCompositor(), grey_square(), flat(128)
    plain = compositor.compose(matte, room, room, room)
    compositor.config = CompositeConfig(mirror=True)
    assert not np.array_equal(compositor.compose(matte, room, room, room), plain)
    compositor.config = CompositeConfig()
    np.testing.assert_array_equal(compositor.compose(matte, room, room, room), plain)
