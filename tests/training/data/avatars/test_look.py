"""What people wear, and the hair that stands off from their heads."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.data.avatars.tiny_human import CLOTH, HAIR, SKIN, write_human
from training.data.avatars.avatar import Avatar, load_avatar
from training.data.avatars.hair import POINTS, HairStyle, Scalp, draw_style, find_scalp, grow
from training.data.avatars.look import draw_look, plain_look, vertex_colours


@pytest.fixture(scope="module")
def avatar(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar(write_human(tmp_path_factory.mktemp("look") / "somebody.glb"))


def test_vertices_have_the_colours_of_the_picture(avatar: Avatar) -> None:
    colours = {tuple(colour) for colour in np.round(255 * vertex_colours(avatar)).astype(int).tolist()}
    assert colours == {SKIN, HAIR, CLOTH}


def test_head_and_hands_are_no_clothes(avatar: Avatar) -> None:
    look = plain_look(avatar, vertex_colours(avatar))
    bare = avatar.held_by("Head", "LeftHand", "RightHand") > 0.5
    assert look.cloth[bare].max() == 0
    assert look.cloth[~bare].min() == 1
    np.testing.assert_allclose(look.skin[1] * 255, SKIN, atol=1)


def test_people_wear_their_own_clothes_and_others(avatar: Avatar) -> None:
    draws, plain = np.random.default_rng(1), plain_look(avatar, vertex_colours(avatar))
    looks = [draw_look(draws, plain) for _ in range(100)]
    assert 20 < sum(look.dye == 0 for look in looks) < 60
    assert any(look.wave.any() for look in looks)
    assert all(0 < look.colours.min() <= look.colours.max() < 1 for look in looks)


def test_hair_grows_on_the_crown_in_its_colour_and_not_on_the_face(avatar: Avatar) -> None:
    places = np.concatenate([avatar.positions, _crown()]).astype(np.float32)
    haired = _with_vertices(avatar, places)
    colours = vertex_colours(avatar)
    colours = np.concatenate([colours, np.tile(np.array(HAIR) / 255, (len(places) - len(colours), 1))])
    scalp = find_scalp(haired, colours, np.array(SKIN) / 255)
    assert scalp is not None
    assert not scalp.is_long
    assert places[scalp.vertices, 1].min() > 1.5
    np.testing.assert_allclose(scalp.colours.mean(0), (np.array(HAIR) / 255) ** 2.2, atol=1e-3)


def test_a_bald_head_grows_no_hair(avatar: Avatar) -> None:
    colours = np.tile(np.float32(SKIN) / 255, (len(avatar.positions), 1))
    assert find_scalp(avatar, colours, np.float32(SKIN) / 255) is None


def test_strands_begin_on_the_head_and_are_as_long_as_their_style(avatar: Avatar) -> None:
    haired = _with_vertices(avatar, np.concatenate([avatar.positions, _crown()]).astype(np.float32))
    colours = np.tile(np.float32(HAIR) / 255, (len(haired.positions), 1))
    scalp = find_scalp(haired, colours, np.float32(SKIN) / 255)
    assert scalp is not None
    style = HairStyle(count=50, length_m=0.05, lift=0.5, unrest=0.1, curl_m=0.0, half_width_m=0.0002)
    strands = grow(np.random.default_rng(1), haired, haired.positions, scalp, style, np.ones(3, np.float32))
    line = strands.columns[0].reshape(50, POINTS, 2, 3)[:, :, 0]
    lengths = np.linalg.norm(np.diff(line, axis=1), axis=2).sum(1)
    assert 0 < lengths.min() < lengths.max() < 0.05 * 1.3
    distance = np.linalg.norm(line[:, None, 0] - haired.positions[scalp.vertices], axis=2).min(1)
    assert distance.max() < 0.02
    assert strands.indices.max() == len(strands.columns[0]) - 1
    assert set(strands.columns[6][:, 0]) == {-1, 1}


def test_styles_go_from_combed_to_wild() -> None:
    draws = np.random.default_rng(1)
    styles = [draw_style(draws, _long()) for _ in range(50)]
    assert min(style.lift for style in styles) < 0.15 < 0.3 < max(style.lift for style in styles)
    assert 0 < min(style.length_m for style in styles) < max(style.length_m for style in styles) < 0.25


def _long() -> Scalp:
    return Scalp(np.arange(3), np.zeros((3, 3), np.float32), True)


def _crown() -> np.ndarray:
    """Forty vertices on the upper side of the head."""
    x, z = np.meshgrid(np.linspace(-0.08, 0.08, 8), np.linspace(-0.1, 0.1, 5))
    return np.stack([x.ravel(), np.full(40, 1.75), z.ravel()], 1)


def _with_vertices(avatar: Avatar, places: np.ndarray) -> Avatar:
    """The avatar with more vertices that its head holds."""
    more = len(places) - len(avatar.positions)
    head = np.tile([avatar.skeleton.index("Head"), 0, 0, 0], (more, 1)).astype(np.uint8)
    return replace(
        avatar,
        positions=places,
        normals=np.concatenate([avatar.normals, np.tile(np.float32([0, 1, 0]), (more, 1))]),
        joints=np.concatenate([avatar.joints, head]),
        weights=np.concatenate([avatar.weights, np.tile(np.float32([1, 0, 0, 0]), (more, 1))]),
    )
