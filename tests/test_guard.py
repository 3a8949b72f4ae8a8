"""Which part of a matte may leave, with person maps, mattes and trust that the tests draw."""

import cv2
import numpy as np
import pytest

from matting_rt.frame import FloatMap, Image, Matte
from matting_rt.guard import Guard

HEIGHT, WIDTH = 180, 320
Part = tuple[slice, slice]
"""Of the frame, in pixels."""
FIGURE: Part = (slice(40, 180), slice(120, 200))
HEAD: Part = (slice(40, 80), slice(120, 200))
EVERYWHERE: Part = (slice(None), slice(None))
IMAGE = np.random.default_rng(1).integers(50, 200, (HEIGHT, WIDTH, 3), np.uint8)
NONSENSE = 255
"""What the network says of colours."""


def draw(*parts: Part) -> FloatMap:
    """(H, W) of the frame: 1 in the parts, else 0."""
    drawn = np.zeros((HEIGHT, WIDTH), np.float32)
    for part in parts:
        drawn[part] = 1
    return drawn


def person_at(*parts: Part) -> FloatMap:
    """The person map, smaller than the frame."""
    return cv2.resize(draw(*parts), (256, 144), interpolation=cv2.INTER_AREA)


def trust_at(*parts: Part) -> FloatMap:
    return cv2.resize(draw(*parts), (106, 60), interpolation=cv2.INTER_AREA)


class Guarded:
    """What leaves of a frame."""

    def __init__(
        self,
        alpha: FloatMap,
        person: FloatMap,
        trust: FloatMap | None = None,
        keeps_everything: bool = False,
        plate: Image | None = None,
    ) -> None:
        image = IMAGE.copy()
        matte = Matte(to_levels(alpha), np.full_like(IMAGE, NONSENSE))
        guarded = Guard(keeps_everything).apply(matte, image, person, trust, plate)
        self.alpha: FloatMap = guarded.alpha.astype(np.float32) / 255
        self.foreground = guarded.foreground
        assert guarded.alpha.shape == (HEIGHT, WIDTH)
        assert guarded.alpha.dtype == guarded.foreground.dtype == np.uint8
        np.testing.assert_array_equal(image, IMAGE)

    def has_colours_of_frame(self, part: Part) -> bool:
        return bool((self.foreground[part] == IMAGE[part]).all())

    def has_colours_of_network(self, part: Part) -> bool:
        return bool((self.foreground[part] == NONSENSE).all())


def to_levels(alpha: FloatMap) -> Image:
    return np.rint(255 * alpha).astype(np.uint8)


def shrunk(part: Part, by: int) -> Part:
    """The inside of a part, away from its soft border."""
    return tuple(slice(side.start + by, side.stop - by) for side in part)  # type: ignore[return-value]


def outside(part: Part, by: int = 0) -> np.ndarray:
    """(H, W) whether a pixel is further than `by` from a part."""
    grown = draw(tuple(slice(max(0, side.start - by), side.stop + by) for side in part))  # type: ignore[arg-type]
    return grown == 0


# --- where the plate is believed, and only people are kept


def test_a_person_leaves_as_the_network_saw_them() -> None:
    alpha = draw(FIGURE) * 0.9
    guarded = Guarded(alpha, person_at(FIGURE), trust_at(EVERYWHERE))
    np.testing.assert_array_equal(to_levels(guarded.alpha), to_levels(alpha))
    assert guarded.has_colours_of_network(EVERYWHERE)


def test_what_differs_away_from_people_does_not_leave() -> None:
    lamp: Part = (slice(20, 60), slice(260, 300))
    guarded = Guarded(draw(FIGURE, lamp), person_at(FIGURE))
    assert guarded.alpha[lamp].max() == 0
    assert guarded.alpha[FIGURE].min() == 1


def test_nothing_leaves_where_nobody_is_whatever_the_network_says() -> None:
    for trust in (None, trust_at(EVERYWHERE), trust_at(), trust_at(HEAD)):
        assert Guarded(draw(EVERYWHERE), person_at(), trust).alpha.max() == 0


def test_hair_leaves_that_reaches_further_than_the_map_shows() -> None:
    strand: Part = (slice(30, 33), slice(200, 250))
    curl: Part = (slice(30, 60), slice(200, 204))
    guarded = Guarded(draw(FIGURE, strand, curl), person_at(FIGURE))
    assert guarded.alpha[shrunk(strand, 1)].min() > 0.9


