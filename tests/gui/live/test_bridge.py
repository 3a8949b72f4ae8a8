"""Live video as the window has it, with the real engine and the painted scene."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from pytestqt.qtbot import QtBot

from gui.live.bridge import BridgeState, LiveBridge
from gui.panels.plate import PlatePanel
from matting_rt.config import BackdropConfig, Config, LiveConfig
from matting_rt.frame import FrameSize
from matting_rt.pipeline.preview import View

LIMIT_MS = 60_000


@pytest.fixture
def failures(bridge: LiveBridge) -> list[str]:
    lines: list[str] = []
    bridge.failed.connect(lines.append)
    return lines


def reach(qtbot: QtBot, bridge: LiveBridge, state: BridgeState) -> None:
    qtbot.waitUntil(lambda: bridge.state is state, timeout=LIMIT_MS)


def open_camera(qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config) -> None:
    bridge.start()
    bridge.open(camera, config)
    reach(qtbot, bridge, BridgeState.PREVIEWING)


def test_a_camera_gives_a_preview_that_nobody_else_sees_until_the_output_is_started(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, tmp_path: Path, failures: list[str]
) -> None:
    states: list[BridgeState] = []
    bridge.state_changed.connect(states.append)
    video = tmp_path / "out.mp4"
    open_camera(qtbot, bridge, camera, replace(config, live=LiveConfig(output=str(video))))
    assert states == [BridgeState.OPENING] * (len(states) - 1) + [BridgeState.PREVIEWING]
    assert not list(tmp_path.glob("*.mp4"))
    bridge.start_output()
    reach(qtbot, bridge, BridgeState.LIVE)
    qtbot.waitUntil(lambda: any(tmp_path.rglob("*.part*")) or video.exists(), timeout=LIMIT_MS)
    bridge.stop_output()
    reach(qtbot, bridge, BridgeState.PREVIEWING)
    assert video.stat().st_size > 0
    assert not failures


def test_the_preview_shows_what_is_asked_for(qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config) -> None:
    open_camera(qtbot, bridge, camera, config)
    preview = bridge.preview
    assert preview is not None
    bridge.use_plate_file(Path(camera))
    for view in (View.CAMERA, View.ALPHA, View.OUTPUT):
        preview.ask(FrameSize(160, 160), view)
        qtbot.waitUntil(lambda: preview.take() is not None, timeout=LIMIT_MS)


def test_an_output_that_cannot_be_opened_leaves_the_preview_and_says_why(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, failures: list[str]
) -> None:
    open_camera(qtbot, bridge, camera, replace(config, live=LiveConfig(output="/dev/there-is-no-such-camera")))
    bridge.start_output()
    qtbot.waitUntil(lambda: bool(failures), timeout=LIMIT_MS)
    assert "/dev/there-is-no-such-camera" in failures[0]
    assert bridge.state is BridgeState.PREVIEWING
    assert not bridge.wants_output


def test_a_backdrop_that_is_gone_costs_neither_the_picture_nor_the_other_settings(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, tmp_path: Path, failures: list[str]
) -> None:
    gone = replace(config, backdrop=BackdropConfig(str(tmp_path / "gone.jpg")))
    open_camera(qtbot, bridge, camera, gone)
    assert len(failures) == 1
    assert "gone.jpg" in failures[0]
    bridge.set_config(replace(gone, composite=replace(gone.composite, light_wrap=0.5)))
    session = bridge._thread.session
    assert session is not None
    qtbot.waitUntil(lambda: session.config.composite.light_wrap == 0.5, timeout=LIMIT_MS)
    assert len(failures) == 1


def test_a_camera_that_is_not_there_is_told_once_and_comes_back(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, failures: list[str]
) -> None:
    bridge.start()
    bridge.open("no such camera", config)
    reach(qtbot, bridge, BridgeState.FAILED)
    assert "no such camera" in bridge.message
    bridge.retry()
    bridge.retry()
    bridge.open(camera, config)
    reach(qtbot, bridge, BridgeState.PREVIEWING)
    assert len(failures) == 1


def test_of_many_cameras_that_are_chosen_only_the_last_is_opened(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, failures: list[str]
) -> None:
    bridge.start()
    for name in ("first", "second", "third"):
        bridge.open(name, config)
    bridge.open(camera, config)
    reach(qtbot, bridge, BridgeState.PREVIEWING)
    assert not [line for line in failures if "second" in line or "third" in line]


def test_another_size_opens_the_camera_again_and_others_go_on_seeing(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config
) -> None:
    open_camera(qtbot, bridge, camera, replace(config, live=LiveConfig(output="null")))
    first = bridge.preview
    bridge.start_output()
    reach(qtbot, bridge, BridgeState.LIVE)
    bridge.set_config(replace(config, camera=replace(config.camera, height=240), live=LiveConfig(output="null")))
    qtbot.waitUntil(lambda: bridge.preview not in (first, None) and bridge.state is BridgeState.LIVE, timeout=LIMIT_MS)


def test_a_recording_is_whole_when_it_has_ended(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, tmp_path: Path
) -> None:
    told: list[Path | None] = []
    bridge.recording_changed.connect(told.append)
    open_camera(qtbot, bridge, camera, config)
    path = tmp_path / "recording.mp4"
    bridge.start_recording(path)
    qtbot.waitUntil(lambda: told == [path], timeout=LIMIT_MS)
    qtbot.wait(300)
    bridge.stop_recording()
    qtbot.waitUntil(lambda: told == [path, None], timeout=LIMIT_MS)
    assert path.stat().st_size > 0


def test_a_plate_that_was_kept_is_used_when_the_camera_is_opened_again(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config, failures: list[str]
) -> None:
    open_camera(qtbot, bridge, camera, config)
    assert bridge.plate is None
    bridge.take_plate(delay_s=0)
    qtbot.waitUntil(lambda: bridge.plate is not None, timeout=LIMIT_MS)
    bridge.keep_plate()
    bridge.close()
    reach(qtbot, bridge, BridgeState.STOPPED)
    open_camera(qtbot, bridge, camera, config)
    assert bridge.plate is not None
    assert not failures


def test_the_plate_before_can_be_had_back_also_when_the_camera_is_opened_anew(
    qtbot: QtBot, bridge: LiveBridge, camera: str, config: Config
) -> None:
    told: list[bool] = []
    bridge.undo_changed.connect(told.append)
    open_camera(qtbot, bridge, camera, config)
    for _ in range(2):
        with qtbot.waitSignal(bridge.plate_taken, timeout=LIMIT_MS):
            bridge.take_plate(0.0)
        with qtbot.waitSignal(bridge.undo_changed, timeout=LIMIT_MS):
            bridge.keep_plate()
    assert told == [False, False, True]
    panel = PlatePanel(bridge)
    qtbot.addWidget(panel)
    assert panel.undo.isHidden()
    bridge.open(camera, config)
    qtbot.waitUntil(lambda: not panel.undo.isHidden(), timeout=LIMIT_MS)
    reach(qtbot, bridge, BridgeState.PREVIEWING)
    last = bridge.plate
    panel.undo.click()
    qtbot.waitUntil(lambda: bridge.plate is not last, timeout=LIMIT_MS)
