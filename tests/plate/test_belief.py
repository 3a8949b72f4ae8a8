"""How far a plate is believed, on small pictures that the tests draw."""

import numpy as np
import pytest

from matting_rt.frame import BoolMap, FloatImage, FloatMap
from matting_rt.plate.belief import Belief, differing_share

CELLS = (54, 96)
RATE_FPS = 20
Part = tuple[slice, slice]
EVERYWHERE: Part = (slice(None), slice(None))
FIGURE: Part = (slice(20, 54), slice(30, 44))
"""Where somebody stands."""


def paint(seed: int) -> FloatImage:
    """A room of blocks of 6 x 6 cells."""
    blocks = np.random.default_rng(seed).uniform(0.2, 0.8, (9, 16, 3)).astype(np.float32)
    return np.kron(blocks, np.ones((6, 6, 1), np.float32))


ROOM = paint(1)


def changed(part: Part, by: float = 0.15, picture: FloatImage = ROOM) -> FloatImage:
    """A picture in which a part shows something else."""
    other = picture.copy()
    other[part] += by
    return other


def person_at(*parts: Part) -> FloatMap:
    person = np.zeros(CELLS, np.float32)
    for part in parts:
        person[part] = 1
    return person


def cells_at(*parts: Part) -> BoolMap:
    return person_at(*parts) > 0


class Watching:
    """A belief in a plate of the room, and the frames that it is shown."""

    def __init__(self, covered: BoolMap | None = None, plate: FloatImage = ROOM) -> None:
        self.plate = plate
        self.covered = np.ones(CELLS, bool) if covered is None else covered
        self.belief = Belief(self.covered)
        self.index = 0

    def see(self, frame: FloatImage, seconds: float = 0.0, person: FloatMap | None = None) -> None:
        """The same frame for so long; once at least."""
        person = person_at() if person is None else person
        for _ in range(max(1, round(seconds * RATE_FPS))):
            self.belief.update(self.index / RATE_FPS, frame, self.plate, self.covered, person)
            self.index += 1


@pytest.fixture
def watching() -> Watching:
    """The plate is believed everywhere."""
    watching = Watching()
    watching.see(ROOM, 1.0)
    assert watching.belief.trust.min() == 1
    return watching


def test_a_plate_that_agrees_is_believed_after_a_moment_and_fades_in() -> None:
    watching = Watching()
    watching.see(ROOM, 0.3)
    assert watching.belief.is_lost
    assert watching.belief.trust.max() == 0
    assert watching.belief.known_share == 0
    watching.see(ROOM, 0.2)
    assert not watching.belief.is_lost
    assert watching.belief.known_share == 1
    assert 0 < watching.belief.trust.min() < 1
    watching.see(ROOM, 0.4)
    assert watching.belief.trust.min() == 1


def test_at_once_a_plate_is_believed_with_the_first_frame_that_agrees_and_later_ones_as_ever() -> None:
    watching = Watching()
    watching.belief = Belief(watching.covered, at_once=True)
    watching.see(1 - ROOM)
    assert watching.belief.is_lost
    assert watching.belief.trust.max() == 0
    watching.see(ROOM)
    assert not watching.belief.is_lost
    assert watching.belief.trust.min() == 1
    watching.see(1 - ROOM)
    watching.see(ROOM)
    assert watching.belief.is_lost


def test_nothing_is_believed_of_a_plate_of_which_nothing_is_known() -> None:
    watching = Watching(covered=np.zeros(CELLS, bool))
    watching.see(ROOM, 3.0)
    assert not watching.belief.is_lost
    assert watching.belief.trust.max() == 0
    assert watching.belief.known_share == 0


def test_a_thing_that_was_moved_is_not_believed_at_once_and_alone(watching: Watching) -> None:
    thing = (slice(8, 20), slice(60, 70))
    watching.see(changed(thing))
    assert watching.belief.trust[thing].max() == 0
    away = ~cells_at((slice(7, 21), slice(59, 71)))
    assert watching.belief.trust[away].min() == 1
    assert 0.95 < watching.belief.known_share < 1


