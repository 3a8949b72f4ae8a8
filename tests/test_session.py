"""A session as a window or terminal uses it, around a camera and a network that are told what to do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from matting_rt import build_live
from matting_rt.config import BackdropConfig, CameraConfig, Config, LiveConfig
from matting_rt.errors import MattingError
from matting_rt.frame import Image
from matting_rt.inference.base import MattingEngine
from matting_rt.pipeline.live import LivePipeline
from matting_rt.pipeline.preview import View
from matting_rt.plate.capture import CapturedPlate, CaptureState
from matting_rt.plate.store import Plate, save_plate
from matting_rt.session import LiveSession
from matting_rt.tensors import Matte
from tests.session_fakes import OTHER_ROOM, ROOM, SIZE, Camera, Difference, Screen, is_composite, shows, wait_until


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    camera = Camera()
    monkeypatch.setattr(build_live, "build_live_source", lambda name, config: camera)
    return camera


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr(build_live, "build_live_sink", lambda output, overwrite: screen)
    return screen


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    save_plate(Plate(ROOM), tmp_path / "plate.png")
    return tmp_path / "plate.png"


def make_session(output: str = "null", make_engine: Callable[[], MattingEngine] = Difference) -> LiveSession:
    build_live.build_engine_of_step = lambda *arguments: make_engine()  # type: ignore[assignment]
    config = Config(
        backdrop=BackdropConfig("#00a000"),
        camera=CameraConfig(SIZE.width, SIZE.height, rate_fps=60),
        live=LiveConfig(output=output),
    )
    return LiveSession(config, "camera")


@contextmanager
def running(
    session: LiveSession,
    plate: Path | None,
    notices: Callable[[str], None] = print,
    on_plate: Callable[[CapturedPlate], None] = lambda captured: None,
) -> Iterator[None]:
    """The session opened and started, and closed whatever happens."""
    session.open(plate)
    session.start(notices, on_plate)
    try:
        yield
    finally:
        session.close()


@pytest.fixture(autouse=True)
def _engines_are_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_live, "build_engine_of_step", build_live.build_engine_of_step)


def test_a_camera_that_was_turned_during_a_pause_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    session = make_session()
    with running(session, plate):
        wait_until(lambda: bool(screen.pictures) and is_composite(screen.pictures[-1]))
        session.pause(True)
        sent = camera.sent
        camera.picture = OTHER_ROOM
        wait_until(lambda: camera.sent > sent + 5)
        session.pause(False)
        wait_until(lambda: session.status().trouble is not None or session.status().is_plate_stale)
        camera.picture = ROOM
        count = len(screen.pictures)
        wait_until(lambda: is_composite(screen.pictures[-1]) and len(screen.pictures) > count)
    assert not any(shows(picture, OTHER_ROOM) for picture in screen.pictures)


def test_a_camera_that_was_turned_while_a_plate_was_taken_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    notices: list[str] = []
    session = make_session()
    with running(session, plate, notices.append):
        wait_until(lambda: bool(screen.pictures) and is_composite(screen.pictures[-1]))
        session.take_plate(delay_s=0.5)
        assert session.status().is_taking_plate
        wait_until(lambda: bool(notices))
        camera.picture = OTHER_ROOM
        wait_until(lambda: "The plate is taken." in notices)
        count = len(screen.pictures)
        wait_until(lambda: len(screen.pictures) > count + 1 and is_composite(screen.pictures[-1]))
    assert not any(shows(picture, OTHER_ROOM) for picture in screen.pictures)


def test_a_session_that_was_never_started_leaves_no_file(camera: Camera, plate: Path, tmp_path: Path) -> None:
    session = make_session(str(tmp_path / "out.mp4"))
    session.open(plate)
    session.close()
    assert {path.name for path in tmp_path.iterdir()} == {"plate.png"}
    assert camera._closed.is_set()


def test_a_plate_of_another_size_closes_the_camera(camera: Camera, tmp_path: Path) -> None:
    save_plate(Plate(ROOM[:, :240]), tmp_path / "plate.png")
    with pytest.raises(MattingError, match="240x180"):
        make_session().open(tmp_path / "plate.png")
    assert camera._closed.is_set()


def test_settings_made_while_the_network_is_loaded_count(camera: Camera, screen: Screen, plate: Path) -> None:
    loading, may_go_on = threading.Event(), threading.Event()

    def load() -> MattingEngine:
        loading.set()
        assert may_go_on.wait(20)
        return Difference()

    session = make_session(make_engine=load)
    with running(session, plate):
        assert loading.wait(20)
        session.configure(replace(session.config, live=replace(session.config.live, mirror_output=True)))
        session.set_backdrop("#0000ff")
        may_go_on.set()
        wait_until(lambda: session.status().is_ready)
        wait_until(lambda: session.stats.matted > 0)
        wait_until(lambda: bool((screen.pictures[-1][:4, :4] == (0, 0, 255)).all()))
        assert session._matting._stage is not None
        assert session._matting._stage.compositor.config.mirror  # type: ignore[attr-defined]


def test_quality_goes_by_the_frames_that_really_come(plate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_live, "build_live_source", lambda name, config: Camera(rate_fps=20))
    session = make_session()
    with running(session, plate):
        assert session._matting._governor._interval_ms == 50


def test_the_network_is_loaded_while_the_plate_is_still_to_be_taken(camera: Camera, screen: Screen) -> None:
    session = make_session()
    with running(session, None):
        wait_until(lambda: session.status().is_ready)
        assert not session.has_plate


def test_a_taken_plate_is_told_and_the_one_before_can_be_used_again(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    taken: list[CapturedPlate] = []
    session = make_session()
    session.open(plate)
    before = session.plate
    assert before is not None
    session.start(on_plate=taken.append)
    try:
        session.take_plate(delay_s=0)
        wait_until(lambda: bool(taken))
        assert session.plate is taken[0].plate
        progress = session.status().taking
        assert progress is not None
        assert progress.state is CaptureState.DONE
        session.use_plate(before)
        assert session.plate is before
        count = len(screen.pictures)
        wait_until(lambda: len(screen.pictures) > count + 1 and is_composite(screen.pictures[-1]))
    finally:
        session.close()


def test_a_taking_that_is_cancelled_goes_on_with_the_plate_there_was(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    session = make_session()
    with running(session, plate):
        wait_until(lambda: bool(screen.pictures) and is_composite(screen.pictures[-1]))
        session.take_plate(delay_s=600)
        assert session.status().is_taking_plate
        session.cancel_plate()
        count = len(screen.pictures)
        wait_until(lambda: len(screen.pictures) > count + 1 and is_composite(screen.pictures[-1]))
        assert session.status().taking is None


@pytest.mark.parametrize("view", list(View))
def test_a_preview_shows_what_it_asks_for_and_others_the_composite(
    view: View, camera: Camera, screen: Screen, plate: Path
) -> None:
    session = make_session()
    session.open(plate)
    session.preview.ask(SIZE, view)
    session.start()
    try:
        wait_until(lambda: bool(screen.pictures) and is_composite(screen.pictures[-1]))
        shown: list[Image] = []

        def is_shown() -> bool:
            picture = session.preview.take()
            if picture is not None:
                shown.append(picture[..., 2::-1])
            return bool(shown)

        wait_until(is_shown)
    finally:
        session.close()
    assert shows(shown[0], ROOM) is (view is View.CAMERA)
    assert not any(shows(picture, ROOM) for picture in screen.pictures)


def test_oneself_is_seen_as_in_a_mirror_while_others_are_not_shown_one(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    camera.picture = ROOM.copy()
    camera.picture[60:, 40:90] = (250, 250, 250)
    session = make_session()
    session.open(plate)
    session.configure(replace(session.config, live=LiveConfig("null", mirror_preview=True, mirror_output=False)))
    session.preview.ask(SIZE)
    session.start()
    try:
        wait_until(lambda: bool(screen.pictures) and is_composite(screen.pictures[-1]))
        mirrored: list[Image] = []

        def is_mirrored() -> bool:
            picture = session.preview.take()
            if picture is not None:
                mirrored[:] = [picture[..., 2::-1]]
            return bool(mirrored) and bool((mirrored[0][150, 255] > 240).all())

        wait_until(is_mirrored)
        assert (screen.pictures[-1][150, 65] > 240).all()
        assert is_composite(mirrored[0])
    finally:
        session.close()


def test_output_and_recording_come_and_go_while_the_session_runs(
    camera: Camera, plate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = {name: Screen() for name in ("null", "virtual")}
    monkeypatch.setattr(build_live, "build_live_sink", lambda output, overwrite: screens[output])
    session = make_session()
    with running(session, plate):
        wait_until(lambda: bool(screens["null"].pictures))
        session.set_output("virtual")
        session.set_recording(tmp_path / "clip.mp4")
        count = len(screens["null"].pictures)
        wait_until(lambda: len(screens["virtual"].pictures) > 20)
        assert len(screens["null"].pictures) == count
        session.set_recording(None)
        assert (tmp_path / "clip.mp4").stat().st_size > 0
        with pytest.raises(MattingError, match="exists"):
            session.set_recording(tmp_path / "clip.mp4")
        assert session.report()["output"] == "virtual"


def test_an_engine_that_hangs_is_not_closed_under_the_thread_that_uses_it(
    camera: Camera, screen: Screen, plate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, release = threading.Event(), threading.Event()
    closed: list[bool] = []

    class Hanging(Difference):
        def matte(self, src: Tensor, bgr: Tensor) -> Matte:
            hanging.set()
            release.wait(10)
            return super().matte(src, bgr)

        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(LivePipeline, "STOP_LIMIT_S", 0.1)
    session = make_session(make_engine=Hanging)
    session.open(plate)
    session.start()
    assert hanging.wait(10)
    session.close()
    assert not closed
    release.set()
    wait_until(lambda: session._pipeline.is_matting_over)


def test_a_network_that_goes_wrong_and_takes_everything_for_a_person_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    class Everything(Difference):
        def matte(self, src: Tensor, bgr: Tensor) -> Matte:
            return Matte(src, torch.ones_like(src[:, :1]))

    session = make_session(make_engine=Everything)
    with running(session, plate):
        wait_until(lambda: "takes the empty room for a person" in (session.status().trouble or ""))
        count = len(screen.pictures)
        wait_until(lambda: len(screen.pictures) > count + 10)
    assert not any(shows(picture, ROOM) for picture in screen.pictures)
