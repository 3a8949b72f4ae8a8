import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch import Tensor

from matting_rt.config import PlateConfig
from matting_rt.errors import ModelError, PlateError, PlateMismatchError
from matting_rt.frame import Frame, FrameSize, Image
from matting_rt.plate.align import Aligner
from matting_rt.plate.live import LivePlate
from matting_rt.plate.stale import Freshness, StaleReason
from matting_rt.plate.store import Plate
from matting_rt.tensors import to_image, to_tensor
from tests.plate.scenes import expose, move, movement, paint_room, paint_wall, put_person

SIZE = FrameSize(320, 180)
ROOM = paint_room(1, SIZE)
RATE_FPS = 10
LIMIT_S = 20.0
"""Real time; the machine may be busy. What is waited for takes a tenth of a second."""


class Live:
    """A live plate and the stream it follows, with an alpha that is right or everywhere 0."""

    def __init__(self, plate: Image, config: PlateConfig | None = None) -> None:
        self.plate = LivePlate(Plate(plate, "room.png"), config or PlateConfig())
        self._index = 0

    def show(self, image: Image, alpha: np.ndarray | None = None) -> Tensor:
        """One more frame."""
        frame = Frame(image, self._index, self._index, Fraction(1, RATE_FPS))
        self._index += 1
        bgr = self.plate.fit(frame, to_tensor(image))
        self.plate.observe(
            torch.zeros(1, 1, SIZE.height, SIZE.width) if alpha is None else torch.from_numpy(alpha)[None, None]
        )
        return bgr

    def show_until(self, image: Image, reached: Callable[[], bool], alpha: np.ndarray | None = None) -> Tensor:
        """The same frame again and again, as fast as the rate, until something that happens beside has come."""
        end_s = time.perf_counter() + LIMIT_S
        while True:
            bgr = self.show(image, alpha)
            if reached():
                return bgr
            assert time.perf_counter() < end_s, "it does not come"
            time.sleep(0.002)

    def show_for(self, image: Image, seconds: float, alpha: np.ndarray | None = None) -> None:
        """Stream time; some real time for the thread beside."""
        for _ in range(round(seconds * RATE_FPS)):
            self.show(image, alpha)
            time.sleep(0.004)

    @property
    def alignments(self) -> int:
        report = self.plate.report()
        count = report["alignments"]
        assert isinstance(count, int)
        return count


@pytest.fixture
def make_live() -> Iterator[Callable[..., Live]]:
    made = []

    def make(*arguments: object) -> Live:
        made.append(Live(*arguments))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for live in made:
        live.plate.close()


Make = Callable[..., Live]


def test_the_first_frame_is_compensated_and_does_not_wait_for_the_alignment(make_live: Make) -> None:
    live = make_live(ROOM)
    bgr = live.show(expose(ROOM, (0.8, 0.9, 1.0)))
    assert live.alignments == 0
    assert not live.plate.is_confirmed
    gain = torch.tensor((0.8, 0.9, 1.0)).view(1, 3, 1, 1)
    assert float((bgr - gain * to_tensor(ROOM)).abs().mean()) < 0.01


def test_a_plate_that_shows_the_scene_is_confirmed(make_live: Make) -> None:
    live = make_live(ROOM)
    frame, alpha = put_person(expose(ROOM, (0.9, 0.95, 1.0)), 0.4)
    live.show_until(frame, lambda: live.plate.is_confirmed, alpha)
    assert live.plate.report()["same_scene"] is True