def test_what_a_person_holds_leaves_with_them() -> None:
    sign: Part = (slice(90, 130), slice(200, 270))
    assert Guarded(draw(FIGURE, sign), person_at(FIGURE)).alpha[shrunk(sign, 2)].min() > 0.9


def test_what_is_too_large_to_be_held_leaves_only_close_to_the_person() -> None:
    door: Part = (slice(20, 180), slice(200, 290))
    guarded = Guarded(draw(FIGURE, door), person_at(FIGURE))
    assert guarded.alpha[20:180, 216:290].max() == 0
    assert guarded.alpha[FIGURE].min() == 1


def test_what_does_not_touch_a_person_is_not_held() -> None:
    cup: Part = (slice(100, 120), slice(225, 245))
    assert Guarded(draw(FIGURE, cup), person_at(FIGURE)).alpha[cup].max() == 0


def test_a_network_that_takes_everything_for_foreground_shows_little_more_than_the_person() -> None:
    guarded = Guarded(draw(EVERYWHERE), person_at(FIGURE))
    assert guarded.alpha[FIGURE].min() == 1
    assert guarded.alpha[outside(FIGURE, by=14)].max() == 0


def test_a_hole_in_somebody_is_filled_with_the_frame() -> None:
    shirt: Part = (slice(100, 150), slice(140, 180))
    alpha = draw(FIGURE)
    alpha[shirt] = 0
    guarded = Guarded(alpha, person_at(FIGURE), plate=np.full_like(IMAGE, 250))
    assert guarded.alpha[shirt].min() > 0.99
    assert guarded.has_colours_of_frame(shirt)


def test_a_gap_that_the_person_map_has_closed_shows_the_backdrop() -> None:
    gap: Part = (slice(80, 150), slice(140, 180))
    alpha = draw(FIGURE)
    alpha[gap] = 0
    plate = np.full_like(IMAGE, 250)
    plate[gap] = IMAGE[gap]
    assert Guarded(alpha, person_at(FIGURE), plate=plate).alpha[shrunk(gap, 2)].max() == 0


def test_the_soft_edge_of_a_gap_fills_nothing() -> None:
    gap: Part = (slice(80, 150), slice(140, 180))
    alpha = draw(FIGURE)
    alpha[gap] = 0
    alpha = cv2.GaussianBlur(alpha, (0, 0), 1)
    plate = np.full_like(IMAGE, 250)
    plate[gap] = IMAGE[gap]
    guarded = Guarded(alpha, person_at(FIGURE), plate=plate)
    np.testing.assert_array_equal(to_levels(guarded.alpha[shrunk(gap, -4)]), to_levels(alpha[shrunk(gap, -4)]))


def test_a_picture_of_somebody_of_which_the_network_sees_nothing_does_not_leave() -> None:
    poster: Part = (slice(20, 100), slice(240, 300))
    guarded = Guarded(draw(FIGURE), person_at(FIGURE, poster), trust_at(EVERYWHERE))
    assert guarded.alpha[poster].max() == 0
    assert guarded.alpha[FIGURE].min() == 1


def test_a_gap_between_arm_and_body_is_no_hole() -> None:
    gap: Part = (slice(100, 150), slice(140, 180))
    drawn = draw(FIGURE)
    drawn[gap] = 0
    person = cv2.resize(drawn, (256, 144), interpolation=cv2.INTER_AREA)
    assert Guarded(drawn, person).alpha[shrunk(gap, 2)].max() == 0


# --- where the plate is not believed


def test_without_a_plate_people_leave_by_their_outline_in_the_colours_of_the_frame() -> None:
    guarded = Guarded(draw(EVERYWHERE), person_at(FIGURE), trust_at())
    assert guarded.alpha[shrunk(FIGURE, 3)].min() == 1
    assert guarded.alpha[outside(FIGURE, by=3)].max() == 0
    assert guarded.has_colours_of_frame(shrunk(FIGURE, 3))


def test_without_a_plate_the_network_cannot_make_holes() -> None:
    guarded = Guarded(draw(), person_at(FIGURE), trust_at())
    assert guarded.alpha[shrunk(FIGURE, 3)].min() == 1


