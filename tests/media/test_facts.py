"""What a file says of itself; the files are made by the ffmpeg command line."""

import subprocess
from pathlib import Path

import pytest

from matting_rt.media.facts import UNTAGGED, read_facts

pytestmark = pytest.mark.ffmpeg


def make(path: Path, *arguments: str) -> Path:
    video = ("-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=1", "-f", "lavfi", "-i", "sine=440:d=1")
    subprocess.run(["ffmpeg", "-v", "error", *video, *arguments, str(path)], check=True)
    return path


def test_colours_and_sound_are_read_as_the_file_has_them(tmp_path: Path) -> None:
    colours = ("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc")
    path = make(
        tmp_path / "a.mkv",
        *("-c:v", "libx264", "-pix_fmt", "yuv420p", *colours, "-color_range", "tv"),
        *("-c:a", "aac", "-metadata:s:a:0", "language=fin"),
    )
    facts = read_facts(path)
    assert facts["video"] == {
        **{"codec": "h264", "pixel_format": "yuv420p", "size": "96x64", "rate_fps": 25.0},
        **{"primaries": "BT.2020", "transfer": "HLG (HDR)", "matrix": "BT.2020", "range": "limited"},
    }
    assert facts["audio"] == [{"codec": "aac", "rate_hz": 44100, "channels": "mono", "language": "fin"}]


def test_a_file_without_tags_says_so(tmp_path: Path) -> None:
    video = read_facts(make(tmp_path / "a.avi", "-c:v", "mpeg4", "-an"))["video"]
    assert {video[key] for key in ("primaries", "transfer", "matrix")} == {UNTAGGED}
