import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SinkExistsError, SinkFullError
from matting_rt.outputs import ALPHA
from matting_rt.sinks.multi_sink import MultiSink
from matting_rt.sinks.video_file import VideoFileSink
from tests.disk import file_size_limit
from tests.sinks.frames import matted_frame, stream_info


def test_when_one_cannot_open_none_leaves_anything(tmp_path: Path) -> None:
    (tmp_path / "alpha.mp4").write_text("there already")
    sinks = [VideoFileSink(tmp_path / "com.mp4"), VideoFileSink(tmp_path / "alpha.mp4", output=ALPHA)]
    with pytest.raises(SinkExistsError):
        MultiSink(sinks).open(stream_info())
    assert [file.name for file in tmp_path.iterdir()] == ["alpha.mp4"]


@pytest.mark.parametrize("taken", ["a.mp4", "b.mp4"])
def test_when_one_cannot_finish_none_is_published(tmp_path: Path, taken: str) -> None:
    several = MultiSink([VideoFileSink(tmp_path / "a.mp4"), VideoFileSink(tmp_path / "b.mp4")])
    several.open(stream_info())
    several.write(matted_frame())
    (tmp_path / taken).mkdir()
    with pytest.raises(SinkExistsError):
        several.finish()
    assert [file.name for file in tmp_path.iterdir()] == [taken]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
@pytest.mark.parametrize("nested", [False, True])
def test_a_disk_that_fills_up_at_the_end_leaves_what_was_there(tmp_path: Path, nested: bool) -> None:
    (tmp_path / "small.mp4").write_text("precious")
    small = VideoFileSink(tmp_path / "small.mp4", output=ALPHA, overwrite=True)
    large = VideoFileSink(tmp_path / "large.mp4")
    several = MultiSink([MultiSink([small]), large] if nested else [small, large])
    noise = np.random.default_rng(0).integers(0, 255, (64, 96, 3), dtype=np.uint8)
    several.open(stream_info())
    with file_size_limit(6000):
        for index in range(4):  # x264 keeps them all to itself until it is flushed
            several.write(replace(matted_frame(index), composite=noise))
        with pytest.raises(SinkFullError, match=r"large\.mp4"):
            several.finish()
    assert [file.name for file in tmp_path.iterdir()] == ["small.mp4"]
    assert (tmp_path / "small.mp4").read_text() == "precious"