def test_a_person_half_before_what_is_known_leaves_whole() -> None:
    guarded = Guarded(draw(FIGURE), person_at(FIGURE), trust_at((slice(None), slice(0, 160))))
    assert guarded.alpha[shrunk(FIGURE, 3)].min() > 0.99
    assert guarded.has_colours_of_frame((slice(45, 175), slice(166, 195)))
    assert guarded.has_colours_of_network((slice(45, 175), slice(125, 150)))


def test_a_part_of_the_room_that_is_not_believed_does_not_leave_beside_a_person() -> None:
    chair: Part = (slice(120, 170), slice(200, 240))
    not_chair = 1 - draw((slice(110, 180), slice(190, 250)))
    trust = cv2.resize(not_chair, (106, 60), interpolation=cv2.INTER_AREA)
    guarded = Guarded(draw(FIGURE, chair), person_at(FIGURE), trust)
    assert guarded.alpha[120:170, 204:240].max() == 0
    assert guarded.alpha[FIGURE][:, :-4].min() > 0.99


def test_belief_that_fades_in_fades_from_outline_to_network() -> None:
    hair: Part = (slice(30, 40), slice(120, 200))
    alpha = draw(FIGURE, hair)
    seen = [Guarded(alpha, person_at(FIGURE), trust_at(EVERYWHERE) * share).alpha for share in (0.0, 0.5, 1.0)]
    values = [float(guarded[32:36, 130:190].mean()) for guarded in seen]
    assert values == pytest.approx([0, 0.5, 1], abs=0.02)
    assert all(guarded[shrunk(FIGURE, 3)].min() > 0.99 for guarded in seen)


# --- where everything is kept


def test_a_plate_that_is_wholly_believed_lets_everything_through_untouched() -> None:
    rng = np.random.default_rng(3)
    alpha = rng.random((HEIGHT, WIDTH)).astype(np.float32)
    guarded = Guarded(alpha, person_at(FIGURE), None, keeps_everything=True)
    np.testing.assert_array_equal(to_levels(guarded.alpha), to_levels(alpha))
    assert guarded.has_colours_of_network(EVERYWHERE)


def test_what_is_not_known_of_the_room_does_not_leave_even_where_everything_is_kept() -> None:
    lamp: Part = (slice(20, 60), slice(20, 60))
    known: Part = (slice(None), slice(0, 160))
    guarded = Guarded(draw(EVERYWHERE), person_at(FIGURE), trust_at(known), keeps_everything=True)
    assert guarded.alpha[lamp].min() == 1
    assert guarded.alpha[:, 206:].max() == 0
    assert guarded.alpha[shrunk(FIGURE, 3)].min() > 0.99


# --- whatever comes in


SIZES = [((720, 1280), (144, 256)), ((720, 1280), (272, 480)), ((540, 961), (144, 256)), ((67, 131), (144, 256))]
"""Of frames, and of the maps."""


@pytest.mark.parametrize(("size", "map_size"), SIZES)
def test_alpha_is_weakened_by_just_what_the_map_says_wherever_that_is(
    size: tuple[int, int], map_size: tuple[int, int]
) -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        trust = np.zeros(map_size, np.float32)
        top, left = rng.integers(0, map_size[0] - 8), rng.integers(0, map_size[1] - 8)
        part = trust[top : top + rng.integers(1, 60), left : left + rng.integers(1, 60)]
        part[:] = rng.random(part.shape)
        alpha = rng.integers(0, 256, size, np.uint8)
        expected = cv2.resize(trust, size[::-1], interpolation=cv2.INTER_LINEAR) * alpha
        matte = Matte(alpha.copy(), np.zeros((*size, 3), np.uint8))
        guarded = Guard(keeps_everything=True).apply(matte, matte.foreground.copy(), np.zeros_like(trust), trust)
        np.testing.assert_allclose(guarded.alpha, expected, atol=1.6)
        assert guarded.alpha[expected == 0].max(initial=0) == 0