def test_a_thing_that_was_moved_is_to_be_learned_when_it_has_stood_still_for_a_second(watching: Watching) -> None:
    thing = (slice(8, 20), slice(60, 70))
    watching.see(changed(thing), 1.0)
    assert not watching.belief.to_learn.any()
    watching.see(changed(thing), 0.1)
    np.testing.assert_array_equal(watching.belief.to_learn, cells_at(thing))


def test_what_goes_on_moving_is_never_to_be_learned(watching: Watching) -> None:
    curtain = (slice(8, 20), slice(60, 70))
    for step in range(60):
        watching.see(changed(curtain, 0.1 + 0.06 * (step % 2)))
        assert not watching.belief.to_learn.any()


def test_once_it_is_learned_a_thing_that_was_moved_is_believed_again(watching: Watching) -> None:
    thing = (slice(8, 20), slice(60, 70))
    watching.see(changed(thing), 1.1)
    watching.plate = changed(thing)
    watching.see(changed(thing), 0.5)
    assert watching.belief.trust.min() == 1
    assert not watching.belief.to_learn.any()


def test_what_was_never_seen_is_learned_as_soon_as_it_has_stood_still() -> None:
    hidden = (slice(10, 30), slice(20, 40))
    watching = Watching(covered=~cells_at(hidden))
    watching.see(ROOM, 1.0)
    assert not watching.belief.to_learn.any()
    watching.see(ROOM, 0.1)
    np.testing.assert_array_equal(watching.belief.to_learn, cells_at(hidden))
    assert watching.belief.trust[hidden].max() == 0


def test_nothing_is_learned_close_to_a_person(watching: Watching) -> None:
    shelf = (slice(20, 40), slice(44, 60))
    watching.see(changed(shelf), 3.0, person_at(FIGURE))
    assert not watching.belief.held.any(), "it is larger than what they could hold"
    assert not watching.belief.to_learn[:, :47].any()
    assert watching.belief.to_learn[20:40, 47:60].all()


def test_what_a_person_has_just_uncovered_is_learned_a_second_after_they_left() -> None:
    watching = Watching(covered=~cells_at(FIGURE))
    in_front = changed(FIGURE)
    watching.see(in_front, 2.0, person_at(FIGURE))
    watching.see(ROOM, 1.0)
    assert not watching.belief.to_learn.any()
    watching.see(ROOM, 0.1)
    assert watching.belief.to_learn[FIGURE].all()


def test_a_small_thing_that_a_person_holds_is_held_while_it_is_still_for_seconds(watching: Watching) -> None:
    cup = (slice(30, 36), slice(44, 50))
    watching.see(changed(cup), 4.5, person_at(FIGURE))
    beside_them = (slice(30, 36), slice(45, 50))
    np.testing.assert_array_equal(watching.belief.held, cells_at(beside_them))
    assert watching.belief.trust.min() == 1
    assert not watching.belief.to_learn.any()
    assert watching.belief.known_share == 1


def test_a_small_thing_that_was_put_down_beside_a_person_becomes_room_in_the_end(watching: Watching) -> None:
    cup = (slice(30, 36), slice(44, 50))
    watching.see(changed(cup), 35.0, person_at(FIGURE))
    assert not watching.belief.held.any()
    assert watching.belief.trust[30:36, 45:50].max() == 0
    watching.see(changed(cup), 1.2)
    assert watching.belief.to_learn[cup].all()


BOOKS: tuple[Part, Part] = (slice(26, 37), slice(44, 54)), (slice(28, 39), slice(44, 54))
"""A larger thing, at two places."""


