"""What people wear, and the colours of it."""

import numpy as np
import pytest

from tests.training.data.avatars.tiny_human import CLOTH, HAIR, SKIN, write_human
from training.data.avatars.avatar import Avatar, load_avatar
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
