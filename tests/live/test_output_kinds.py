"""An output is read once, by the rows of one table, and everybody asks what was read."""

from pathlib import Path

import pytest

from matting_rt import open_live
from matting_rt.cli.__main__ import main
from matting_rt.config import CameraConfig, Config, LiveConfig, Quality
from matting_rt.errors import ConfigError, SinkExistsError, UsageError
from matting_rt.live import output_kinds
from matting_rt.live.output_kinds import OUTPUT_KINDS, OutputKind, build_live_sink, parse_output
from matting_rt.sinks.base import FrameSink
from matting_rt.sinks.null import NullSink
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sinks.virtual_camera import VirtualCameraSink
from matting_rt.sinks.window import WindowSink
from tests.live.session_fakes import SIZE, Camera, Screen, wait_until
from tests.sinks.frames import matted_frame, stream_info, write_all


@pytest.mark.parametrize(
    ("text", "form", "argument"),
    [
        ("virtual", "virtual", None),
        ("/dev/video10", "/dev/videoN", "/dev/video10"),
        ("pyvirtualcam", "pyvirtualcam[:DEVICE]", None),
        ("pyvirtualcam:OBS Virtual Camera", "pyvirtualcam[:DEVICE]", "OBS Virtual Camera"),
        ("window", "window", None),
        ("null", "null", None),
        ("window:2", "FILE", "window:2"),
        ("me.mp4", "FILE", "me.mp4"),
    ],
)
def test_an_output_is_a_word_a_device_or_else_a_file(text: str, form: str, argument: str | None) -> None:
    spec = parse_output(text)
    assert (spec.kind.form, spec.argument) == (form, argument)
    assert spec.path == (Path(text) if form == "FILE" else None)


def test_a_file_may_lie_in_the_home_folder() -> None:
    assert parse_output("~/me.mp4").path == Path.home() / "me.mp4"


def test_a_file_of_nobody_is_refused() -> None:
    with pytest.raises(UsageError, match=r"~nobody-here/me\.mp4 names the home folder"):
        parse_output("~nobody-here/me.mp4")


def test_a_new_kind_of_output_is_one_row(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    screens: dict[str | None, Screen] = {}

    def build(argument: str | None, overwrite: bool) -> FrameSink:
        return screens.setdefault(argument, Screen())

    row = OutputKind("stream:ADDRESS", "a stream on the network", "stream:(.*)", build)
    monkeypatch.setattr(output_kinds, "OUTPUT_KINDS", (row, *OUTPUT_KINDS))
    config = Config(
        camera=CameraConfig(SIZE.width, SIZE.height), live=LiveConfig("stream:there", Quality.BEST, mirror_output=True)
    )
    with open_live(config, Camera()) as session:
        wait_until(lambda: len(screens["there"].pictures) > 1)
        session.set_output("stream:elsewhere")
        wait_until(lambda: len(screens["elsewhere"].pictures) > 1)
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit):
        main(["live", "--help"])
    assert "stream:ADDRESS          a stream on the network" in capsys.readouterr().out


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
    path = tmp_path / "talk.mp4"
    path.write_text("old")
    with pytest.raises(SinkExistsError):
        build_live_sink(str(path)).open(stream_info())
    write_all(build_live_sink(str(path), overwrite=True), [matted_frame(0), matted_frame(1)])
    assert path.stat().st_size > 3