def test_a_larger_thing_is_held_while_it_moves(watching: Watching) -> None:
    for step in range(60):
        watching.see(changed(BOOKS[step // 3 % 2]), person=person_at(FIGURE))
        assert watching.belief.held[30, 50]
        assert watching.belief.trust[26:39, 45:54].min() == 1


def test_a_larger_thing_that_stands_still_is_soon_no_longer_held(watching: Watching) -> None:
    watching.see(changed(BOOKS[0]), 0.4, person_at(FIGURE))
    assert watching.belief.held[30, 50]
    watching.see(changed(BOOKS[0]), 1.5, person_at(FIGURE))
    assert not watching.belief.held.any()
    assert watching.belief.trust[27:36, 46:53].max() == 0


CLOSE_UP: Part = (slice(4, 54), slice(20, 60))
BOX: tuple[Part, Part] = (slice(22, 38), slice(60, 73)), (slice(27, 43), slice(60, 73))
"""As large as what one carries in both arms."""


def test_a_box_that_is_put_down_beside_a_person_is_not_held_for_a_moment(watching: Watching) -> None:
    for _ in range(40):
        watching.see(changed(BOX[0]), person=person_at(CLOSE_UP))
        assert not watching.belief.held.any()
        assert watching.belief.trust[22:38, 62:72].max() == 0


def test_a_box_that_was_carried_already_when_the_plate_was_found_is_held() -> None:
    watching = Watching()
    for step in range(40):
        watching.see(changed(BOX[step // 3 % 2]), person=person_at(CLOSE_UP))
    assert not watching.belief.is_lost
    assert watching.belief.held[30, 66]


def test_a_box_that_somebody_carries_about_is_held_after_a_moment(watching: Watching) -> None:
    for step in range(40):
        watching.see(changed(BOX[step // 3 % 2]), person=person_at(CLOSE_UP))
    assert watching.belief.held[30, 66]
    assert watching.belief.trust[28:37, 62:72].max() > 0


def test_a_thing_that_nobody_touches_is_not_held(watching: Watching) -> None:
    cup = (slice(30, 36), slice(55, 61))
    watching.see(changed(cup), person=person_at(FIGURE))
    assert not watching.belief.held.any()
    assert watching.belief.trust[cup].max() == 0


def test_what_is_too_large_to_be_held_is_not_believed(watching: Watching) -> None:
    door = (slice(20, 40), slice(44, 60))
    watching.see(changed(door), person=person_at(FIGURE))
    assert not watching.belief.held.any()
    assert watching.belief.trust[door].max() == 0


def test_nothing_counts_as_held_while_much_of_the_room_changes(watching: Watching) -> None:
    cup, far = (slice(30, 36), slice(44, 50)), (slice(0, 12), slice(70, 96))
    watching.see(changed(far, picture=changed(cup)), person=person_at(FIGURE))
    assert not watching.belief.is_lost
    assert not watching.belief.held.any()
    assert watching.belief.trust[cup].max() == 0


def test_nothing_counts_as_held_while_the_plate_is_lost(watching: Watching) -> None:
    cup = (slice(30, 36), slice(44, 50))
    watching.see(paint(2), 0.5, person_at(FIGURE))
    watching.see(changed(cup), 0.2, person_at(FIGURE))
    assert watching.belief.is_lost
    assert not watching.belief.held.any()


def test_a_plate_from_which_everything_differs_is_lost_with_that_frame(watching: Watching) -> None:
    watching.see(paint(2))
    assert watching.belief.is_lost
    assert watching.belief.trust.max() == 0
    assert watching.belief.known_share == 0
    assert watching.belief.differing_share > 0.5


def test_a_person_who_fills_most_of_the_picture_does_not_make_the_plate_lost(watching: Watching) -> None:
    close_up = (slice(4, 54), slice(10, 90))
    watching.see(changed(close_up), 1.0, person_at(close_up))
    assert not watching.belief.is_lost
    assert watching.belief.trust.min() == 1


def test_with_too_little_room_in_view_nothing_is_said_about_the_plate_as_a_whole(watching: Watching) -> None:
    watching.see(paint(2), 1.0, person_at(EVERYWHERE))
    assert not watching.belief.is_lost
    lost = Watching()
    lost.see(ROOM, 1.0, person_at(EVERYWHERE))
    assert lost.belief.is_lost


def test_a_lost_plate_is_believed_again_when_it_has_agreed_for_a_while(watching: Watching) -> None:
    watching.see(paint(2), 0.5)
    watching.see(ROOM, 0.3)
    assert watching.belief.is_lost
    assert watching.belief.trust.max() == 0
    watching.see(ROOM, 0.5)
    assert watching.belief.trust.min() == 1


def test_a_plate_that_agrees_for_a_moment_now_and_then_stays_lost(watching: Watching) -> None:
    for _ in range(5):
        watching.see(paint(2), 0.2)
        watching.see(ROOM, 0.2)
        assert watching.belief.is_lost
        assert watching.belief.trust.max() == 0


def test_what_people_hide_is_believed_once_the_plate_as_a_whole_was_found() -> None:
    watching = Watching()
    watching.see(changed(FIGURE), 1.0, person_at(FIGURE))
    assert watching.belief.trust[FIGURE].min() == 1
    assert watching.belief.known_share == 1


def test_what_was_not_believed_when_a_person_hid_it_is_believed_only_once_it_was_found(watching: Watching) -> None:
    thing = (slice(30, 40), slice(34, 40))
    watching.see(changed(thing), 0.5)
    watching.see(changed(FIGURE), 1.0, person_at(FIGURE))
    assert watching.belief.trust[thing].max() == 0
    watching.belief.believe_hidden()
    watching.see(changed(FIGURE), 0.5, person_at(FIGURE))
    assert watching.belief.trust[thing].min() == 1


def test_people_are_not_compared_with_a_plate_as_white_as_they_are() -> None:
    window = (slice(0, 54), slice(24, 48))
    bright = ROOM.copy()
    bright[window] = 1
    watching = Watching(plate=bright)
    watching.see(bright, 1.0)
    assert watching.belief.trust.min() == 1, "where nobody is, white is white"
    watching.see(bright, 1.0, person_at(FIGURE))
    assert watching.belief.trust[FIGURE].max() == 0
    assert watching.belief.trust[:, 60:].min() == 1
    darker = bright.copy()
    darker[FIGURE] = 0.7
    watching.see(darker, 1.0, person_at(FIGURE))
    assert watching.belief.trust[FIGURE].min() == 1


def test_an_edge_that_is_a_cell_off_changes_nothing(watching: Watching) -> None:
    frame = ROOM.copy()
    frame[5, 50:52] += 0.3
    frame[20:22, 80] += 0.3
    watching.see(frame)
    assert watching.belief.trust.min() == 1
    assert watching.belief.differing_share == 0


POSTER: Part = (slice(6, 24), slice(66, 78))
"""Shows somebody."""


SHIRT: Part = (slice(30, 34), slice(34, 40))
"""What is seen to move of the figure."""


def see_moving(watching: Watching, frame: FloatImage, seconds: int, *others: Part) -> None:
    """A figure that breathes, before a frame with `others` in it whom the person map takes for people."""
    for second in range(seconds):
        watching.see(changed(SHIRT, 0.05 * (second % 2), frame), 1.0, person_at(FIGURE, *others))


def test_what_looks_like_somebody_but_never_moves_beside_somebody_who_does_becomes_room() -> None:
    watching = Watching(covered=~cells_at(POSTER))
    poster = changed(POSTER, picture=changed(FIGURE))
    see_moving(watching, poster, 29, POSTER)
    assert not watching.belief.to_learn.any()
    see_moving(watching, poster, 2, POSTER)
    np.testing.assert_array_equal(watching.belief.to_learn, cells_at(POSTER))


def test_a_small_mistake_of_the_person_map_becomes_room_soon() -> None:
    lamp = (slice(6, 12), slice(66, 74))
    watching = Watching(covered=~cells_at(lamp))
    see_moving(watching, changed(FIGURE), 5, lamp)
    np.testing.assert_array_equal(watching.belief.to_learn, cells_at(lamp))


def test_the_only_one_in_view_never_becomes_room_even_asleep() -> None:
    watching = Watching(covered=~cells_at(FIGURE))
    watching.see(changed(FIGURE), 60.0, person_at(FIGURE))
    assert not watching.belief.to_learn.any()


def test_somebody_close_to_the_camera_who_sleeps_is_no_picture_beside_somebody_far_away() -> None:
    sleeper, far = (slice(10, 54), slice(30, 70)), (slice(10, 22), slice(80, 86))
    watching = Watching(covered=~cells_at(sleeper))
    for second in range(60):
        frame = changed(far, 0.05 * (second % 2), changed(sleeper))
        watching.see(frame, 1.0, person_at(sleeper, far))
        assert not watching.belief.to_learn.any()


def test_a_living_person_never_becomes_room_however_still_they_sit() -> None:
    watching = Watching(covered=~cells_at(FIGURE))
    see_moving(watching, changed(FIGURE), 40)
    assert not watching.belief.to_learn.any()
    second_person = (slice(10, 54), slice(64, 80))
    both = changed(second_person, picture=changed(FIGURE))
    for second in range(40):
        for shirt in (SHIRT, (slice(30, 34), slice(68, 74))):
            both[shirt] += 0.05 * (-1) ** second
        watching.see(both.copy(), 1.0, person_at(FIGURE, second_person))
        assert not watching.belief.to_learn.any()


def test_somebody_before_a_picture_of_somebody_is_a_person_again() -> None:
    watching = Watching(covered=~cells_at(POSTER))
    poster = changed(POSTER, picture=changed(FIGURE))
    see_moving(watching, poster, 31, POSTER)
    watching.plate, watching.covered = changed(POSTER), np.ones(CELLS, bool)
    see_moving(watching, poster, 1, POSTER)
    assert watching.belief.trust[POSTER].min() == 1
    see_moving(watching, changed(POSTER, -0.2, poster), 3, POSTER)
    assert not watching.belief.to_learn.any()
    assert watching.belief.trust[POSTER].min() == 1


def test_a_new_belief_can_take_over_what_has_stood_still(watching: Watching) -> None:
    watching.see(paint(2), 0.9)
    fresh = Watching(covered=np.zeros(CELLS, bool))
    fresh.belief.know_stillness_of(watching.belief)
    fresh.index = watching.index
    fresh.see(paint(2), 0.1)
    assert not fresh.belief.to_learn.any()
    fresh.see(paint(2), 0.1)
    assert fresh.belief.to_learn.all()


def test_where_everything_is_kept_things_may_come_into_the_picture_and_are_not_learned(watching: Watching) -> None:
    watching.belief.keeps_everything = True
    half = (slice(0, 54), slice(50, 96))
    watching.see(changed(half), 3.0)
    assert not watching.belief.is_lost
    assert watching.belief.trust.min() == 1
    assert not watching.belief.to_learn.any()
    watching.see(paint(2))
    assert watching.belief.is_lost
    assert watching.belief.trust.max() == 0


def test_where_everything_is_kept_what_was_never_seen_is_learned_all_the_same() -> None:
    hidden = (slice(10, 30), slice(20, 40))
    watching = Watching(covered=~cells_at(hidden))
    watching.belief.keeps_everything = True
    watching.see(ROOM, 1.1)
    np.testing.assert_array_equal(watching.belief.to_learn, cells_at(hidden))


def test_the_edges_of_a_plate_that_lies_beside_its_place_tell_that_it_is_lost() -> None:
    wall = np.full((*CELLS, 3), 0.6, np.float32)
    for frame_of_window in (
        (slice(10, 12), slice(20, 62)),
        (slice(10, 42), slice(20, 22)),
        (slice(10, 42), slice(60, 62)),
    ):
        wall[frame_of_window] = 0.3
    watching = Watching(plate=wall)
    watching.see(wall, 1.0)
    assert watching.belief.trust.min() == 1
    turned = np.roll(wall, (3, 3), axis=(0, 1))
    assert (np.abs(turned - wall).max(-1) > 0.1).mean() < 0.1, "nearly all of it agrees"
    watching.see(turned)
    assert watching.belief.is_lost


def test_the_share_that_differs_counts_the_visible_room_alone() -> None:
    half = (slice(None), slice(0, 48))
    assert differing_share(changed(half), ROOM, np.ones(CELLS, bool)) == pytest.approx(0.5)
    assert differing_share(changed(half), ROOM, ~cells_at(half)) == 0
    assert differing_share(ROOM, ROOM, cells_at((slice(0, 3), slice(0, 10)))) == 1, "too few to tell"