def test_a_step_of_light_is_followed_at_once(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    bgr = live.show(expose(ROOM, (0.7, 0.7, 0.7)))
    assert float((bgr - 0.7 * to_tensor(ROOM)).abs().mean()) < 0.01


def test_a_shift_of_the_camera_is_followed_by_a_later_frame(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.alignments >= 1)
    assert live.plate.shift_px == 0
    moved = move(ROOM, movement((4.0, 0.0), 0.0, 1.0, SIZE))
    frame, alpha = put_person(expose(moved, (1, 1, 1)), 0.3)
    bgr = live.show_until(frame, lambda: live.plate.shift_px > 1, alpha)
    assert abs(live.plate.shift_px - 4) < 0.5
    inside = (slice(8, -8), slice(8, -8))
    background = alpha[inside] == 0
    assert np.abs(to_image(bgr).astype(int) - moved)[inside][background].mean() < 3
    assert live.plate.condition.freshness is Freshness.FRESH


def test_no_frame_waits_for_an_aligner_that_is_slow(make_live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    align = Aligner.align

    def wait_and_align(*arguments: object) -> bool:
        go_on.wait(LIMIT_S)
        return align(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Aligner, "align", wait_and_align)
    live = make_live(ROOM)
    for _ in range(20):
        live.show(ROOM)  # would wait for ever
    assert live.alignments == 0
    go_on.set()
    live.show_until(ROOM, lambda: live.alignments >= 1)


def test_an_aligner_that_raises_leaves_a_plate_that_is_compensated(
    make_live: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object) -> bool:
        raise RuntimeError("no memory for features")

    monkeypatch.setattr(Aligner, "align", fail)
    live = make_live(ROOM)
    with caplog.at_level(logging.WARNING, logger="matting_rt"):
        live.show_until(ROOM, lambda: live.alignments >= 3)
    assert caplog.text.count("only compensated: no memory for features") == 1
    assert live.plate.is_confirmed
    bgr = live.show(expose(ROOM, (0.7, 0.7, 0.7)))
    assert float((bgr - 0.7 * to_tensor(ROOM)).abs().mean()) < 0.01


def test_the_thread_has_a_name_and_is_joined(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show(ROOM)
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "plate")
    live.plate.close()
    assert not thread.is_alive()
    live.plate.close()
    live.show(expose(ROOM, (0.9, 0.9, 0.9)))
    assert "plate" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("align", [True, False])
def test_a_picture_of_another_scene_is_refused_with_every_frame(make_live: Make, align: bool) -> None:
    live = make_live(paint_room(3, SIZE), PlateConfig(align=align))
    frame, _ = put_person(ROOM, 0.3)
    with pytest.raises(PlateMismatchError, match=r"room\.png does not show the scene of the camera"):
        live.show_until(frame, lambda: False)
    for _ in range(3):
        with pytest.raises(PlateMismatchError):
            live.show(frame)
    assert not live.plate.is_confirmed


def test_a_refused_plate_can_be_replaced_by_the_right_one(make_live: Make) -> None:
    live = make_live(paint_room(3, SIZE))
    with pytest.raises(PlateMismatchError):
        live.show_until(ROOM, lambda: False)
    live.plate.replace(Plate(ROOM))
    end_s = time.perf_counter() + LIMIT_S
    while not live.plate.is_confirmed and time.perf_counter() < end_s:
        try:
            live.show(ROOM)
        except PlateMismatchError:
            time.sleep(0.002)
    np.testing.assert_array_equal(to_image(live.show(ROOM)), ROOM)


def test_dark_frames_confirm_and_refuse_nothing(make_live: Make) -> None:
    live = make_live(paint_room(3, SIZE))
    live.show_until(np.zeros_like(ROOM), lambda: live.alignments >= 1)
    assert not live.plate.is_confirmed
    with pytest.raises(PlateMismatchError):
        live.show_until(ROOM, lambda: False)


def test_a_plate_is_replaced_without_a_pause(make_live: Make) -> None:
    live = make_live(ROOM)
    moved = move(ROOM, movement((15.0, 5.0), 2.0, 1.0, SIZE))
    live.show_until(moved, lambda: live.plate.shift_px > 10)
    before = live.show(moved)
    live.plate.replace(Plate(moved, "new.png"))
    assert live.show(moved) is before
    live.show_until(moved, lambda: live.plate.plate.name == "new.png" and live.alignments > 0)
    assert live.plate.is_confirmed
    np.testing.assert_array_equal(to_image(live.show(moved)), moved)
    assert live.plate.condition.score < 0.1


def test_a_replacement_of_another_shape_is_refused_and_the_plate_stays(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show(ROOM)
    with pytest.raises(PlateError, match="aspect"):
        live.plate.replace(Plate(ROOM[:, :250]))
    np.testing.assert_array_equal(to_image(live.show(ROOM)), ROOM)


@pytest.mark.parametrize("room", [ROOM, paint_wall(SIZE)], ids=["room", "bare wall"])
def test_a_plate_stays_fresh_behind_a_person_and_under_other_light(make_live: Make, room: Image) -> None:
    live = make_live(room)
    frame, alpha = put_person(expose(room, (0.85, 0.9, 0.95)), 0.5)
    live.show_for(frame, 3.0, alpha)
    assert live.plate.condition.freshness is Freshness.FRESH
    assert live.plate.condition.score < 0.25
    assert str(live.plate.condition) == "fresh"


def test_a_camera_that_turns_far_makes_the_plate_stale(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    turned = paint_room(5, SIZE)
    live.show_until(turned, lambda: live.plate.condition.is_stale)
    live.show_for(turned, 2.0)
    assert live.plate.condition.reason is StaleReason.CAMERA
    assert str(live.plate.condition) == "take a new plate: the camera has moved"
    assert not live.plate.is_confirmed
    live.show_until(ROOM, lambda: live.plate.is_confirmed)


def test_one_look_at_something_else_is_not_believed(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    looks = live.alignments
    live.show_until(paint_room(5, SIZE), lambda: live.alignments == looks + 1)
    assert live.plate.is_confirmed
    live.show_for(ROOM, 1.0)
    assert live.plate.is_confirmed


def test_a_doubted_plate_is_believed_after_a_look_at_a_later_frame_only(
    make_live: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    started, go_on = threading.Event(), threading.Event()
    align = Aligner.align

    def wait_and_align(*arguments: object) -> bool:
        started.set()
        go_on.wait(LIMIT_S)
        return align(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Aligner, "align", wait_and_align)
    live.show_until(ROOM, started.is_set)
    live.plate.doubt()
    assert not live.plate.is_confirmed
    go_on.set()
    looks, turned = live.alignments, paint_room(5, SIZE)
    live.show_until(turned, lambda: live.alignments == looks + 1)
    assert not live.plate.is_confirmed, "the look was at a frame from before"
    live.show_until(turned, lambda: live.alignments == looks + 3)
    assert not live.plate.is_confirmed
    live.show_until(ROOM, lambda: live.plate.is_confirmed)


def test_light_from_another_side_makes_the_plate_stale(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    lamp = np.linspace(0.35, 1.2, SIZE.width)[None, :, None]
    lit = np.clip(ROOM * lamp, 0, 255).astype(np.uint8)
    live.show_until(lit, lambda: live.plate.condition.is_stale)
    live.show_for(lit, 2.0)
    assert live.plate.condition.reason is StaleReason.LIGHT


def test_light_that_goes_out_and_comes_back_makes_the_plate_stale_and_fresh_again(make_live: Make) -> None:
    live = make_live(ROOM)
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    night = expose(ROOM, (0.12, 0.12, 0.12))
    live.show_until(night, lambda: live.plate.condition.is_stale)
    assert live.plate.condition.reason is StaleReason.LIGHT
    live.show_until(ROOM, lambda: live.plate.condition.freshness is Freshness.FRESH)
    assert live.plate.condition.reason is None


def test_the_report_holds_plain_numbers_and_words(make_live: Make) -> None:
    live = make_live(ROOM)
    assert live.plate.report() == {}
    live.show_until(ROOM, lambda: live.plate.is_confirmed)
    report = live.plate.report()
    assert report["condition"] == "fresh"
    assert report["shift_px"] == 0.0
    assert report["stale"] == 0.0


def test_an_alpha_that_takes_the_empty_room_for_a_person_is_refused() -> None:
    live = Live(ROOM)
    everywhere = np.ones((SIZE.height, SIZE.width), np.float32)
    with closing(live.plate), pytest.raises(ModelError, match="takes the empty room for a person"):
        live.show(ROOM, everywhere)


def test_somebody_who_fills_the_picture_is_a_person() -> None:
    live = Live(ROOM)
    close_up = np.clip(255 - ROOM.astype(int) // 2, 0, 255).astype(np.uint8)
    close_up[:20] = ROOM[:20]  # a strip of clothes just like the wall
    with closing(live.plate):
        live.show(ROOM)
        with suppress(PlateMismatchError):
            live.show(close_up, np.ones((SIZE.height, SIZE.width), np.float32))
