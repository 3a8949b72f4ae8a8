"""Recordings with sound: in step with the picture, without gaps, and never lost."""

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SinkError
from matting_rt.frame import LIVE_TIME_BASE, Frame, FrameSize, StreamInfo
from matting_rt.live import disk_room
from matting_rt.live import recording as recording_module
from matting_rt.live.hearing import Hearing
from matting_rt.live.recording import Recording
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sound import SOUND_RATE_HZ
from tests.live.fakes import Camera, Matting, make_pipeline, running, wait_until
from tests.live.sounds import HeardBeeps, brightness, durations_s, no_sound, read_sound

RATE_FPS = 30
PIECE = SOUND_RATE_HZ // 200
"""Samples of 5 ms ..."""
AGREES = 8
"""... of which so many are 40 ms."""


class FlashingCamera(Camera):
    """All white for the first fifth of each second, else black."""

    def __init__(self) -> None:
        super().__init__(rate_fps=RATE_FPS)

    def __iter__(self) -> Iterator[Frame]:
        for frame in super().__iter__():
            is_bright = is_loud(frame.time_s)
            yield Frame(np.full_like(frame.image, 255 * is_bright), frame.index, frame.pts, LIVE_TIME_BASE)


def is_loud(moment_s: float) -> bool:
    return moment_s % 1 < 0.2


class Filming(Matting):
    """Shows what the camera sees, late."""

    def __call__(self, frame: Frame) -> MattedFrame:
        time.sleep(self.takes_s)
        return MattedFrame(frame.image, None, None, frame.index, frame.pts, frame.time_base)


def open_recording(path: Path, troubles: list[str], microphone: HeardBeeps) -> Recording:
    sink = VideoFileSink(path, is_live=True, has_sound=True)
    sink.open(StreamInfo(FrameSize(64, 48), Fraction(RATE_FPS), LIVE_TIME_BASE, None))
    return Recording(sink, troubles.append, path, Hearing(microphone, troubles.append))


def has_recorded(recording: Recording, duration_s: float) -> None:
    wait_until(lambda: recording.progress.duration_s > duration_s, limit_s=20)


