from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import cv2
import numpy as np
import pytest

from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.plate import capture as capture_module
from matting_rt.plate.capture import CaptureMessage, CaptureMode, CaptureState, PlateCapture
from tests.plate.scenes import expose, paint_room, paint_wall, put_person, to_levels

SIZE = FrameSize(320, 180)
ROOM = paint_room(1, SIZE)
RATE_FPS = 15
RNG = np.random.default_rng(1)
GRAIN = RNG.normal(0, 1, (450, 650, 3)).astype(np.float32)
"""Each frame is given a part of it, elsewhere each time."""


def put_body(image: Image, left: int, width: int = 50, top: int = 40) -> Image:
    """Somebody in a checked shirt, whose left side is at `left`; outside of the picture, nothing is seen of them."""
    body = image.copy()
    rows = np.arange(image.shape[0] - top)[:, None, None]
    inside = slice(max(left, 0), max(left + width, 0))
    body[top:, inside] = 50 + 60 * (rows // 7 % 2)
    return body


def stream(pictures: Iterable[Image], noise: float = 2.0, start_s: float = 0.0) -> Iterator[Frame]:
    """Frames with fresh noise, at a camera's rate."""
    for index, picture in enumerate(pictures):
        x, y = RNG.integers(0, 200, 2)
        grain = GRAIN[y : y + picture.shape[0], x : x + picture.shape[1]]
        yield Frame(to_levels(picture + noise * grain), index, round(start_s * RATE_FPS) + index, Fraction(1, RATE_FPS))


def feed(capture: PlateCapture, frames: Iterable[Frame]) -> list[str]:
    """Feed until it is over; every message there was, without repetitions."""
    messages = [capture.progress.message]
    for frame in frames:
        message = capture.feed(frame).message
        if message != messages[-1]:
            messages.append(message)
        if capture.is_over:
            break
    return messages


def error_levels(capture: PlateCapture, truth: Image) -> float:
    assert capture.captured is not None, capture.progress.message
    return float(np.abs(capture.captured.plate.image.astype(int) - truth).mean())


@pytest.mark.parametrize("room", [ROOM, paint_wall(SIZE)], ids=["room", "bare wall"])
def test_a_still_room_is_taken_at_the_first_attempt_with_less_noise_than_a_frame(room: Image) -> None:
    capture = PlateCapture(frame_count=30)
    feed(capture, stream([room] * 30, noise=4.0))
    assert capture.progress.state is CaptureState.DONE
    assert capture.progress.message == "The plate is taken."
    assert error_levels(capture, room) < 1.0  # a frame: 3.2
    assert capture.captured is not None
    assert capture.captured.attempts == 1
    assert capture.captured.problems == ()


@pytest.mark.parametrize("noise", [1.0, 2.5, 6.0])
def test_the_noise_is_measured(noise: float) -> None:
    capture = PlateCapture()
    feed(capture, stream([ROOM] * 30, noise=noise))
    assert capture.captured is not None
    assert capture.captured.noise_levels == pytest.approx(noise, rel=0.1)


def test_somebody_who_walks_through_is_not_in_the_plate_and_is_told_to_keep_out() -> None:
    walk = [put_body(ROOM, left) for left in range(-50, 321, 12)]
    capture = PlateCapture(frame_count=20)
    messages = feed(capture, stream([ROOM] * 10 + walk + [ROOM] * 40))
    assert CaptureMessage.MOVED_WAIT.value in messages
    assert capture.progress.state is CaptureState.DONE
    assert capture.progress.attempt == 2
    assert error_levels(capture, ROOM) < 1.0


@pytest.mark.parametrize("place", [(60, 90, 150, 175), (150, 180, 40, 64)], ids=["low", "high"])
def test_a_hand_at_rest_for_some_frames_is_noticed(place: tuple[int, int, int, int]) -> None:
    top, bottom, left, right = place
    hand = ROOM.copy()
    hand[top:bottom, left:right] = (200, 150, 120)
    capture = PlateCapture(frame_count=20, attempts=1)
    assert feed(capture, stream([ROOM] * 10 + [hand] * 10))[-1] == CaptureMessage.MOVED.value
    assert capture.progress.state is CaptureState.FAILED
    assert capture.captured is None


def test_a_door_that_opens_slowly_is_noticed() -> None:
    pictures = []
    for number in range(30):
        picture = ROOM.copy()
        picture[20:170, 200 : 200 + number] = (40, 42, 45)
        pictures.append(picture)
    capture = PlateCapture(attempts=1)
    assert feed(capture, stream(pictures))[-1] == CaptureMessage.MOVED.value


def test_light_that_drifts_slowly_is_no_movement() -> None:
    capture = PlateCapture(frame_count=30)
    gains = np.linspace(1.0, 0.92, 30)
    feed(capture, stream([expose(ROOM, (gain, gain, 0.98 * gain), noise=0) for gain in gains]))
    assert capture.progress.state is CaptureState.DONE
    assert capture.progress.attempt == 1
    assert error_levels(capture, expose(ROOM, (0.96, 0.96, 0.94), noise=0)) < 1.5


def test_a_lamp_that_is_switched_is_noticed() -> None:
    darker = expose(ROOM, (0.7, 0.7, 0.7), noise=0)
    capture = PlateCapture(attempts=1)
    assert feed(capture, stream([ROOM] * 15 + [darker] * 15))[-1] == CaptureMessage.LIGHT.value


def test_lamps_that_flicker_are_no_movement_and_no_noise() -> None:
    flicker = [expose(ROOM, (gain, gain, gain), noise=0) for gain in 1 + 0.03 * np.sin(np.arange(30) * 2.1)]
    capture = PlateCapture()
    feed(capture, stream(flicker, noise=2.0))
    assert capture.captured is not None
    assert capture.captured.noise_levels == pytest.approx(2.0, rel=0.2)


def test_it_is_given_up_after_the_last_attempt() -> None:
    swaying = [put_body(ROOM, 100 + (12 if number // 12 % 2 else 0)) for number in range(200)]
    capture = PlateCapture(frame_count=20, attempts=3)
    messages = feed(capture, stream(swaying))
    assert capture.progress.state is CaptureState.FAILED
    assert capture.progress.attempt == 3
    assert messages[-1] == CaptureMessage.MOVED.value
    assert capture.feed(next(stream([ROOM]))) is capture.progress


def test_a_picture_that_never_rests_is_given_up_in_time() -> None:
    walking = (put_body(ROOM, 20 + 9 * number % 200) for number in range(1000))
    capture = PlateCapture(frame_count=20, patience_s=3)
    frames = stream([*[ROOM] * 5, *[next(walking) for _ in range(100)]])
    assert feed(capture, frames)[-1] == CaptureMessage.RESTLESS.value
    assert next(frames).time_s < 5


def test_automatic_mode_takes_the_plate_only_after_the_person_has_left() -> None:
    sitting = [put_person(ROOM, 0.3)[0]] * 60
    leaving = [put_body(ROOM, left, width=90) for left in range(110, 321, 10)]
    capture = PlateCapture(CaptureMode.WHEN_LEFT, frame_count=20)
    messages = feed(capture, stream(sitting))
    assert messages == [CaptureMessage.LEAVE.value]
    messages = feed(capture, stream(leaving, start_s=4.0))
    assert capture.progress.state is CaptureState.WAITING
    left_s = 4.0 + len(leaving) / RATE_FPS
    times = []
    for frame in stream([ROOM] * 100, start_s=left_s):
        if capture.feed(frame).state is CaptureState.CAPTURING:
            times.append(frame.time_s)
        if capture.is_over:
            break
    assert times[0] == pytest.approx(left_s + 2.0, abs=0.2)
    assert error_levels(capture, ROOM) < 1.0


def test_automatic_mode_begins_again_when_somebody_comes_back() -> None:
    person = put_person(ROOM, 0.3)[0]
    pictures = [person] * 30 + [ROOM] * 35 + [put_body(ROOM, 10)] * 20 + [ROOM] * 60
    capture = PlateCapture(CaptureMode.WHEN_LEFT, frame_count=30)
    messages = feed(capture, stream(pictures))
    assert CaptureMessage.MOVED_WAIT.value in messages
    assert error_levels(capture, ROOM) < 1.0


def test_automatic_mode_says_when_nobody_has_left() -> None:
    capture = PlateCapture(CaptureMode.WHEN_LEFT, patience_s=3)
    assert feed(capture, stream([ROOM] * 100))[-1] == CaptureMessage.NOBODY_LEFT.value


def test_automatic_mode_is_not_misled_by_a_camera_that_starts_black_or_by_its_exposure() -> None:
    person = put_person(ROOM, 0.3)[0]
    warm_up = [np.zeros_like(ROOM)] * 3 + [expose(person, (g, g, g), noise=0) for g in np.linspace(0.4, 1, 10)]
    capture = PlateCapture(CaptureMode.WHEN_LEFT, patience_s=5)
    assert feed(capture, stream([*warm_up, *[person] * 100]))[-1] == CaptureMessage.NOBODY_LEFT.value


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (np.zeros_like(ROOM), "is black; switch on the light"),
        (np.full_like(ROOM, 255), "is of one colour"),
    ],
)
def test_what_cannot_be_a_plate_fails_with_the_reason(room: Image, words: str) -> None:
    capture = PlateCapture(frame_count=5, name="the new plate")
    assert words in feed(capture, stream([room] * 5, noise=0))[-1]
    assert capture.progress.state is CaptureState.FAILED


def test_a_poor_plate_is_taken_with_its_problems() -> None:
    capture = PlateCapture(frame_count=5)
    feed(capture, stream([expose(ROOM, (0.15, 0.15, 0.15), noise=0)] * 5))
    assert capture.captured is not None
    assert "dark" in capture.captured.problems[0]


def test_a_camera_that_changes_its_size_begins_again() -> None:
    larger = paint_room(1, FrameSize(400, 225))
    capture = PlateCapture(frame_count=10)
    messages = feed(capture, stream([ROOM] * 5 + [larger] * 30))
    assert CaptureMessage.SIZE_WAIT.value in messages
    assert capture.captured is not None
    assert capture.captured.plate.size == (400, 225)


def test_a_change_of_size_at_the_last_attempt_ends_it() -> None:
    capture = PlateCapture(frame_count=10, attempts=1)
    feed(capture, stream([ROOM] * 5 + [paint_room(1, FrameSize(400, 225))] * 30))
    assert capture.progress.state is CaptureState.FAILED
    assert capture.progress.message == CaptureMessage.SIZE.value


def test_large_pictures_are_thinned_out_to_bound_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    median: Callable[[list[Image]], Image] = capture_module.temporal_median

    def count(images: list[Image]) -> Image:
        held.append(len(images))
        return median(images)

    monkeypatch.setattr(capture_module, "_LIMIT_BYTES", 12 * ROOM.nbytes)
    monkeypatch.setattr(capture_module, "temporal_median", count)
    capture = PlateCapture(frame_count=30)
    feed(capture, stream([ROOM] * 30))
    assert held == [10]
    assert error_levels(capture, ROOM) < 1.0


def find_body(image: Image) -> FloatMap:
    """The person map, as small as that of the network."""
    differs = np.abs(image.astype(int) - ROOM).max(-1) > 25
    columns = np.flatnonzero(differs[40:].mean(0) > 0.4)
    body = np.zeros(image.shape[:2], np.float32)
    if len(columns):
        body[40:, columns.min() : columns.max() + 1] = 1
    return cv2.resize(body, (256, 144), interpolation=cv2.INTER_AREA)


def test_somebody_may_stay_in_the_picture_and_the_plate_is_not_known_where_they_were() -> None:
    capture = PlateCapture(frame_count=20, find_people=find_body)
    feed(capture, stream([put_body(ROOM, 100 + 6 * (index % 5)) for index in range(30)]))
    captured = capture.captured
    assert captured is not None, capture.progress.message
    assert captured.attempts == 1
    known = captured.plate.known
    assert known is not None
    assert not known[40:, 100:174].any()
    assert known[:, :85].all()
    assert known[:, 190:].all()
    assert np.abs(captured.plate.image.astype(int) - ROOM)[known].mean() < 1.0
    assert "known only in part" in captured.problems[0]


def test_an_empty_room_in_which_people_are_looked_for_is_known_everywhere() -> None:
    capture = PlateCapture(frame_count=20, find_people=find_body)
    feed(capture, stream([ROOM] * 20))
    assert capture.captured is not None
    assert capture.captured.plate.known is None
    assert capture.captured.problems == ()


def test_the_room_that_moves_is_noticed_though_people_may_move() -> None:
    door = ROOM.copy()
    door[20:150, 260:310] = 40
    capture = PlateCapture(frame_count=20, attempts=1, find_people=lambda image: find_body(image) * 0)
    assert feed(capture, stream([ROOM] * 10 + [door] * 10))[-1] == CaptureMessage.MOVED.value


def test_where_somebody_was_before_the_frames_that_count_does_not_matter() -> None:
    dim = [to_levels(put_body(ROOM, 100) * 0.7)] * 5
    walks_out = [put_body(ROOM, left) for left in range(100, 330, 46)]
    capture = PlateCapture(
        frame_count=20, find_people=lambda image: find_body(image if image.mean() > 100 else to_levels(image / 0.7))
    )
    feed(capture, stream([put_body(ROOM, 100)] * 5 + dim + walks_out + [ROOM] * 60))
    captured = capture.captured
    assert captured is not None, capture.progress.message
    assert captured.attempts > 1
    assert captured.plate.known is None
    assert captured.problems == ()
