"""What `matting-rt control` does to the live video of a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matting_rt import LiveSession, open_live
from matting_rt.config import BackdropConfig, CameraConfig, Config, LiveConfig, Quality
from matting_rt.errors import SinkError, SinkFullError, UsageError
from matting_rt.live import output_kinds, parts, session, session_commands
from matting_rt.live.recording import Recording
from matting_rt.live.session_commands import SessionCommands
from matting_rt.plate.store import Plate
from matting_rt.sinks.video_file import VideoFileSink
from tests.engines import Difference
from tests.live.session_fakes import ROOM, SIZE, Camera, Screen, wait_until


@pytest.fixture
def opened() -> list[str]:
    """The outputs that were opened."""
    return []


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, opened: list[str], tmp_path: Path) -> Iterator[LiveSession]:
    def build_sink(output: str, overwrite: bool = False) -> Screen:
        opened.append(output)
        return Screen()

    monkeypatch.setattr(parts, "build_live_source", lambda name, config: Camera())
    monkeypatch.setattr(parts, "build_engine_of_rung", lambda *arguments: Difference())
    monkeypatch.setattr(output_kinds, "build_live_sink", build_sink)
    monkeypatch.setattr(session, "user_videos_folder", lambda: tmp_path)
    config = Config(
        backdrop=BackdropConfig("#00a000"),
        camera=CameraConfig(SIZE.width, SIZE.height, rate_fps=60),
        live=LiveConfig(output="window", quality=Quality.BEST),
    )
    with open_live(config, "camera", Plate(ROOM)) as found:
        yield found


def test_the_output_is_stopped_and_started_again_as_it_was(live: LiveSession, opened: list[str]) -> None:
    commands = SessionCommands(live)
    with pytest.raises(UsageError, match="others see the output already"):
        commands.start_output()
    assert commands.stop_output() == "nobody sees the output any more"
    assert live.config.live.output == "null"
    with pytest.raises(UsageError, match="nobody sees the output"):
        commands.stop_output()
    assert commands.start_output() == "others see the output"
    assert live.config.live.output == "window"
    assert opened == ["window", "null", "window"]


def test_a_recording_and_a_picture_go_into_the_folder_of_recordings(live: LiveSession, tmp_path: Path) -> None:
    commands = SessionCommands(live)
    with pytest.raises(UsageError, match="nothing is being recorded"):
        commands.toggle_recording_pause()
    assert commands.toggle_recording().startswith(f"recording to {tmp_path}")
    assert commands.toggle_recording_pause() == "the recording is paused"
    assert commands.toggle_recording_pause() == "recording again"
    wait_until(lambda: live.recording is not None and live.recording.duration_s > 0)
    assert commands.toggle_recording().startswith(f"the recording is saved: {tmp_path}")
    assert commands.take_still().startswith(f"saved {tmp_path}")
    assert {path.suffix for path in tmp_path.iterdir()} >= {".mp4", ".png"}


def test_a_recording_that_ends_before_a_picture_came_is_not_called_saved(
    live: LiveSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recording, "put", lambda recording, frame: None)  # as if it came too late
    commands = SessionCommands(live)
    commands.toggle_recording()
    assert commands.toggle_recording() == "nothing was recorded"
    assert not list(tmp_path.iterdir())


def test_a_recording_that_cannot_be_finished_is_not_called_saved(
    live: LiveSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(VideoFileSink):
        def finish(self) -> None:
            raise SinkFullError("the disk is full")

    monkeypatch.setattr(parts, "build_recording", lambda path, overwrite, has_sound: Full(path, is_live=True))
    commands = SessionCommands(live)
    commands.toggle_recording()
    wait_until(lambda: live.recording is not None and live.recording.duration_s > 0)
    with pytest.raises(SinkError, match="the recording has ended: the disk is full"):
        commands.toggle_recording()


def test_what_comes_within_one_second_has_a_name_of_its_own(
    live: LiveSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_commands, "dated_name", lambda suffix: f"now{suffix}")
    commands = SessionCommands(live)
    for name in ("now.mp4", "now-2.mp4", "now-3.mp4"):
        assert commands.toggle_recording() == f"recording to {tmp_path / name}"
        wait_until(lambda: live.recording is not None and live.recording.duration_s > 0)
        assert commands.toggle_recording() == f"the recording is saved: {tmp_path / name}"
    assert [commands.take_still() for _ in range(2)] == [
        f"saved {tmp_path / name}" for name in ("now.png", "now-2.png")
    ]
    assert len(list(tmp_path.iterdir())) == 5
