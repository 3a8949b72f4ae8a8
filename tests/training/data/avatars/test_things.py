"""Glasses, headphones, hats, chairs and what hands hold: where they are, and that they are whole."""

import numpy as np
import pytest

from tests.training.data.avatars.tiny_human import SKIN, write_human
from training.data.avatars.avatar import Avatar, load_avatar
from training.data.avatars.look import vertex_colours
from training.data.avatars.scalp import find_scalp
from training.data.avatars.things import THINGS, Thing, box, chair, draw_things, tube


@pytest.fixture(scope="module")
def avatar(tmp_path_factory: pytest.TempPathFactory) -> Avatar:
    return load_avatar(write_human(tmp_path_factory.mktemp("things") / "somebody.glb"))


def made(avatar: Avatar, name: str) -> list[Thing]:
    scalp = find_scalp(avatar, vertex_colours(avatar), np.float32(SKIN) / 255)
    makers = {**{key: make for key, (_, make) in THINGS.items()}, "chair": chair}
    return [thing for seed in range(12) for thing in makers[name](np.random.default_rng(seed), avatar, scalp)]


@pytest.mark.parametrize("name", [*THINGS, "chair"])
def test_things_are_whole_meshes_that_move_with_a_joint(avatar: Avatar, name: str) -> None:
    for thing in made(avatar, name):
        assert thing.joint in avatar.skeleton.names
        assert np.isfinite(thing.places).all()
        assert thing.places.shape == thing.normals.shape
        np.testing.assert_allclose(np.linalg.norm(thing.normals, axis=1), 1, atol=1e-3)
        assert thing.indices.max() < len(thing.places)
        assert len(thing.indices) % 3 == 0
        assert all(0 <= channel <= 255 for channel in thing.colour)


def test_glasses_sit_before_the_face_and_headphones_beside_it(avatar: Avatar) -> None:
    for thing in made(avatar, "glasses"):
        assert thing.places[:, 2].max() == pytest.approx(0.1, abs=0.03)
        assert 1.5 < thing.places[:, 1].min() < thing.places[:, 1].max() < 1.75
    for thing in made(avatar, "headphones"):
        assert thing.places[:, 0].max() > 0.08
        assert thing.places[:, 1].max() > 1.75


def test_a_chair_is_behind_and_below(avatar: Avatar) -> None:
    for thing in made(avatar, "chair"):
        assert thing.places[:, 2].min() < -0.1
        assert thing.places[:, 1].max() < 1.8


def test_what_is_held_is_at_a_hand(avatar: Avatar) -> None:
    for thing in made(avatar, "held"):
        wrist = avatar.skeleton.at(thing.joint)
        assert np.linalg.norm(thing.places - wrist, axis=1).max() < 0.35
        assert np.sign(thing.places[:, 0].mean()) == np.sign(wrist[0])


def test_only_who_sits_has_a_chair(avatar: Avatar) -> None:
    scalp = find_scalp(avatar, vertex_colours(avatar), np.float32(SKIN) / 255)
    draws = np.random.default_rng(1)
    standing, sitting = ([draw_things(draws, avatar, scalp, sits)[1] for _ in range(100)] for sits in (False, True))
    assert not any("chair" in names for names in standing)
    assert 30 < sum("chair" in names for names in sitting) < 70
    assert {name for names in sitting for name in names} == {*THINGS, "chair"}


def test_a_tube_is_as_thick_as_told_and_closed(avatar: Avatar) -> None:
    places, normals, indices = tube([(0, 0, 0), (0, 1, 0), (0, 2, 0)], [0.1, 0.2, 0.1])
    across = np.hypot(places[:, 0], places[:, 2])
    assert across.max() == pytest.approx(0.2, abs=1e-6)
    assert places[:, 1].min() == 0
    assert places[:, 1].max() == 2
    edges = np.sort(np.round(places[indices].reshape(-1, 3, 3)[:, [0, 1, 1, 2, 2, 0]], 5).reshape(-1, 2, 3), 1)
    assert len(edges)
    assert normals.shape == places.shape


def test_a_box_has_six_sides() -> None:
    places, normals, indices = box((1, 2, 3), (0.1, 0.2, 0.3))
    np.testing.assert_allclose(places.min(0), (0.9, 1.8, 2.7), atol=1e-6)
    np.testing.assert_allclose(places.max(0), (1.1, 2.2, 3.3), atol=1e-6)
    assert len(np.unique(normals, axis=0)) == 6
    assert len(indices) == 36
