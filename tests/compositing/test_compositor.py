import pytest
import torch
from torch import Tensor

from matting_rt.compositing.compositor import Compositor
from matting_rt.config import CompositeConfig
from matting_rt.tensors import Matte

HEIGHT, WIDTH = 180, 320
WHITE, BLACK = 1.0, 0.0


def compose(matte: Matte, tgt: Tensor | None, config: CompositeConfig | None = None) -> Tensor:
    """Composed before a room that nothing has changed."""
    room = torch.full_like(matte.fgr, 0.5)
    return Compositor(config).compose(matte, tgt, room, room)


def random_matte() -> tuple[Matte, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    fgr, pha, tgt = (torch.rand(1, channels, 20, 30, generator=generator) for channels in (3, 1, 3))
    return Matte(fgr, pha), tgt


def test_the_composite_follows_the_formula() -> None:
    matte, tgt = random_matte()
    com = compose(matte, tgt)
    torch.testing.assert_close(com, matte.fgr * matte.pha + tgt * (1 - matte.pha))


def test_full_and_empty_alpha_are_exact() -> None:
    matte, tgt = random_matte()
    for pha, expected in ((torch.ones_like(matte.pha), matte.fgr), (torch.zeros_like(matte.pha), tgt)):
        torch.testing.assert_close(compose(Matte(matte.fgr, pha), tgt), expected, rtol=0, atol=0)


def test_nothing_that_was_given_is_written_into() -> None:
    matte, tgt = random_matte()
    before = [tensor.clone() for tensor in (*matte, tgt)]
    compose(matte, tgt)
    compose(matte, None)
    for tensor, copy in zip((*matte, tgt), before, strict=True):
        torch.testing.assert_close(tensor, copy, rtol=0, atol=0)


def test_without_a_backdrop_the_alpha_is_straight_and_hides_no_room() -> None:
    matte, _ = random_matte()
    matte.pha[..., :10] = 0
    com = compose(matte, None)
    assert com.shape == (1, 4, 20, 30)
    torch.testing.assert_close(com[:, 3:], matte.pha)
    torch.testing.assert_close(com[:, :3, :, 10:], matte.fgr[..., 10:])
    assert not com[..., :10].any()


def grey_square(batch: int = 1) -> Matte:
    """A grey square, its foreground bright green (the room) where alpha is 0."""
    pha = torch.zeros(batch, 1, HEIGHT, WIDTH)
    pha[..., 60:120, 100:160] = 1
    room = torch.tensor([0.0, 1.0, 0.0]).view(1, 3, 1, 1)
    return Matte(torch.lerp(room.expand(batch, 3, HEIGHT, WIDTH), torch.full((batch, 3, HEIGHT, WIDTH), 0.4), pha), pha)


def backdrop(level: float) -> Tensor:
    return torch.full((1, 3, HEIGHT, WIDTH), level)


def greenness(com: Tensor) -> float:
    return float((com[:, 1] - com[:, 0]).max())


def test_with_the_default_settings_the_composite_is_the_formula_bit_for_bit() -> None:
    matte, tgt = random_matte()
    assert torch.equal(compose(matte, tgt, CompositeConfig()), torch.lerp(tgt, matte.fgr, matte.pha))


def test_light_wraps_around_the_edge_and_not_outside_or_deep_inside() -> None:
    com = compose(grey_square(), backdrop(WHITE), CompositeConfig(light_wrap=1))
    assert com[0, 0, 90, 101] > 0.5
    assert com[0, 0, 90, 130] == pytest.approx(0.4, abs=0.002)
    assert com[..., :100].min() == WHITE


def test_a_dark_backdrop_throws_no_light() -> None:
    matte = grey_square()
    torch.testing.assert_close(
        compose(matte, backdrop(BLACK), CompositeConfig(light_wrap=1)), compose(matte, backdrop(BLACK))
    )


@pytest.mark.parametrize("config", [CompositeConfig(edge_feather_px=12), CompositeConfig(edge_choke=-1)])
def test_a_widened_edge_shows_the_person_and_never_the_room(config: CompositeConfig) -> None:
    com = compose(grey_square(), backdrop(WHITE), config)
    assert com[0, 0, 90, 99] < 0.95
    assert greenness(com) < 0.01


def test_feathering_softens_the_edge_by_the_size_of_the_frame() -> None:
    com = compose(grey_square(), None, CompositeConfig(edge_feather_px=16))  # 4 pixels of a frame of 180 lines
    alpha = com[0, 3, 90]
    assert alpha[99] == pytest.approx(0.45, abs=0.06)
    assert alpha[104] == pytest.approx(0.87, abs=0.05)
    assert alpha[130] == pytest.approx(1, abs=1e-3)


def test_choking_takes_in_and_lets_out() -> None:
    areas = [
        float(compose(grey_square(), None, CompositeConfig(edge_choke=choke))[:, 3].sum()) for choke in (0.8, 0, -0.8)
    ]
    assert areas[0] < areas[1] < areas[2]


def test_a_person_that_the_frame_cuts_off_stays_opaque_at_its_border() -> None:
    matte = grey_square()
    matte.pha[..., 60:, 100:160] = 1
    com = compose(matte, None, CompositeConfig(edge_feather_px=8, edge_choke=0.5))
    assert com[0, 3, -1, 130] == pytest.approx(1, abs=1e-3)


def test_the_person_moves_by_shares_of_the_frame() -> None:
    com = compose(grey_square(), backdrop(WHITE), CompositeConfig(person_x=0.25, person_y=-0.1))
    expected = backdrop(WHITE)
    expected[..., 42:102, 180:240] = 0.4
    torch.testing.assert_close(com, expected)


def test_the_person_is_mirrored_and_the_backdrop_is_not() -> None:
    tgt = torch.linspace(0, 1, WIDTH).expand(1, 3, HEIGHT, WIDTH)
    com = compose(grey_square(), tgt, CompositeConfig(mirror=True))
    expected = tgt.clone()
    expected[..., 60:120, 160:220] = 0.4
    torch.testing.assert_close(com, expected)


def test_a_smaller_person_keeps_standing_on_the_lower_border() -> None:
    matte = grey_square()
    matte.pha[..., 60:, 100:160] = 1
    alpha = compose(matte, None, CompositeConfig(person_scale=0.5))[0, 3]
    assert alpha[-1, 145] == 1
    assert float(alpha.sum()) == pytest.approx(120 * 60 / 4, rel=0.02)


def test_a_larger_person_fills_the_frame_without_a_seam() -> None:
    fgr = torch.full((1, 3, HEIGHT, WIDTH), 0.4)
    com = compose(Matte(fgr, torch.ones(1, 1, HEIGHT, WIDTH)), backdrop(WHITE), CompositeConfig(person_scale=1.37))
    torch.testing.assert_close(com, fgr)


@pytest.mark.parametrize("scale", [0.2, 0.7, 1.6, 4])
def test_resampling_does_not_bleed_the_room_into_the_edge(scale: float) -> None:
    assert greenness(compose(grey_square(), backdrop(WHITE), CompositeConfig(person_scale=scale))) < 1e-3


@pytest.mark.parametrize("config", [CompositeConfig(person_x=1), CompositeConfig(person_y=1, light_wrap=1)])
def test_a_person_moved_out_of_the_frame_leaves_the_backdrop(config: CompositeConfig) -> None:
    assert torch.equal(compose(grey_square(), backdrop(WHITE), config), backdrop(WHITE))
    assert not compose(grey_square(), None, config).any()


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


def test_everything_at_once_stays_in_range_and_writes_into_nothing() -> None:
    matte, _ = random_matte()
    room = torch.rand(1, 3, 20, 30)
    given = [*matte, room]
    before = [tensor.clone() for tensor in given]
    com = Compositor(EVERYTHING).compose(matte, room, room, room)
    assert 0 <= com.min() <= com.max() <= 1 + 1e-5
    assert all(torch.equal(tensor, copy) for tensor, copy in zip(given, before, strict=True))


@pytest.mark.parametrize("tgt", [backdrop(0.7), None])
def test_an_empty_room_leaves_the_backdrop(tgt: Tensor | None) -> None:
    empty = Matte(torch.rand(1, 3, HEIGHT, WIDTH), torch.zeros(1, 1, HEIGHT, WIDTH))
    com = compose(empty, tgt, EVERYTHING)
    torch.testing.assert_close(com, torch.zeros(1, 4, HEIGHT, WIDTH) if tgt is None else tgt)


def test_a_batch_is_composed_as_its_pictures_are() -> None:
    both = grey_square(2)
    both.pha[1, :, 80:100, 120:140] = 0
    room = torch.rand(2, 3, HEIGHT, WIDTH)
    com = Compositor(EVERYTHING).compose(both, room, room, room)
    for index in range(2):
        one = slice(index, index + 1)
        single = Compositor(EVERYTHING).compose(Matte(both.fgr[one], both.pha[one]), room[one], room[one], room[one])
        torch.testing.assert_close(com[one], single, atol=1e-4, rtol=0)


def test_settings_may_be_swapped_between_frames() -> None:
    compositor, matte, room = Compositor(), grey_square(), backdrop(0.5)
    plain = compositor.compose(matte, room, room, room)
    compositor.config = CompositeConfig(mirror=True)
    assert not torch.equal(compositor.compose(matte, room, room, room), plain)
    compositor.config = CompositeConfig()
    assert torch.equal(compositor.compose(matte, room, room, room), plain)