@pytest.mark.parametrize(("size", "map_size"), SIZES)
def test_people_leave_in_frames_of_any_size_and_all_else_stays(
    size: tuple[int, int], map_size: tuple[int, int]
) -> None:
    person = np.zeros(map_size, np.float32)
    person[map_size[0] // 3 :, map_size[1] // 3 : map_size[1] // 2] = 1
    for share in (0, 0.5, 1):
        foreground = np.zeros((*size, 3), np.uint8)
        matte = Matte(np.full(size, 255, np.uint8), foreground)
        guarded = Guard(keeps_everything=False).apply(matte, foreground + 1, person, np.full((8, 8), share, np.float32))
        seen = cv2.resize(person, size[::-1], interpolation=cv2.INTER_LINEAR)
        near = cv2.dilate(seen, np.ones((2 * round(0.1 * size[1]) + 1,) * 2))
        assert guarded.alpha[seen == 1].min() == 255
        assert guarded.alpha[near == 0].max() == 0


def test_nothing_of_a_faint_alpha_is_left_where_the_plate_is_hardly_believed() -> None:
    for level in range(1, 100):
        faint = np.full((HEIGHT, WIDTH), level / 255, np.float32)
        assert Guarded(faint, person_at(), trust_at(EVERYWHERE) / 256, keeps_everything=True).alpha.max() == 0


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_no_more_leaves_than_network_and_person_map_together_say(share: float) -> None:
    rng = np.random.default_rng(2)
    for _ in range(5):
        person = cv2.GaussianBlur(rng.random((144, 256)).astype(np.float32), (0, 0), 12)
        person = np.clip((person - 0.48) * 20, 0, 1)
        alpha = cv2.GaussianBlur(rng.random((HEIGHT, WIDTH)).astype(np.float32), (0, 0), 9)
        alpha = np.clip((alpha - 0.48) * 20, 0, 1)
        guarded = Guarded(alpha, person, trust_at(EVERYWHERE) * share)
        may_be = np.maximum(
            to_levels(alpha) / 255, cv2.resize(cv2.dilate(person, np.ones((3, 3))), (WIDTH, HEIGHT)) > 0.3
        )
        assert (guarded.alpha <= may_be + 1e-3).all()


def test_a_thing_that_the_network_takes_for_room_is_added_where_everything_is_asked_for() -> None:
    plate, image = np.full((2, HEIGHT, WIDTH, 3), 90, np.uint8)
    image[20:60, 240:300] = (200, 60, 60)
    image[FIGURE] = (60, 60, 200)
    for adds_things, expected in ((True, 1.0), (False, 0.0)):
        matte = Matte(to_levels(draw(FIGURE)), image.copy())
        guarded = Guard(True, adds_things).apply(matte, image, person_at(FIGURE), None, plate)
        alpha = guarded.alpha.astype(np.float32) / 255
        assert alpha[26:54, 248:292].mean() == pytest.approx(expected, abs=0.02)
        assert alpha[FIGURE].mean() == 1
        assert alpha[:, :100].max() == 0


def test_no_thing_is_added_where_the_plate_is_not_believed() -> None:
    plate, image = np.full((2, HEIGHT, WIDTH, 3), 90, np.uint8)
    image[20:60, 240:300] = (200, 60, 60)
    matte = Matte(np.zeros((HEIGHT, WIDTH), np.uint8), image.copy())
    guarded = Guard(True, True).apply(matte, image, person_at(), trust_at(), plate)
    assert guarded.alpha.max() == 0


def test_what_looks_like_a_person_and_is_room_shows_only_where_the_network_sees_something() -> None:
    """A box beside somebody whom it touches: what is no hole in them is not filled."""
    figure = draw(FIGURE)
    box = np.zeros((144, 256), np.float32)
    rows, columns = np.nonzero(person_at(FIGURE) > 0.5)
    box[rows.max() - 20 : rows.max(), columns.max() : columns.max() + 24] = 1
    person = np.maximum(person_at(FIGURE), box)

    def alpha(lookalike: np.ndarray | None) -> np.ndarray:
        image = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
        matte, plate = Matte(to_levels(figure), image.copy()), np.full_like(image, 250)
        return Guard(False).apply(matte, image, person, None, plate, lookalike).alpha

    within = cv2.resize(cv2.erode(box, np.ones((5, 5))), (WIDTH, HEIGHT)) > 0.9
    assert alpha(None)[within].mean() > 150, "else there is nothing to see here"
    of_room = alpha(cv2.dilate(box, np.ones((5, 5))) > 0)
    assert of_room[within].max() == 0
    assert of_room[FIGURE].mean() == pytest.approx(to_levels(figure)[FIGURE].mean(), abs=1)
