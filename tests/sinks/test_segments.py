import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SinkFullError
from matting_rt.sinks.base import SegmentPlace
from matting_rt.sinks.video_file import VideoFileSink
from tests.disk import file_size_limit
from tests.sinks.frames import matted_frame, stream_info


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
@pytest.mark.parametrize(
    ("limit_bytes", "count"), [(64, 1), (10_000, 8)], ids=["when it is closed", "while it is written"]
)
def test_a_disk_that_is_too_small_for_a_segment_is_told_as_such_and_tidied_up(
    tmp_path: Path, limit_bytes: int, count: int
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    chance = np.random.default_rng(0)
    sink = VideoFileSink(tmp_path / "out.mp4", segments=SegmentPlace(work))
    sink.open(stream_info())
    with file_size_limit(limit_bytes):
        for index in range(count):
            noise = chance.integers(0, 255 if count > 1 else 1, (64, 96, 3), dtype=np.uint8)
            sink.write(replace(matted_frame(index), composite=noise))
        with pytest.raises(SinkFullError, match=r"no room for .*out\.mp4"):
            sink.cut()
        sink.abort()
    sink.abort()
    assert [path for path in tmp_path.rglob("*") if path != work] == []
