"""What becomes of pauses in a recording."""

import numpy as np
import pytest

from matting_rt.live.timeline import Timeline
from matting_rt.sound import SOUND_RATE_HZ, SoundBlock


def test_what_comes_after_a_pause_begins_where_it_began() -> None:
    timeline = Timeline()
    timeline.pause(10.0)
    timeline.pause(10.5)  # already
    assert timeline.is_paused
    assert (timeline.place(9.5), timeline.place(10.2), timeline.place(99.0)) == (9.5, None, None)
    timeline.resume(12.0)
    timeline.resume(13.0)
    assert not timeline.is_paused
    assert timeline.place(11.9) is None
    assert timeline.place(12.5) == 10.5
    timeline.pause(20.0)
    timeline.resume(21.0)
    assert timeline.place(21.0) == 18.0


def test_sound_is_cut_to_the_sample() -> None:
    timeline = Timeline()
    timeline.pause(10.0)
    timeline.resume(10.5)
    block = SoundBlock(np.arange(SOUND_RATE_HZ // 50 * 40, dtype=np.int32).astype(np.int16), 9.9)
    before, after = timeline.place_sound(block)
    assert len(before.samples) == SOUND_RATE_HZ // 10
    assert after.captured_s == pytest.approx(before.end_s)
    assert int(after.samples[0]) == SOUND_RATE_HZ * 6 // 10
    assert after.end_s == pytest.approx(block.end_s - 0.5)


def test_of_a_pause_that_goes_on_no_sound_is_left() -> None:
    timeline = Timeline()
    timeline.pause(10.0)
    parts = [*timeline.place_sound(SoundBlock(np.zeros(960, np.int16), 9.99))]
    assert [len(part.samples) for part in parts] == [480]
    assert [*timeline.place_sound(SoundBlock(np.zeros(960, np.int16), 11))] == []