def test_a_flash_is_seen_when_its_beep_is_heard_however_long_the_picture_took(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    recording = open_recording(path, [], HeardBeeps(is_loud))
    with running(make_pipeline(FlashingCamera(), Filming(takes_s=0.12), recording=recording)):
        has_recorded(recording, 2.6)
    pictures = brightness(path)
    sound = read_sound(path)
    is_piece_loud = np.abs(sound[: sound.size // PIECE * PIECE]).reshape(-1, PIECE).max(axis=1) > 0.1
    assert {is_bright for _, is_bright in pictures} == {False, True}
    apart = [False]
    for shown_s, is_bright in pictures:
        place = round(shown_s * SOUND_RATE_HZ / PIECE)
        apart.append(is_bright not in is_piece_loud[max(0, place - AGREES) : place + AGREES])
    # a sound that comes late is apart from its picture wherever it begins or ends; once the machine may stand still
    begun = [pictures[index][0] for index in range(len(pictures)) if apart[index + 1] and not apart[index]]
    assert len(begun) < 2, begun


def test_a_pause_is_cut_out_of_picture_and_sound(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    paused: list[float] = []
    recording = open_recording(path, [], HeardBeeps(lambda moment_s: bool(paused) and not paused[1:]))
    with running(make_pipeline(FlashingCamera(), Filming(), recording=recording)):
        has_recorded(recording, 0.5)
        recording.pause(True)
        paused.append(time.perf_counter())
        assert recording.progress.is_paused
        time.sleep(0.8)
        length_s = recording.progress.duration_s
        recording.pause(False)
        paused.append(time.perf_counter())
        has_recorded(recording, length_s + 0.4)
        total_s = recording.progress.duration_s
    picture_s, sound_s = durations_s(path)
    assert picture_s == pytest.approx(total_s, abs=0.2)
    assert sound_s == pytest.approx(total_s, abs=0.2)
    # a block may reach a little over the moments of the pause
    assert (np.abs(read_sound(path)) > 0.1).mean() < 0.05


def test_a_microphone_that_is_pulled_out_leaves_silence_and_is_heard_again(tmp_path: Path) -> None:
    path, troubles = tmp_path / "clip.mp4", []
    is_out = False
    microphone = HeardBeeps(lambda moment_s: True, lambda: no_sound() if is_out else None)
    recording = open_recording(path, troubles, microphone)
    with running(make_pipeline(FlashingCamera(), Filming(), recording=recording)):
        has_recorded(recording, 0.5)
        assert recording.progress.level
        is_out = True
        wait_until(lambda: bool(troubles))
        assert recording.progress.level == 0
        has_recorded(recording, recording.progress.duration_s + 1.2)
        is_out = False
        wait_until(lambda: len(troubles) == 2)
        has_recorded(recording, recording.progress.duration_s + 0.4)
    assert troubles == [
        "the recording goes on without sound: the microphone was pulled out",
        "the microphone is heard again",
    ]
    assert not microphone.is_open.is_set()
    picture_s, sound_s = durations_s(path)
    assert sound_s == pytest.approx(picture_s, abs=0.3)
    loud = np.abs(read_sound(path)) > 0.1
    assert loud[:4800].any()
    assert loud[-14400:].any()
    assert not loud[loud.size // 2 :][:4800].any()


def test_a_recording_with_a_microphone_that_was_never_there_has_silence_and_says_so_once(tmp_path: Path) -> None:
    path, troubles = tmp_path / "clip.mkv", []
    recording = open_recording(path, troubles, HeardBeeps(fault=no_sound))
    with running(make_pipeline(FlashingCamera(), Filming(), recording=recording)):
        has_recorded(recording, 2.5)
    assert len(troubles) == 1
    picture_s, sound_s = durations_s(path)
    assert 1.5 < sound_s <= picture_s + 0.1


def test_a_recording_is_told_to_be_short_of_room_and_ends_before_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = disk_room.SCARCE_BYTES - 1
    monkeypatch.setattr(recording_module, "free_bytes", lambda folder: free)
    monkeypatch.setattr(recording_module, "_WATCH_S", 0.05)
    path, troubles = tmp_path / "clip.mp4", []
    recording = open_recording(path, troubles, HeardBeeps())
    with running(make_pipeline(FlashingCamera(), Filming(), recording=recording)):
        wait_until(lambda: bool(troubles))
        has_recorded(recording, 0.4)
        free = disk_room.LEAST_BYTES - 1
        wait_until(lambda: recording.has_ended)
    assert [trouble[:11] for trouble in troubles] == ["only 999 MB", "the disk is"]
    assert durations_s(path)[0] > 0.3


def test_a_file_that_is_taken_away_ends_the_recording_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_module, "_WATCH_S", 0.05)
    path, troubles = tmp_path / "clip.mp4", []
    recording = open_recording(path, troubles, HeardBeeps())
    with running(make_pipeline(FlashingCamera(), Filming(), recording=recording)):
        has_recorded(recording, 0.2)
        path.unlink()
        wait_until(lambda: recording.has_ended)
    assert troubles == [f"the recording has ended: {path} is no longer there; record into another folder"]


def test_what_was_recorded_before_the_disk_was_full_stays(tmp_path: Path) -> None:
    class Full(VideoFileSink):
        def write(self, frame: MattedFrame) -> None:
            if frame.index > 20:
                raise SinkError("the disk is full")
            super().write(frame)

    path, troubles = tmp_path / "clip.mp4", []
    sink = Full(path, is_live=True, has_sound=True)
    sink.open(StreamInfo(FrameSize(64, 48), Fraction(RATE_FPS), LIVE_TIME_BASE, None))
    recording = Recording(sink, troubles.append, path, Hearing(HeardBeeps(), troubles.append))
    with running(make_pipeline(FlashingCamera(), Filming(), recording=recording)):
        wait_until(lambda: recording.has_ended)
    assert troubles == ["the recording has ended: the disk is full"]
    assert durations_s(path)[0] > 0.1
