"""A part of a video: the same frames that a reading of the whole of it gives there."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import ConfigError
from matting_rt.frame import Frame, TimeRange
from matting_rt.sources.video_file import VideoFileSource

pytestmark = pytest.mark.ffmpeg


def make(path: Path, *options: str) -> Path:
    video = ("-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=6", "-f", "lavfi", "-i", "sine=440:d=6")
    h264 = ("-c:v", "libx264", "-g", "50", "-bf", "3", "-x264-params", "open-gop=1", "-c:a", "aac")
    subprocess.run(["ffmpeg", "-v", "error", *video, *h264, *options, str(path)], check=True)
    return path


def read(path: Path, start_s: float | None = None, end_s: float | None = None) -> list[Frame]:
    with VideoFileSource(path, part=TimeRange(start_s, end_s)) as source:
        return list(source)


def start_of(path: Path) -> float:
    """When the earliest of a file's streams starts."""
    line = ["ffprobe", "-v", "error", "-show_entries", "format=start_time", "-of", "csv=p=0", str(path)]
    return float(subprocess.run(line, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts", "a.avi"])
@pytest.mark.parametrize(("start_s", "end_s"), [(None, 0.1), (2.0, 2.4), (3.33, 5.0), (5.9, None), (1.0, 60.0)])
def test_a_part_has_the_frames_of_the_whole(
    tmp_path: Path, name: str, start_s: float | None, end_s: float | None
) -> None:
    path = make(tmp_path / name, *(("-c:v", "mpeg4", "-bf", "0") if name == "a.avi" else ()))
    began_s = start_of(path) - 1e-3
    wanted = [
        frame
        for frame in read(path)
        if (start_s or 0) <= frame.time_s - began_s and frame.time_s - began_s < (end_s or 99)
    ]
    got = read(path, start_s, end_s)
    assert [frame.time_s for frame in got] == pytest.approx([frame.time_s for frame in wanted], abs=1e-3)
    assert [frame.index for frame in got] == list(range(len(got)))
    for one, other in zip(got, wanted, strict=True):
        np.testing.assert_array_equal(one.image, other.image)


def test_a_part_is_counted_and_lacks_nothing_at_its_end(tmp_path: Path) -> None:
    with VideoFileSource(make(tmp_path / "a.mkv"), part=TimeRange(1, 3), is_strict=True) as source:
        assert source.info.frame_count == len(list(source)) == 50
        assert source.shortfall is None
        assert source.losses == {"missing": 0, "damaged": 0}


def test_a_part_of_a_file_that_starts_late_is_counted_from_its_start(tmp_path: Path) -> None:
    make(tmp_path / "a.mkv")
    late = tmp_path / "late.mkv"
    shift = ("-itsoffset", "5", "-i", str(tmp_path / "a.mkv"), "-c", "copy", str(late))
    subprocess.run(["ffmpeg", "-v", "error", *shift], check=True)
    (first, *_) = read(late, 2)
    np.testing.assert_array_equal(first.image, read(tmp_path / "a.mkv")[50].image)


def test_a_part_behind_the_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no frame at 7 s or later"):
        VideoFileSource(make(tmp_path / "a.mkv"), part=TimeRange(7)).open()
