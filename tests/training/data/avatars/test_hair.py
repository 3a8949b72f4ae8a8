"""Where hair grows, how its styles differ, and what else is made of strands."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.data.avatars.tiny_human import HAIR, SKIN, write_human
from training.data.avatars.avatar import Avatar, Part, load_avatar
from training.data.avatars.fuzz import FUZZ, grow_fuzz, worn_colours
from training.data.avatars.hair import grow
from training.data.avatars.look import plain_look, vertex_colours
from training.data.avatars.scalp import Scalp, find_scalp
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Strands, draw_roots, join
from training.data.avatars.styles import BEARDS, COLOURS, STYLES, draw_colour, draw_style

BROWN = np.float32([0.09, 0.05, 0.03])


@pytest.fixture(scope="module")
def avatar(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    """The human of boxes with a round head, because hair needs one."""
    human = load_avatar(write_human(tmp_path_factory.mktemp("hair") / "somebody.glb"))
    places, normals, triangles = _ball()
    first = len(human.positions)
    head = np.tile(np.array([human.skeleton.index("Head"), 0, 0, 0], np.uint8), (len(places), 1))
    return replace(
        human,
        positions=np.concatenate([human.positions, places]),
        normals=np.concatenate([human.normals, normals]),
        texture_places=np.concatenate([human.texture_places, np.tile(np.float32([0.15, 0.5]), (len(places), 1))]),
        joints=np.concatenate([human.joints, head]),
        weights=np.concatenate([human.weights, np.tile(np.float32([1, 0, 0, 0]), (len(places), 1))]),
        parts=[*human.parts, Part("head", triangles + np.uint32(first), human.parts[0].texture)],
    )


@pytest.fixture(scope="module")
def scalp(avatar: Avatar) -> Scalp:
    return find_scalp(avatar, np.tile(np.float32(SKIN) / 255, (len(avatar.positions), 1)), np.float32(SKIN) / 255)


def _ball() -> tuple[Floats, Floats, np.ndarray]:
    """A head of 17 by 24 cm with its top at 1.78 m."""
    polar, angle = np.meshgrid(np.linspace(0.01, np.pi - 0.01, 25), np.linspace(0, 2 * np.pi, 37), indexing="ij")
    out = np.stack([np.sin(polar) * np.sin(angle), np.cos(polar), np.sin(polar) * np.cos(angle)], -1).reshape(-1, 3)
    corner = (np.arange(24)[:, None] * 37 + np.arange(36)).reshape(-1, 1)
    triangles = (corner + np.array([0, 1, 37, 37, 1, 38])).reshape(-1)
    places = out * (0.085, 0.12, 0.11) + (0, 1.66, 0.02)
    return places.astype(np.float32), out.astype(np.float32), triangles.astype(np.uint32)


def lines_of(strands: Strands, points: int) -> Floats:
    """(S, P, 3)"""
    return strands.columns[0].reshape(-1, points, 2, 3)[:, :, 0]


def grown(avatar: Avatar, scalp: Scalp, name: str, **changed: object) -> Floats:
    style = replace(STYLES[name], strands=300, **changed)
    strands = grow(np.random.default_rng(1), avatar, avatar.positions, scalp, scalp.skull, style, BROWN)
    return lines_of(strands, style.points)


def test_hair_covers_the_crown_and_the_back_and_not_the_face(avatar: Avatar, scalp: Scalp) -> None:
    x, y, z = avatar.positions[scalp.skull.reshape(-1)].T
    assert y.max() > 1.75
    assert y[z < 0].min() < 1.58
    assert y[(z > 0.1) & (np.abs(x) < 0.03)].min(initial=2) > 1.66
    assert scalp.cover.min() == 0
    assert scalp.cover.max() == 1


def test_a_beard_grows_on_the_lower_face(avatar: Avatar, scalp: Scalp) -> None:
    _, y, z = avatar.positions[scalp.beard.reshape(-1)].T
    assert len(y)
    assert y.max() < 1.64
    assert z.min() > -0.03


def test_a_bald_head_has_no_colour_of_hair_but_grows_it(scalp: Scalp) -> None:
    assert scalp.colour is None
    assert len(scalp.skull) > 100


def test_painted_hair_has_the_colour_of_the_picture(avatar: Avatar) -> None:
    colours = np.tile(np.float32(SKIN) / 255, (len(avatar.positions), 1))
    colours[avatar.positions[:, 1] > 1.60] = np.float32(HAIR) / 255
    found = find_scalp(avatar, colours, np.float32(SKIN) / 255)
    assert found.colour is not None
    np.testing.assert_allclose(found.colour, (np.float32(HAIR) / 255) ** 2.2, atol=4e-3)


@pytest.mark.parametrize("name", [*STYLES])
def test_every_style_grows_strands_that_begin_on_the_head(avatar: Avatar, scalp: Scalp, name: str) -> None:
    lines = grown(avatar, scalp, name, clump=(0.0, 0.0))
    assert lines.shape == (300, STYLES[name].points, 3)
    assert np.isfinite(lines).all()
    skull = avatar.positions[np.unique(scalp.skull)]
    assert np.linalg.norm(lines[:, None, 0] - skull, axis=2).min(1).max() < 0.05
    lengths = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(1)
    assert lengths.min() > 0
    assert np.median(lengths) < 3 * STYLES[name].length_m[1]


def test_long_hair_falls_and_an_afro_stands_off(avatar: Avatar, scalp: Scalp) -> None:
    straight, afro = (grown(avatar, scalp, name, flyaways=(0, 0)) for name in ("straight", "afro"))
    assert np.median(straight[:, -1, 1]) < 1.55
    assert np.median(afro[:, -1, 1]) > 1.65
    off = np.linalg.norm((afro[:, -1] - (0, 1.66, 0.02)) / (0.085, 0.12, 0.11), axis=1)
    assert np.median(off) > 1.3


def test_long_hair_stays_out_of_the_head(avatar: Avatar, scalp: Scalp) -> None:
    lines = grown(avatar, scalp, "straight", flyaways=(0, 0), unrest=(0, 0), clump=(0.5, 0.5))
    depth = np.linalg.norm((lines - (0, 1.66, 0.02)) / (0.085, 0.12, 0.11), axis=2)
    assert (depth < 0.85).mean() < 0.01


def test_a_ponytail_gathers_behind_the_head(avatar: Avatar, scalp: Scalp) -> None:
    lines = grown(avatar, scalp, "ponytail", flyaways=(0, 0), length_m=(0.6, 0.6))
    assert np.median(lines[:, -1, 2]) < -0.05
    assert lines[:, -1, 0].std() < 0.7 * lines[:, 0, 0].std()


def test_curls_wind(avatar: Avatar, scalp: Scalp) -> None:
    def length_to_reach(lines: Floats) -> float:
        way = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(1)
        return float(np.median(way / np.linalg.norm(lines[:, -1] - lines[:, 0], axis=1)))

    plain = grown(avatar, scalp, "ringlets", curl_m=(0.0, 0.0))
    assert length_to_reach(grown(avatar, scalp, "ringlets")) > 1.3 * length_to_reach(plain)


def test_hair_is_drawn_alike_from_the_same_numbers(avatar: Avatar, scalp: Scalp) -> None:
    np.testing.assert_array_equal(grown(avatar, scalp, "curls"), grown(avatar, scalp, "curls"))


def test_larger_heads_show_more_strands(avatar: Avatar, scalp: Scalp) -> None:
    def count(head_px: float) -> int:
        draws = np.random.default_rng(1)
        beard = grow(draws, avatar, avatar.positions, scalp, scalp.beard, BEARDS["trimmed"], BROWN, head_px)
        return len(beard.columns[0])

    assert count(100) < count(370) < count(900)


def test_strands_are_thinner_than_a_pixel_and_of_tints_of_one_colour(avatar: Avatar, scalp: Scalp) -> None:
    style = replace(STYLES["wavy"], strands=200)
    strands = grow(np.random.default_rng(2), avatar, avatar.positions, scalp, scalp.skull, style, BROWN)
    sides, widths = strands.columns[6].T
    assert set(sides) == {-1, 1}
    assert 0.1 < widths.min() < widths.max() <= 0.75
    shades = strands.columns[3]
    assert shades.std(0).min() > 0
    assert strands.indices.max() == len(strands.columns[0]) - 1


def test_styles_and_colours_are_drawn_from_their_tables() -> None:
    draws = np.random.default_rng(1)
    for table in (STYLES, BEARDS):
        assert {draw_style(draws, table) for _ in range(400)} == set(table)
    colours = np.stack([draw_colour(draws) for _ in range(100)])
    assert 0 < colours.min() < 0.02 < 0.3 < colours.max() < 1
    assert len(COLOURS) > 5


def test_roots_are_spread_by_area(avatar: Avatar) -> None:
    corners = avatar.positions.copy()
    corners[:6] = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (5, 0, 0), (8, 0, 0), (5, 3, 0)]
    triangles = np.array([[0, 1, 2], [3, 4, 5]])
    roots = draw_roots(np.random.default_rng(1), avatar, corners, triangles, 2000)
    assert (roots.places[:, 0] > 4).mean() == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize("name", [*FUZZ])
def test_fur_and_wool_grow_on_clothes_and_no_farther_than_they_are_long(avatar: Avatar, name: str) -> None:
    colours, fuzz = vertex_colours(avatar), FUZZ[name]
    strands = grow_fuzz(np.random.default_rng(1), avatar, avatar.positions, plain_look(avatar, colours), colours, fuzz)
    if strands is None:
        assert name == "fur collar", "a box has no vertices close to its neck"
        return
    lines = lines_of(strands, 6)
    assert np.linalg.norm(lines - lines[:, :1], axis=2).max() < 5 * fuzz.length_m[1]


def test_wool_has_the_colour_of_what_is_worn(avatar: Avatar) -> None:
    plain = plain_look(avatar, vertex_colours(avatar))
    dyed = replace(plain, dye=1.0, colours=np.float32([[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]]), waist_m=1.0)
    dyed = replace(dyed, wave=np.float32([0, 100, 0]))
    heights = np.float32([[0, 0.5, 0], [0, 1.52, 0], [0, 1.55, 0]])
    worn = worn_colours(dyed, heights, np.full((3, 3), 0.5, np.float32))
    np.testing.assert_allclose(worn[0], [0, 0, 0.5], atol=1e-6)
    assert worn[1][2] == worn[2][2] == 0
    np.testing.assert_allclose(worn_colours(plain, heights, np.full((3, 3), 0.5, np.float32)), 0.5**2.2, rtol=1e-3)


def test_groups_of_strands_are_joined(avatar: Avatar, scalp: Scalp) -> None:
    draws = np.random.default_rng(1)
    groups = [
        grow(draws, avatar, avatar.positions, scalp, scalp.skull, replace(STYLES[name], strands=20), BROWN)
        for name in ("crop", "curls")
    ]
    joined = join(groups)
    assert joined is not None
    assert len(joined.columns[0]) == sum(len(group.columns[0]) for group in groups)
    assert joined.indices.max() == len(joined.columns[0]) - 1
    assert join([]) is None
