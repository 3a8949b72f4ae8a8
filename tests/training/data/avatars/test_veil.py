"""Veils: where cloth lies, that the room is seen through it, and who wears one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from matting_rt.frame import FrameSize
from tests.training.data.avatars.tiny_human import write_human
from training.data.avatars import veil
from training.data.avatars.avatar import Avatar, load_avatar
from training.data.avatars.dressing import VEILED_STYLES, Wardrobe, dress
from training.data.avatars.light import HEIGHT, WIDTH, to_light
from training.data.avatars.look import plain_look, vertex_colours
from training.data.avatars.renderer import Body, Renderer
from training.data.avatars.scalp import find_scalp
from training.data.avatars.scene import clip_matrix
from training.data.avatars.skeleton import Floats, turn

SIZE = FrameSize(96, 72)
EYE, TARGET = np.array([0, 1.45, 2.0]), np.array([0, 1.45, 0])
CAMERA = clip_matrix(EYE, TARGET, 0.0, 2 * np.arctan(0.3), SIZE)
"""Shows 1.2 metres of height at the target."""


@pytest.fixture(scope="module")
def wardrobe(tmp_path_factory: pytest.TempPathFactory) -> Wardrobe:
    avatar = load_avatar(write_human(tmp_path_factory.mktemp("veil") / "somebody.glb"))
    for _ in range(3):  # boxes of corners alone carry no cloth
        avatar = split(avatar)
    colours = vertex_colours(avatar)
    plain = plain_look(avatar, colours)
    return Wardrobe(avatar, plain, find_scalp(avatar, colours, plain.skin[0]), colours)


def split(avatar: Avatar) -> Avatar:
    """The same with four triangles for each."""
    columns: dict[str, list[NDArray[Any]]] = {
        name: [] for name in ("positions", "normals", "texture_places", "joints", "weights")
    }
    parts, count = [], 0
    for part in avatar.parts:
        for name, split_columns in columns.items():
            corners = getattr(avatar, name)[part.indices].reshape(len(part.indices) // 3, 3, -1)
            middles = (corners.astype(float) + np.roll(corners, -1, 1)) / 2
            four = [np.stack([corners[:, k], middles[:, k], middles[:, k - 1]], 1) for k in range(3)]
            split_columns.append(np.concatenate([*four, middles]).reshape(-1, corners.shape[2]).astype(corners.dtype))
        size = 4 * len(part.indices)
        parts.append(replace(part, indices=np.arange(count, count + size, dtype=np.uint32)))
        count += size
    joined = {name: np.concatenate(split_columns) for name, split_columns in columns.items()}
    return replace(avatar, parts=parts, shapes={}, **joined)


@pytest.fixture(scope="module")
def renderer(_opengl: None) -> Iterator[Renderer]:
    with Renderer(SIZE) as made:
        yield made


def pose(wardrobe: Wardrobe, yaw: float = 0.0) -> Floats:
    """Arms down, the head turned."""
    turns = {"LeftArm": turn(roll=-1.4), "RightArm": turn(roll=1.4), "Head": turn(yaw=yaw)}
    return wardrobe.avatar.skeleton.bend(turns, np.zeros(3, np.float32))


def drawn(wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch, name: str, seed: int, yaw: float = 0.0) -> veil.Veil:
    monkeypatch.setattr(veil, "CUTS", {name: veil.CUTS[name]})
    avatar = wardrobe.avatar
    return veil.draw_veil(np.random.default_rng(seed), avatar, avatar.positions, pose(wardrobe, yaw))


@pytest.mark.parametrize("name", list(veil.CUTS))
def test_a_veil_is_a_whole_sheet_that_moves_with_head_and_chest(
    wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for seed in range(6):
        places, normals, cover, _, joints, weights = drawn(wardrobe, monkeypatch, name, seed).columns
        assert np.isfinite(places).all()
        np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=0.1)
        np.testing.assert_allclose(weights.sum(1), 1, atol=1e-5)
        assert 0 < cover.min() <= cover.max() < 0.95
        on_head = weights[:, 0] > 0.5
        assert on_head.any() == veil.CUTS[name].on_head
        assert {wardrobe.avatar.skeleton.names[joint] for joint in joints[0, :2]} == {"Head", "Spine"}


@pytest.mark.parametrize("yaw", [0.0, 1.2])
def test_a_bridal_veil_lies_outside_the_head_and_leaves_the_face_free(
    wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch, yaw: float
) -> None:
    """The head is a box of 16 by 20 cm, whose corners cloth rounds; its sides are those of the resting body."""
    for seed in range(6):
        made = drawn(wardrobe, monkeypatch, "bridal veil", seed, yaw)
        places = made.columns[0][made.columns[5][:, 0] > 0.99]
        beside = places[(places[:, 1] > 1.57) & (places[:, 1] < 1.68)]
        outside = np.maximum(np.abs(beside[:, 0]) - 0.08, np.abs(beside[:, 2]) - 0.1)
        assert np.mean(outside > 0) > 0.95
        before = beside[beside[:, 2] > 0.08]
        assert not len(before) or np.abs(before[:, 0]).min() > 0.05


@pytest.mark.parametrize("name", list(veil.CUTS))
def test_the_room_is_seen_through_a_veil_beside_the_body(
    wardrobe: Wardrobe, renderer: Renderer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    even = to_light(np.full((HEIGHT, WIDTH, 3), 0.5, np.float32))
    avatar, matrices = wardrobe.avatar, pose(wardrobe)
    bare = Body(avatar, avatar.positions, None, wardrobe.plain)
    veiled = replace(bare, veil=drawn(wardrobe, monkeypatch, name, 1))
    without, worn = (renderer.render([body], [[matrices]], CAMERA, EYE, even) for body in (bare, veiled))
    beside = without[..., 3] == 0
    thin = beside & (worn[..., 3] > 0.05) & (worn[..., 3] < 0.9)
    assert thin.sum() > 20
    assert (worn[..., 3] >= without[..., 3] - 1 / 255).all()
    colours = worn[thin][:, :3] / worn[thin][:, 3:]
    assert colours.max() < 1.05  # premultiplied
    assert np.abs(worn - without)[without[..., 3] == 1].max() > 0.02  # it lies over the body too


def test_layers_cover_as_layers_do_and_what_is_nearer_hides_them(wardrobe: Wardrobe, renderer: Renderer) -> None:
    """Two flat sheets of the middle's size behind each other, the body far below."""
    even = to_light(np.full((HEIGHT, WIDTH, 3), 0.5, np.float32))
    avatar = wardrobe.avatar
    matrices = np.tile(np.eye(3, 4, dtype=np.float32), (len(avatar.skeleton.names), 1, 1))
    flat = np.array([[-0.2, 1.3, 0], [0.2, 1.3, 0], [0.2, 1.6, 0], [-0.2, 1.6, 0]], np.float32)

    def body(*depths: float, show: bool = False) -> Body:
        count = 4 * len(depths)
        columns = (
            np.concatenate([np.add(flat, (0, 0, depth)) for depth in depths]),
            np.tile(np.float32([0, 0, 1]), (count, 1)),
            np.full((count, 1), 0.4, np.float32),
            np.full((count, 2), 0.0003, np.float32),
            np.zeros((count, 4), np.uint8),
            np.tile(np.float32([1, 0, 0, 0]), (count, 1)),
        )
        indices = np.concatenate([np.uint32([0, 1, 2, 0, 2, 3]) + 4 * layer for layer in range(len(depths))])
        made = veil.Veil("sheer shawl", columns, indices.astype(np.uint32), np.full(3, 0.5, np.float32), 0.001)
        places = avatar.positions - np.float32(0 if show else 9) * np.float32([0, 1, 0])
        return Body(avatar, places, None, wardrobe.plain, veil=made)

    def alpha_of(worn: Body) -> float:
        return float(renderer.render([worn], [[matrices]], CAMERA, EYE, even)[SIZE.height // 2, SIZE.width // 2, 3])

    one, two = alpha_of(body(0.3)), alpha_of(body(0.3, 0.2))
    assert 0.15 < one < 0.7
    assert two == pytest.approx(1 - (1 - one) ** 2, abs=0.03)
    assert alpha_of(body(0.3, show=True)) == 1
    behind, no_veil = (
        renderer.render([worn], [[matrices]], CAMERA, EYE, even)[SIZE.height // 2, SIZE.width // 2]
        for worn in (body(-0.3, show=True), replace(body(-0.3, show=True), veil=None))
    )
    np.testing.assert_allclose(behind, no_veil, atol=1 / 255)


@pytest.mark.slow
def test_some_people_wear_a_veil_over_short_hair_and_nobody_under_a_hat(wardrobe: Wardrobe) -> None:
    draws, matrices = np.random.default_rng(1), pose(wardrobe)
    worn = [dress(draws, wardrobe, wardrobe.avatar.positions, matrices, 40, False) for _ in range(250)]
    veiled = [(body, names) for body, names in worn if body.veil is not None]
    assert 5 <= len(veiled) <= 30
    for body, names in veiled:
        assert names[-1] in veil.CUTS
        assert names[0] in {*VEILED_STYLES, "bald"}
        assert {"hat", "headphones"}.isdisjoint(names)
        assert not body.shows_wig


def test_a_veil_follows_from_its_seed(wardrobe: Wardrobe) -> None:
    avatar, matrices = wardrobe.avatar, pose(wardrobe)
    first, again, other = (
        veil.draw_veil(np.random.default_rng(seed), avatar, avatar.positions, matrices) for seed in (1, 1, 2)
    )
    assert (first.columns[0] == again.columns[0]).all()
    assert not (first.columns[0] == other.columns[0]).all()
