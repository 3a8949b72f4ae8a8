"""The real renderer: an alpha is the covered share of a pixel, a colour what the light makes of the surface."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from tests.training.data.avatars.tiny_human import write_human
from training.data.avatars.avatar import Avatar, Part, load_avatar
from training.data.avatars.hair import grow
from training.data.avatars.light import HEIGHT, WIDTH, to_light
from training.data.avatars.look import plain_look, vertex_colours
from training.data.avatars.renderer import Body, Renderer
from training.data.avatars.scalp import find_scalp
from training.data.avatars.scene import clip_matrix
from training.data.avatars.shards import straighten
from training.data.avatars.skeleton import Floats, Skeleton, rotation
from training.data.avatars.strands import Roots, to_strands
from training.data.avatars.styles import STYLES
from training.data.avatars.things import box, made_of

pytestmark = pytest.mark.usefixtures("_opengl")

SIZE = FrameSize(64, 48)
EVEN = to_light(np.full((HEIGHT, WIDTH, 3), 0.5, np.float32))
EYE, TARGET = np.array([0, 0, 2.0]), np.zeros(3)
CAMERA = clip_matrix(EYE, TARGET, 0.0, 2 * np.arctan(0.5), SIZE)
"""Shows 2 metres of height at the target: 24 pixels a metre."""


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer(SIZE) as made:
        yield made


def square(side_m: float, angle: float, colour: int = 128) -> Body:
    """A grey square that faces the camera, turned about the line of sight."""
    half = side_m / 2
    corners = np.array([[-half, -half, 0], [half, -half, 0], [half, half, 0], [-half, half, 0]], np.float32)
    avatar = Avatar(
        "square",
        Skeleton(["Hips", "Spine", "Head"], [-1, 0, 1], np.zeros((3, 3), np.float32)),
        (corners @ rotation((0, 0, 1), angle).T).astype(np.float32),
        np.tile(np.float32([0, 0, 1]), (4, 1)),
        np.full((4, 2), 0.5, np.float32),
        np.zeros((4, 4), np.uint8),
        np.tile(np.float32([1, 0, 0, 0]), (4, 1)),
        [Part("square", np.uint32([0, 1, 2, 0, 2, 3]), np.full((4, 4, 3), colour, np.uint8))],
        {},
    )
    return Body(avatar, avatar.positions, None, plain_look(avatar, vertex_colours(avatar)))


def moved(x: float = 0.0, y: float = 0.0) -> Floats:
    matrices = np.tile(np.eye(3, 4, dtype=np.float32), (3, 1, 1))
    matrices[:, :, 3] += (x, y, 0)
    return matrices


def render(renderer: Renderer, body: Body, *moments: Floats) -> Floats:
    return renderer.render([body], [[moment] for moment in moments], CAMERA, EYE, EVEN)


@pytest.mark.parametrize("angle", [0.3, 0.7])
def test_an_alpha_is_the_covered_share_of_each_pixel(renderer: Renderer, angle: float) -> None:
    alpha = render(renderer, square(1.0, angle), moved())[..., 3]
    assert alpha.sum() == pytest.approx(24**2, rel=0.01)
    fine = _coverage(angle)
    # 16 samples: an edge that passes between them is off by up to one row of four
    assert np.abs(alpha - fine).max() < 0.26
    assert np.abs(alpha - fine)[(fine > 0) & (fine < 1)].mean() < 0.06
    assert len(np.unique(np.round(alpha, 2))) > 8


def _coverage(angle: float) -> Floats:
    """The share of each pixel within the turned square, from 32 x 32 samples."""
    rows, columns = SIZE.height * 32, SIZE.width * 32
    y, x = np.meshgrid(np.arange(rows) + 0.5, np.arange(columns) + 0.5, indexing="ij")
    x, y = (x / 32 - SIZE.width / 2) / 24, -(y / 32 - SIZE.height / 2) / 24
    u, v = np.cos(angle) * x + np.sin(angle) * y, -np.sin(angle) * x + np.cos(angle) * y
    inside = (np.maximum(np.abs(u), np.abs(v)) < 0.5).astype(np.float32)
    return inside.reshape(SIZE.height, 32, SIZE.width, 32).mean((1, 3))


def test_colours_under_a_soft_edge_are_those_of_the_surface(renderer: Renderer) -> None:
    rgba = straighten(render(renderer, square(1.0, 0.3), moved())).astype(int)
    centre = rgba[SIZE.height // 2, SIZE.width // 2]
    assert centre[3] == 255
    assert 60 < centre[0] < 150
    edge = (rgba[..., 3] > 0) & (rgba[..., 3] < 255)
    assert edge.sum() > 50
    assert np.abs(rgba[edge][:, :3] - centre[:3]).max() <= 12


def test_up_is_up_and_the_persons_left_is_right(renderer: Renderer) -> None:
    alpha = render(renderer, square(0.3, 0), moved(x=0.6, y=0.5))[..., 3]
    rows, columns = np.nonzero(alpha > 0.5)
    assert rows.mean() == pytest.approx(SIZE.height / 2 - 0.5 * 24, abs=1)
    assert columns.mean() == pytest.approx(SIZE.width / 2 + 0.6 * 24, abs=1)


@pytest.mark.parametrize("count", [4, 16], ids=["on the fine canvas", "on the plain canvas"])
def test_what_moves_is_blurred_along_its_way(renderer: Renderer, count: int) -> None:
    steps = [moved(x=0.5 * (moment + 0.5) / count - 0.25) for moment in range(count)]
    alpha = render(renderer, square(0.5, 0), *steps)[..., 3]
    assert alpha.sum() == pytest.approx(12**2, rel=0.03)
    middle = alpha[SIZE.height // 2]
    # 12 pixels wide, moved by as much: alpha rises and falls along a tent 24 wide
    tent = np.clip(1 - np.abs(np.arange(SIZE.width) + 0.5 - SIZE.width / 2) / 12, 0, 1)
    assert np.abs(middle - tent).max() < 0.5 / count + 0.06


def test_light_falls_from_where_it_comes(renderer: Renderer) -> None:
    def brightness(body: Body) -> float:
        return float(renderer.render([body], [[moved()]], CAMERA, EYE, EVEN)[24, 32, :3].mean())

    dark, bright = brightness(square(1, 0, colour=60)), brightness(square(1, 0, colour=220))
    assert 0 < dark < bright < 1
    unlit = to_light(np.zeros((HEIGHT, WIDTH, 3), np.float32))
    assert renderer.render([square(1, 0)], [[moved()]], CAMERA, EYE, unlit)[24, 32, :3].max() < 0.02


def test_the_nearer_of_two_hides_the_other(renderer: Renderer) -> None:
    far, near = square(1, 0, colour=230), square(0.5, 0, colour=30)
    ahead = moved()
    ahead[:, 2, 3] = 0.5
    picture = renderer.render([far, near], [[moved(), ahead]], CAMERA, EYE, EVEN)
    assert picture[24, 32, 0] < 0.3 < 0.5 < picture[24, 22, 0]


def test_dyed_clothes_have_their_new_colour_and_skin_keeps_its_own(tmp_path: Path, renderer: Renderer) -> None:
    avatar = load_avatar(write_human(tmp_path / "somebody.glb"))
    plain = plain_look(avatar, vertex_colours(avatar))
    dyed = replace(plain, dye=1.0, colours=np.tile(np.float32([0.5, 0.02, 0.02]), (3, 1)))
    matrices = avatar.skeleton.bend({}, np.array([0, -1.2, 0], np.float32))
    before, after = (
        renderer.render([Body(avatar, avatar.positions, None, look)], [[matrices]], CAMERA, EYE, EVEN)
        for look in (plain, dyed)
    )
    chest, face, hand = (22, 32), (14, 32), (19, 51)
    assert before[chest][2] > before[chest][0]
    assert after[chest][0] > 2 * after[chest][2]
    for place in (face, hand):
        assert before[place][3] == 1
        np.testing.assert_allclose(before[place], after[place], atol=0.02)


@pytest.mark.parametrize("width_px", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("angle", [0.0, 0.4, 1.2])
def test_a_strand_thinner_than_a_pixel_has_an_alpha_of_its_width(
    renderer: Renderer, width_px: float, angle: float
) -> None:
    body = square(0.001, 0)
    along = np.linspace(-0.5, 0.5, 5)[:, None] * np.array([np.sin(angle), np.cos(angle), 0])
    lines = np.add(along, (0.013, 0.007, 0))[None].astype(np.float32)
    root = Roots(lines[:, 0], np.float32([[0, 0, 1]]), np.zeros(1, np.int64))
    widths = np.full((1, 5), width_px, np.float32)
    strand = to_strands(body.avatar, root, lines, np.full((1, 5, 3), 0.2, np.float32), widths)
    alpha = render(renderer, replace(body, strands=strand), moved())[..., 3]
    assert alpha.sum() == pytest.approx(24 * width_px, rel=0.12)
    assert 0 < alpha.max() < 1
    far = renderer.render([replace(body, strands=strand)], [[moved()]], _twice_as_far(), EYE, EVEN)[..., 3]
    assert far.sum() == pytest.approx(12 * width_px, rel=0.25)


def _twice_as_far() -> Floats:
    return clip_matrix(2 * EYE, TARGET, 0.0, 2 * np.arctan(0.5), SIZE)


def test_hair_has_gaps_through_which_the_wall_is_seen(tmp_path: Path, renderer: Renderer) -> None:
    avatar = load_avatar(write_human(tmp_path / "somebody.glb"))
    colours = vertex_colours(avatar)
    look = plain_look(avatar, colours)
    scalp = find_scalp(avatar, colours, look.skin[0])
    top = np.flatnonzero((avatar.positions[:, 1] > 1.74) & (avatar.normals[:, 1] > 0.5))
    crown = np.array([top[[0, 1, 2]], top[[0, 2, 3]]])
    style = replace(STYLES["afro"], strands=600, length_m=(0.2, 0.2))
    hair = grow(np.random.default_rng(1), avatar, avatar.positions, scalp, crown, style, np.full(3, 0.05, np.float32))
    matrices = avatar.skeleton.bend({}, np.array([0, -1.5, 0], np.float32))
    bald, haired = (
        renderer.render([Body(avatar, avatar.positions, strands, look)], [[matrices]], CAMERA, EYE, EVEN)[..., 3]
        for strands in (None, hair)
    )
    grown = haired - bald
    assert ((grown > 0.02) & (haired < 0.9)).sum() > 20
    assert grown.min() > -0.01


def test_a_thing_moves_with_its_joint_and_is_opaque(renderer: Renderer) -> None:
    body = replace(square(0.2, 0), things=[made_of("Head", (255, 0, 0), box((0.5, 0.5, 0), (0.1, 0.1, 0.1)))])
    matrices = moved()
    matrices[2, 0, 3] -= 1.0
    picture = render(renderer, body, matrices)
    row, column = SIZE.height // 2 - 12, SIZE.width // 2 - 12
    assert picture[row, column, 3] == 1
    assert picture[row, column, 0] > 2 * picture[row, column, 1]
    assert picture[row, SIZE.width // 2 + 12, 3] == 0


def test_a_wig_can_be_left_out(renderer: Renderer) -> None:
    body = square(1.0, 0)
    wig = replace(body.avatar, parts=[replace(body.avatar.parts[0], name="h_wig")])
    assert render(renderer, replace(body, avatar=wig), moved())[..., 3].max() == 1
    assert render(renderer, replace(body, avatar=wig, shows_wig=False), moved())[..., 3].max() == 0


def test_the_renderer_says_what_renders(renderer: Renderer) -> None:
    assert renderer.name


def test_an_avatar_of_too_many_joints_is_refused(renderer: Renderer) -> None:
    body = square(1, 0)
    many = Skeleton([f"joint {number}" for number in range(300)], [-1] * 300, np.zeros((300, 3), np.float32))
    with pytest.raises(UsageError, match="has 300 joints"):
        render(renderer, replace(body, avatar=replace(body.avatar, skeleton=many)), moved())
