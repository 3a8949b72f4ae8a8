"""Which names choose which output of live video; nothing is opened."""

from pathlib import Path

import pytest

from matting_rt.build_live import build_live_sink
from matting_rt.errors import ConfigError
from matting_rt.sinks.null import NullSink
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sinks.virtual_camera import VirtualCameraSink
from matting_rt.sinks.window import WindowSink


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("null", NullSink),
        ("window", WindowSink),
        ("virtual", VirtualCameraSink),
        ("/dev/video20", VirtualCameraSink),
        ("pyvirtualcam", VirtualCameraSink),
        ("pyvirtualcam:/dev/video20", VirtualCameraSink),
        ("talk.mp4", VideoFileSink),
        ("window.mkv", VideoFileSink),
    ],
)
def test_a_name_chooses_the_live_output(output: str, kind: type) -> None:
    assert type(build_live_sink(output)) is kind


@pytest.mark.parametrize(
    ("output", "name"),
    [
        ("/dev/video20", "/dev/video20"),
        ("pyvirtualcam:/dev/video21", "/dev/video21"),
        ("pyvirtualcam:OBS Virtual Camera", "OBS Virtual Camera"),
        ("virtual", "the virtual camera"),
    ],
)
def test_the_device_is_the_one_that_was_named(output: str, name: str) -> None:
    sink = build_live_sink(output)
    assert isinstance(sink, VirtualCameraSink)
    assert sink.name == name


@pytest.mark.parametrize("output", ["virtul", "window:2", "null:", "talk.avi"])
def test_another_name_must_be_that_of_a_video(output: str) -> None:
    with pytest.raises(ConfigError, match=r"\.mp4"):
        build_live_sink(output)


def test_a_recording_that_exists_is_replaced_only_when_asked(tmp_path: Path) -> None:
    from matting_rt.errors import SinkExistsError
    from tests.sinks.frames import matted_frame, stream_info, write_all

    path = tmp_path / "talk.mp4"
    path.write_text("old")
    with pytest.raises(SinkExistsError):
        build_live_sink(str(path)).open(stream_info())
    write_all(build_live_sink(str(path), overwrite=True), [matted_frame(0), matted_frame(1)])
    assert path.stat().st_size > 3
