"""Capturing a plate while live video runs, from frames that come as fast as they are taken."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import numpy as np
import pytest

from matting_rt.frame import FloatMap, Frame, FrameSize, Image, StreamInfo
from matting_rt.live import plate_capture
from matting_rt.live.plate_capture import LiveCaptureProgress, LivePlateCapture, empty_scene_of
from matting_rt.plate.capture import CapturedPlate, CaptureMessage, CaptureState
from matting_rt.plate.store import forget_people
from matting_rt.sources.base import LiveSource
from tests.plate.scenes import paint_room, put_person

SIZE = FrameSize(320, 180)
ROOM = paint_room(1, SIZE)
PERSON, PERSON_MAP = put_person(ROOM, 0.3)
RATE_FPS = 15


class Camera(LiveSource):
    """Says what a camera would say; its frames are fed by the tests."""

    name = stable_id = "usb-camera-7"

    def __init__(self) -> None:
        self.held = True
        self.scene: Image | None = None

    def open(self) -> None:
        """Nothing to open."""

    @property
    def info(self) -> StreamInfo:
        return StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), None)

    def __iter__(self) -> Iterator[Frame]:
        return iter(())

    def close(self) -> None:
        """Nothing to close."""

    @property
    def is_held(self) -> bool:
        return self.held

    def empty_scene(self) -> Image | None:
        return self.scene

    def controls(self) -> dict[str, int]:
        return {"exposure_time_absolute": 156}


class Capture:
    """A capture of a plate, and what came of it."""

    def __init__(
        self,
        delay_s: float = 0.0,
        automatic: bool = False,
        find_people: Callable[[Image], FloatMap] | None = None,
    ) -> None:
        self.camera = Camera()
        self.taken: list[CapturedPlate] = []
        self.notices: list[str] = []
        self._capture = LivePlateCapture(
            self.camera, self.taken.append, self.notices.append, delay_s, automatic, find_people
        )
        self._index = 0

    @property
    def progress(self) -> LiveCaptureProgress:
        return self._capture.progress

    def show(self, pictures: Iterable[Image]) -> bool:
        """Until it is over; whether it is."""
        for picture in pictures:
            goes_on = self._capture.feed(Frame(picture, self._index, self._index, Fraction(1, RATE_FPS)))
            self._index += 1
            if not goes_on:
                return True
        return False


def lasting(picture: Image, seconds: float) -> list[Image]:
    return [picture] * round(seconds * RATE_FPS)


def moving(seconds: float) -> list[Image]:
    """Somebody walks about."""
    return [np.roll(PERSON, 37 * (step + 1), axis=1) for step in range(round(seconds * RATE_FPS))]


def test_a_plate_is_taken_after_a_countdown_with_what_is_known_of_the_camera() -> None:
    capture = Capture(delay_s=2.0)
    assert not capture.show(moving(2.0))
    assert capture.notices == ["Step out of the picture: 2", "Step out of the picture: 1"]
    assert capture.progress.countdown_s == 1
    assert not capture.show(lasting(ROOM, 1.0))
    assert capture.progress.state is CaptureState.CAPTURING
    assert 0 < capture.progress.share < 1
    assert capture.show(lasting(ROOM, 2.0))
    assert capture.progress.state is CaptureState.DONE
    plate = capture.taken[0].plate
    np.testing.assert_array_equal(plate.image, ROOM)
    assert plate.metadata is not None
    assert plate.metadata.camera_id == "usb-camera-7"
    assert plate.metadata.size == SIZE
    assert plate.metadata.controls == {"exposure_time_absolute": 156}


def test_nothing_is_taken_before_the_camera_holds_its_exposure() -> None:
    capture = Capture()
    capture.camera.held = False
    assert not capture.show(lasting(ROOM, 5.0))
    assert capture.notices == []
    capture.camera.held = True
    assert capture.show(lasting(ROOM, 2.0))


def test_somebody_who_leaves_when_patience_runs_out_has_left_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plate_capture, "_PATIENCE_S", 4.0)
    capture = Capture(automatic=True)
    assert not capture.show(lasting(PERSON, 3.0))
    assert capture.show([*moving(1.5), *lasting(ROOM, 4.5)])
    np.testing.assert_array_equal(capture.taken[0].plate.image, ROOM)


def test_somebody_who_does_not_leave_is_told_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plate_capture, "_PATIENCE_S", 4.0)
    capture = Capture(automatic=True)
    capture.show(lasting(PERSON, 5.0))
    assert capture.notices == [CaptureMessage.LEAVE.value, CaptureMessage.NOBODY_LEFT.value]


def test_what_was_refused_stays_said_until_something_can_be_done_and_is_tried_again_by_itself() -> None:
    capture = Capture(automatic=True)
    leaving = [*lasting(PERSON, 3.0), *moving(1.5), *lasting(ROOM, 6.0)]
    assert not capture.show(np.ascontiguousarray(picture[::4, ::4]) for picture in leaving)
    assert capture.progress.state is CaptureState.WAITING
    assert "its short side must be 64 or more" in capture.progress.message
    assert capture.progress.message.endswith("It is tried again once that has changed.")
    assert capture.show(leaving)
    np.testing.assert_array_equal(capture.taken[0].plate.image, ROOM)


def test_a_scene_that_is_known_without_its_person_is_taken_when_the_countdown_is_over() -> None:
    capture = Capture(delay_s=2.0)
    capture.camera.scene = ROOM
    assert not capture.show(lasting(PERSON, 1.9))
    assert capture.progress.countdown_s == 1
    assert not capture.taken
    assert capture.show(lasting(PERSON, 1.0))
    assert capture.progress.state is CaptureState.DONE
    np.testing.assert_array_equal(capture.taken[0].plate.image, ROOM)


def find_person(image: Image) -> FloatMap:
    return PERSON_MAP if np.array_equal(image, PERSON) else np.zeros_like(PERSON_MAP)


def test_somebody_who_stays_leaves_a_part_of_the_plate_unknown_and_is_told_so() -> None:
    capture = Capture(find_people=find_person)
    assert capture.show(lasting(PERSON, 3.0))
    plate = capture.taken[0].plate
    assert plate.known is not None
    assert not plate.known[PERSON_MAP > 0].any()
    assert plate.known[:, :90].all()
    assert any("known only in part" in notice for notice in capture.notices)


def test_where_somebody_is_to_leave_nobody_is_looked_for() -> None:
    capture = Capture(automatic=True, find_people=lambda image: pytest.fail("asked"))
    assert capture.show([*lasting(PERSON, 3.0), *moving(1.5), *lasting(ROOM, 4.5)])
    assert capture.taken[0].plate.known is None


def test_what_looks_like_somebody_in_a_scene_that_is_known_to_be_empty_is_room() -> None:
    scene = Camera()
    scene.scene = ROOM
    empty = empty_scene_of(scene)
    assert empty is not None
    kept = forget_people(empty.plate, np.ones(ROOM.shape[:2], np.float32))
    assert kept.known is not None
    assert kept.known.all()
    assert empty_scene_of(Camera()) is None
