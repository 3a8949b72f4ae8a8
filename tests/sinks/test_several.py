from pathlib import Path

import pytest

from matting_rt.errors import SinkError, SinkExistsError
from matting_rt.sinks.base import Picture
from matting_rt.sinks.several import SeveralSinks
from matting_rt.sinks.video_file import VideoFileSink
from tests.sinks.frames import matted_frame, stream_info


def test_when_one_cannot_open_none_leaves_anything(tmp_path: Path) -> None:
    (tmp_path / "alpha.mp4").write_text("there already")
    sinks = [VideoFileSink(tmp_path / "com.mp4"), VideoFileSink(tmp_path / "alpha.mp4", picture=Picture.ALPHA)]
    with pytest.raises(SinkExistsError):
        SeveralSinks(sinks).open(stream_info())
    assert [file.name for file in tmp_path.iterdir()] == ["alpha.mp4"]


def test_when_one_cannot_finish_the_later_ones_leave_nothing(tmp_path: Path) -> None:
    several = SeveralSinks([VideoFileSink(tmp_path / "a.mp4"), VideoFileSink(tmp_path / "b.mp4")])
    several.open(stream_info())
    several.write(matted_frame())
    (tmp_path / "a.mp4").mkdir()  # A directory has taken the name: the rename fails.
    with pytest.raises(SinkError):
        several.finish()
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4"]
