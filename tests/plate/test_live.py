import logging
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import pytest

from matting_rt.config import PlateConfig
from matting_rt.errors import PlateError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.live.state import Absence
from matting_rt.plate.align import Aligner
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.fit import PlateFit
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate, forget_people
from tests.plate.scenes import expose, move, movement, paint_room, paint_wall, put_person, to_levels

SIZE = FrameSize(320, 180)
ROOM, OTHER_ROOM = paint_room(1, SIZE), paint_room(5, SIZE)
RATE_FPS = 10
LIMIT_S = 20.0
"""Real time; the machine may be busy. What is waited for takes a tenth of a second."""
STRIPES = np.where(np.arange(SIZE.width) // 20 % 2, 0.35, 1.0)[None, :, None]
BLINDS = to_levels(ROOM * STRIPES)
NOISE = 2.0
"""Levels: what is left of the difference between a right plate and the room, on average."""


class Live:
    """A live plate and the stream it follows, with people where the test says, in map and alpha."""

    def __init__(self, plate: Image | Plate | None, config: PlateConfig | None = None, *, beside: bool = False) -> None:
        plate = Plate(plate, "room.png") if isinstance(plate, np.ndarray) else plate
        self.plate = LivePlate(plate, config or PlateConfig(), beside=beside)
        self._index = 0

    def show(self, image: Image, person: np.ndarray | None = None) -> Image:
        """One more frame."""
        frame = Frame(image, self._index, self._index, Fraction(1, RATE_FPS))
        self._index += 1
        person = np.zeros(image.shape[:2], np.float32) if person is None else person
        plate = self.plate.fit(frame, person)
        self.plate.observe((255 * person).astype(np.uint8))
        return plate

    def show_for(self, image: Image, seconds: float, person: np.ndarray | None = None) -> Image:
        """The same frame for so long of stream time; once at least."""
        for _ in range(max(1, round(seconds * RATE_FPS))):
            plate = self.show(image, person)
        return plate

    def show_until(self, image: Image, reached: Callable[[], bool], person: np.ndarray | None = None) -> Image:
        """The same frame again and again, as fast as the rate, until something that happens beside has come."""
        end_s = time.perf_counter() + LIMIT_S
        while True:
            plate = self.show(image, person)
            if reached():
                return plate
            assert time.perf_counter() < end_s, "it does not come"
            time.sleep(0.002)

    @property
    def alignments(self) -> int:
        count = self.plate.report()["alignments"]
        assert isinstance(count, int)
        return count

    @property
    def trust(self) -> FloatMap:
        """(H, W) of the frames, so that the parts of a frame can be looked up in it."""
        trust = self.plate.trust
        assert trust is not None
        rows = np.arange(SIZE.height) * trust.shape[0] // SIZE.height
        columns = np.arange(SIZE.width) * trust.shape[1] // SIZE.width
        return trust[rows][:, columns]


@pytest.fixture
def make_beside() -> Iterator[Callable[[Image], Live]]:
    """Live plates that work on a thread beside, as those of live video do."""
    made: list[Live] = []

    def make(plate: Image) -> Live:
        made.append(Live(plate, beside=True))
        return made[-1]

    yield make
    for live in made:
        live.plate.close()


Make = Callable[[Image], Live]


def difference(plate: Image, image: Image, part: np.ndarray | None = None) -> float:
    """Mean difference of a plate from a picture, in levels; in a part (H, W) of it."""
    levels = np.abs(plate.astype(int) - image).mean(-1)
    return float(levels.mean() if part is None else levels[part].mean())


def dim(image: Image, gain: float = 0.8, seed: int = 0) -> Image:
    return expose(image, (gain, gain, gain), seed=seed)


# --- a plate that was given


def test_the_first_frame_is_compensated_and_does_not_wait_for_the_alignment(make_beside: Make) -> None:
    live = make_beside(ROOM)
    plate = live.show(expose(ROOM, (0.8, 0.9, 1.0)))
    assert live.alignments == 0
    assert np.abs(plate - ROOM * np.array((0.8, 0.9, 1.0))).mean() < 2.5


def test_nothing_is_believed_with_the_first_frame() -> None:
    live = Live(ROOM)
    live.show(ROOM)
    assert live.trust.max() == 0
    assert live.plate.condition is PlateCondition.LOST
    assert live.plate.known_share == 0


@pytest.mark.parametrize("room", [ROOM, paint_wall(SIZE)], ids=["room", "bare wall"])
def test_a_plate_that_shows_the_room_is_believed_behind_a_person_and_under_other_light(room: Image) -> None:
    live = Live(room)
    frame, person = put_person(expose(room, (0.85, 0.9, 0.95)), 0.5)
    live.show_for(frame, 1.0, person)
    assert live.plate.condition is PlateCondition.KNOWN
    assert live.trust.min() == 1
    assert live.plate.absence is None
    live.show_for(frame, 5.0, person)
    assert live.plate.condition is PlateCondition.KNOWN


def test_a_change_of_light_is_followed_at_once() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    assert difference(live.show(dim(ROOM, 0.9)), to_levels(ROOM * 0.9)) < NOISE
    assert live.trust.min() == 1


def test_light_that_goes_out_is_followed_as_soon_as_it_is_no_broken_frame() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    for _ in range(3):
        live.show(dim(ROOM, 0.6))
        assert live.plate.absence is Absence.BROKEN_FRAME
    assert difference(live.show(dim(ROOM, 0.6)), to_levels(ROOM * 0.6)) < NOISE
    assert live.plate.absence is None
    assert live.trust.min() == 1


def test_a_shift_of_the_camera_is_followed_by_a_later_frame() -> None:
    live = Live(ROOM, PlateConfig(learn=False))
    live.show_for(ROOM, 1.0)
    assert live.plate.shift_px == 0
    moved = move(ROOM, movement((4.0, 0.0), 0.0, 1.0, SIZE))
    frame, person = put_person(expose(moved, (1, 1, 1)), 0.3)
    plate = live.show_for(frame, 2.0, person)
    assert abs(live.plate.shift_px - 4) < 0.5
    inside = np.zeros_like(person, bool)
    inside[8:-8, 8:-8] = True
    assert difference(plate, moved, inside & (person == 0)) < 3
    assert live.plate.condition is PlateCondition.KNOWN


def test_a_small_shift_of_the_camera_leaves_no_doubt_around_a_person() -> None:
    live = Live(ROOM, PlateConfig(learn=False))
    frame, person = put_person(ROOM, 0.3)
    live.show_for(frame, 1.0, person)
    moved = put_person(move(ROOM, movement((2.0, 0.0), 0.0, 1.0, SIZE)), 0.3)[0]
    live.show(moved, person)
    assert live.plate.condition is not PlateCondition.LOST
    assert live.trust[12:-12, 12:-12].min() == 0
    live.show_for(moved, 1.5, person)
    assert live.trust[12:-12, 12:-12].min() == 1


def test_the_border_that_a_shift_of_the_camera_uncovers_is_learned() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    moved = move(ROOM, movement((9.0, 0.0), 0.0, 1.0, SIZE))
    plate = live.show_for(moved, 3.0)
    assert live.trust.min() == 1
    assert difference(plate, moved) < NOISE


def test_no_frame_waits_for_an_aligner_that_is_slow(make_beside: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    align = Aligner.align

    def wait_and_align(*arguments: object) -> bool:
        go_on.wait(LIMIT_S)
        return align(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Aligner, "align", wait_and_align)
    live = make_beside(ROOM)
    for _ in range(20):
        live.show(ROOM)  # would wait for ever
    assert live.alignments == 0
    assert live.plate.condition is PlateCondition.KNOWN, "what is believed waits for nothing"
    go_on.set()
    live.show_until(ROOM, lambda: live.alignments >= 1)


def test_an_aligner_that_raises_leaves_a_plate_that_is_compensated_and_learned(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> bool:
        raise RuntimeError("no memory for features")

    monkeypatch.setattr(Aligner, "align", fail)
    live = Live(ROOM)
    with caplog.at_level(logging.WARNING, logger="matting_rt"):
        live.show_for(ROOM, 3.0)
    assert caplog.text.count("only compensated: no memory for features") == 1
    assert live.plate.condition is PlateCondition.KNOWN
    assert difference(live.show(dim(ROOM, 0.9)), to_levels(ROOM * 0.9)) < NOISE
    changed = ROOM.copy()
    changed[40:80, 40:90] = 30
    assert difference(live.show_for(changed, 3.0), changed) < NOISE


def test_the_thread_has_a_name_and_is_joined(make_beside: Make) -> None:
    live = make_beside(ROOM)
    live.show(ROOM)
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "plate")
    live.plate.close()
    assert not thread.is_alive()
    live.plate.close()
    live.show(expose(ROOM, (0.9, 0.9, 0.9)))
    assert "plate" not in {thread.name for thread in threading.enumerate()}


def test_work_that_is_not_done_beside_starts_no_thread() -> None:
    Live(ROOM).show_for(ROOM, 1.0)
    assert "plate" not in {thread.name for thread in threading.enumerate()}


def test_the_report_holds_plain_numbers_and_words() -> None:
    live = Live(ROOM)
    assert live.plate.report() == {}
    live.show_for(ROOM, 1.0)
    report = live.plate.report()
    assert report["condition"] == "known"
    assert report["known_share"] == 1.0
    assert report["shift_px"] == 0.0
    assert live.alignments > 0


def test_frames_of_another_size_begin_anew_with_the_plate() -> None:
    live = Live(paint_room(1, FrameSize(640, 360)))
    live.show_for(ROOM, 1.0)
    smaller = FrameSize(200, 112)
    frame = Frame(Plate(ROOM).resized(smaller).image, 100, 100, Fraction(1, RATE_FPS))
    assert live.plate.fit(frame).shape == (112, 200, 3)
    assert live.plate.condition is PlateCondition.LOST


# --- a plate of which nothing or only a part is known


def test_it_starts_with_nothing_and_learns_the_room() -> None:
    live = Live(None)
    assert live.plate.plate is None
    assert live.plate.condition is PlateCondition.LOST
    live.show(dim(ROOM, 1.0))
    assert live.plate.plate is None
    assert live.plate.condition is PlateCondition.LEARNING
    assert live.plate.absence is None, "people can be cut out without it"
    for seed in range(20):
        plate = live.show(dim(ROOM, 1.0, seed))
    assert difference(plate, ROOM) < NOISE
    assert live.trust.min() == 1
    assert live.plate.condition is PlateCondition.KNOWN
    assert live.plate.plate is not None


def test_what_is_behind_a_person_stays_unknown_until_they_move() -> None:
    live = Live(None)
    frame, person = put_person(ROOM, 0.2)
    live.show_for(frame, 5.0, person)
    assert live.plate.condition is PlateCondition.LEARNING
    assert live.trust[person > 0].max() == 0
    assert live.trust[:, :110].min() == 1
    known_before = live.plate.known_share
    aside = np.roll(person, 120, axis=1)
    moved = np.where(aside[..., None] > 0, np.roll(frame, 120, axis=1), ROOM)
    plate = live.show_for(moved, 3.0, aside)
    assert live.plate.condition is PlateCondition.KNOWN
    assert live.plate.known_share > known_before
    assert live.trust.min() == 1, "what they hide now was known before"
    assert difference(plate, ROOM) < NOISE


def test_nothing_is_learned_where_that_is_turned_off() -> None:
    live = Live(None, PlateConfig(learn=False))
    live.show_for(ROOM, 3.0)
    assert live.plate.known_share == 0
    assert live.plate.plate is None


def test_a_plate_that_holds_a_person_is_not_known_there_until_it_is_seen() -> None:
    with_somebody, person = put_person(ROOM, 0.3)
    live = Live(forget_people(Plate(with_somebody), person))
    live.show_for(ROOM, 0.9)
    assert live.trust[person > 0].max() == 0
    assert live.trust[:, :80].min() == 1
    assert live.plate.condition is PlateCondition.LEARNING
    assert difference(live.show_for(ROOM, 3.0), ROOM) < NOISE
    assert live.trust.min() == 1


def test_what_looks_like_somebody_in_a_plate_is_room_where_the_frames_show_the_same() -> None:
    statue = np.zeros((SIZE.height, SIZE.width), np.float32)
    statue[60:, 140:190] = 1
    live = Live(forget_people(Plate(ROOM), statue))
    for _ in range(12):
        plate = live.show(ROOM, statue)
    assert live.plate.condition is PlateCondition.KNOWN
    assert live.trust.min() == 1
    assert difference(plate, ROOM) < NOISE


def test_of_two_figures_in_a_plate_the_one_that_is_gone_stays_unknown() -> None:
    with_somebody, person = put_person(ROOM, 0.2)
    statue = np.zeros_like(person)
    statue[60:, 250:290] = 1
    live = Live(forget_people(Plate(with_somebody), np.maximum(person, statue)), PlateConfig(learn=False))
    live.show_for(ROOM, 2.0, statue)
    assert live.trust[statue > 0].min() == 1
    assert live.trust[person > 0].max() == 0


def test_a_plate_in_another_place_is_cleared_of_doubts_in_its_place() -> None:
    statue = np.zeros((SIZE.height, SIZE.width), np.float32)
    statue[60:, 140:190] = 1
    live = Live(forget_people(Plate(ROOM), statue), PlateConfig(learn=False))
    moved = move(ROOM, movement((4.0, 2.0), 0.0, 1.0, SIZE))
    plate = live.show_for(moved, 2.5)
    inside = np.zeros_like(statue, bool)
    inside[14:-14, 14:-14] = True
    assert live.trust[inside].min() == 1
    assert difference(plate, moved, inside) < NOISE


def test_a_small_thing_that_looks_like_a_person_is_room_though_a_sleeve_hides_a_part_of_it() -> None:
    thing = np.zeros((SIZE.height, SIZE.width), np.float32)
    thing[90:110, 150:162] = 1
    live = Live(forget_people(Plate(ROOM), thing), PlateConfig(learn=False))
    assert live.plate.lookalike is None
    hidden = ROOM.copy()
    hidden[108:, 150:162] = (200, 40, 40)
    live.show_for(hidden, 2.5)
    assert live.trust[92:100, 152:160].min() == 1
    assert live.plate.lookalike is not None
    assert live.plate.lookalike.any()
    assert live.plate.lookalike.mean() < 0.1


def test_a_thing_that_was_put_away_is_learned_where_it_was() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    changed = ROOM.copy()
    changed[40:80, 40:90] = (40, 60, 80)
    live.show(changed)
    thing = np.zeros((SIZE.height, SIZE.width), bool)
    thing[42:78, 42:88] = True
    assert live.trust[thing].max() == 0
    assert live.trust[:, 110:].min() == 1
    plate = live.show_for(changed, 0.8)
    assert difference(plate, ROOM) < NOISE, "it has not stood still for long enough"
    plate = live.show_for(changed, 1.5)
    assert difference(plate, changed) < NOISE
    assert live.trust.min() == 1


def test_what_is_learned_in_dim_light_is_right_in_the_light_of_the_plate() -> None:
    hole = np.zeros((SIZE.height, SIZE.width), bool)
    hole[30:150, 100:220] = True
    wrong = ROOM.copy()
    wrong[hole] = 0
    live = Live(Plate(wrong, known=~hole))
    for seed in range(25):
        live.show(dim(ROOM, 0.8, seed))
    assert live.trust.min() == 1
    for seed in range(10):
        plate = live.show(dim(ROOM, 1.0, seed))
    assert difference(plate, ROOM, hole) < NOISE
    assert difference(plate, ROOM) < NOISE
    assert live.trust.min() == 1


def test_what_is_learned_from_a_camera_that_was_moved_is_in_its_place() -> None:
    hole = np.zeros((SIZE.height, SIZE.width), bool)
    hole[60:120, 130:200] = True
    live = Live(Plate(ROOM, known=~hole))
    moved = move(ROOM, movement((5.0, 3.0), 0.0, 1.0, SIZE))
    plate = live.show_for(moved, 4.0)
    inside = np.zeros_like(hole)
    inside[10:-10, 10:-10] = True
    assert difference(plate, moved, inside) < NOISE
    assert live.plate.plate is not None
    assert difference(live.plate.plate.image, moved, inside) < NOISE
    back = live.show_for(ROOM, 2.0)
    assert difference(back, ROOM, inside) < NOISE


# --- another room, other light


def test_a_plate_of_another_room_is_never_believed_and_the_room_is_learned_instead() -> None:
    live = Live(OTHER_ROOM)
    frame, person = put_person(ROOM, 0.3)
    for _ in range(10):
        live.show(frame, person)
        assert live.plate.condition is PlateCondition.LOST
        assert live.trust.max() == 0
    plate = live.show_for(frame, 3.0, person)
    assert live.plate.condition is PlateCondition.LEARNING
    room = person == 0
    assert difference(plate, ROOM, live.trust == 1) < NOISE
    assert live.trust[room].mean() > 0.8
    assert live.trust[person > 0].max() == 0


def test_a_camera_that_turns_is_noticed_at_once_and_the_new_room_is_learned_after_a_second() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    for _ in range(3):
        live.show(OTHER_ROOM)
        assert live.plate.absence is Absence.BROKEN_FRAME
    live.show(OTHER_ROOM)
    assert live.plate.absence is None
    assert live.plate.condition is PlateCondition.LOST
    assert live.trust.max() == 0
    live.show_for(OTHER_ROOM, 0.9)
    assert live.plate.condition is PlateCondition.LOST
    plate = live.show_for(OTHER_ROOM, 0.8)
    assert live.plate.condition is PlateCondition.KNOWN, "it has stood still meanwhile"
    assert difference(plate, OTHER_ROOM) < NOISE


@pytest.mark.parametrize("away", [OTHER_ROOM, BLINDS], ids=["the camera turns", "the sun shines through blinds"])
def test_the_earlier_plate_is_taken_up_again_when_the_frames_show_it_again(
    away: Image, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(ROOM)
    frame, person = put_person(ROOM, 0.3)
    live.show_for(frame, 1.0, person)
    live.show_for(away, 4.0)
    with caplog.at_level(logging.INFO, logger="matting_rt"):
        plate = live.show_for(frame, 2.5, person)
    assert "as it was before" in caplog.text
    assert live.plate.condition is PlateCondition.KNOWN
    assert live.trust.min() == 1, "also behind the person, where only the plate that was given knows the room"
    assert difference(plate, ROOM) < NOISE


def test_a_camera_that_turns_back_within_a_second_finds_its_plate() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    live.show_for(OTHER_ROOM, 0.6)
    assert live.plate.condition is PlateCondition.LOST
    live.show_for(ROOM, 1.0)
    assert live.plate.condition is PlateCondition.KNOWN
    assert live.trust.min() == 1


def test_a_single_frame_from_elsewhere_changes_nothing() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    live.show(OTHER_ROOM)
    assert live.plate.absence is Absence.BROKEN_FRAME
    live.show(ROOM)
    assert live.plate.absence is None
    assert live.trust.min() == 1


@pytest.mark.parametrize("gain", [0.12, 0.3])
def test_a_lamp_that_is_turned_down_and_up_again_is_followed(gain: float) -> None:
    live = Live(ROOM)
    frame, person = put_person(ROOM, 0.3)
    live.show_for(frame, 1.0, person)
    for seed in range(20):
        plate = live.show(dim(frame, gain, seed), person)
    assert live.trust.min() == 1
    assert difference(plate, to_levels(ROOM * gain)) < NOISE
    plate = live.show_for(frame, 0.5, person)
    assert live.trust.min() == 1
    assert difference(plate, ROOM) < NOISE


def test_light_from_another_side_is_believed_only_where_the_plate_has_it() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    lit = to_levels(ROOM * np.linspace(0.35, 1.2, SIZE.width)[None, :, None])
    shares = []
    for _ in range(40):
        plate = live.show(lit)
        shares.append(float(live.trust.mean()))
        believed = live.trust > 0.5
        assert not believed.any() or difference(plate, lit, believed) < 2 * NOISE
    assert min(shares) < 0.5
    assert live.plate.condition is PlateCondition.KNOWN


def test_frames_that_are_too_dark_decide_nothing() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    live.show_for(np.zeros_like(ROOM), 5.0)
    assert live.plate.absence is Absence.TOO_DARK
    assert live.trust.max() == 0
    plate = live.show_for(ROOM, 1.2)
    assert live.plate.absence is None
    assert live.trust.min() == 1, "it was kept meanwhile"
    np.testing.assert_array_equal(plate, ROOM)


def test_dark_frames_do_not_make_a_wrong_plate_right() -> None:
    live = Live(OTHER_ROOM)
    live.show_for(np.zeros_like(ROOM), 2.0)
    assert live.trust.max() == 0
    live.show_for(ROOM, 0.5)
    assert live.trust.max() == 0
    assert live.plate.condition is PlateCondition.LOST


# --- doubt, and another plate


def test_a_doubted_plate_is_believed_again_only_when_it_agrees() -> None:
    live = Live(ROOM)
    live.show_for(ROOM, 1.0)
    live.plate.require_recheck()
    assert live.plate.condition is PlateCondition.LOST
    live.show(ROOM)
    assert live.trust.max() == 0
    live.show_for(ROOM, 1.0)
    assert live.trust.min() == 1
    live.plate.require_recheck()
    for _ in range(9):
        live.show(OTHER_ROOM)
        assert live.trust.max() == 0
        assert live.plate.condition is PlateCondition.LOST


def test_a_look_at_a_frame_from_before_the_doubt_proves_nothing(
    make_beside: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = make_beside(ROOM)
    live.show_until(ROOM, lambda: live.plate.condition is PlateCondition.KNOWN)
    started, go_on = threading.Event(), threading.Event()

    def wait_and_find(*arguments: object) -> bool:
        started.set()
        return go_on.wait(LIMIT_S)

    monkeypatch.setattr(Aligner, "align", wait_and_find)
    live.show_until(ROOM, started.is_set)
    live.plate.require_recheck()
    looks = live.alignments
    go_on.set()
    # the first frame after a doubt may be a broken one
    live.show_until(OTHER_ROOM, lambda: live.alignments > looks)
    live.show(OTHER_ROOM)
    assert live.trust.max() == 0
    assert live.plate.condition is PlateCondition.LOST


def test_a_plate_is_replaced_without_a_pause(make_beside: Make) -> None:
    live = make_beside(ROOM)
    moved = move(ROOM, movement((15.0, 5.0), 2.0, 1.0, SIZE))
    live.show_until(moved, lambda: live.plate.shift_px > 10)
    new = Plate(moved, "new.png")
    live.plate.replace(new)
    assert live.plate.plate is new
    # still the old one, in the place that was found for it
    off, unfitted = (np.abs(image.astype(np.int16) - moved).mean() for image in (live.show(moved), ROOM))
    assert off < unfitted / 4
    live.show_until(moved, lambda: live.plate.shift_px == 0)
    live.show_until(moved, lambda: live.plate.condition is PlateCondition.KNOWN)
    np.testing.assert_array_equal(live.show(moved), moved)


def test_a_plate_that_does_not_agree_is_replaced_by_the_right_one() -> None:
    live = Live(OTHER_ROOM, PlateConfig(learn=False))
    live.show_for(ROOM, 2.0)
    assert live.trust.max() == 0
    live.plate.replace(Plate(ROOM))
    live.show_for(ROOM, 1.0)
    np.testing.assert_array_equal(live.show(ROOM), ROOM)
    assert live.trust.min() == 1


def test_a_replacement_before_the_first_frame_is_the_plate() -> None:
    live = Live(OTHER_ROOM)
    live.plate.replace(Plate(ROOM))
    np.testing.assert_array_equal(live.show(ROOM), ROOM)


def test_the_chosen_plate_is_there_for_other_threads_also_while_the_first_frame_takes_it_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = Plate(paint_room(1))
    live = LivePlate(None, PlateConfig(), beside=False)
    live.replace(chosen)
    found = []

    class Watched(PlateFit):
        def __init__(self, plate: Plate, size: FrameSize, config: PlateConfig) -> None:
            found.append(live.plate)
            super().__init__(plate, size, config)

    monkeypatch.setattr("matting_rt.plate.live.PlateFit", Watched)
    live.fit(Frame(chosen.image, 0, 0, Fraction(1, 30)))
    assert found == [chosen]
    assert live.plate is not None


def test_an_earlier_plate_does_not_come_back_when_another_was_chosen() -> None:
    live = Live(OTHER_ROOM)
    live.show_for(ROOM, 2.0)
    live.plate.replace(Plate(ROOM, "chosen.png"))
    live.show_for(ROOM, 1.0)
    live.show_for(OTHER_ROOM, 1.2)
    live.show_for(OTHER_ROOM, 0.3)
    assert live.plate.plate is None or live.plate.plate.name != "room.png"


def test_a_replacement_of_another_shape_is_refused_and_the_plate_stays() -> None:
    live = Live(ROOM)
    live.show(ROOM)
    with pytest.raises(PlateError, match="aspect"):
        live.plate.replace(Plate(ROOM[:, :250]))
    np.testing.assert_array_equal(live.show(ROOM), ROOM)
