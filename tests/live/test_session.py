"""A session as a window or terminal uses it, around a camera and a network that are told what to do."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt import LiveSession, build, open_live
from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.config import BackdropConfig, CameraConfig, CompositeConfig, Config, LiveConfig, Quality
from matting_rt.errors import MattingError, PlateError, SinkExistsError
from matting_rt.frame import FrameSize, Image
from matting_rt.inference.base import MattingEngine
from matting_rt.live import matting, output_kinds, parts
from matting_rt.live.measuring import Scene
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.preview import View
from matting_rt.live.quality import QualityGovernor, Rung, RungCosts
from matting_rt.live.state import LiveState
from matting_rt.live.thrift import FRAME_MS
from matting_rt.plate.capture import CapturedPlate, CaptureState
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.store import Plate, save_plate
from tests.engines import Difference, Everything
from tests.live.session_fakes import (
    OTHER_ROOM,
    ROOM,
    SIZE,
    Camera,
    Screen,
    is_composite,
    put_somebody,
    shows,
    wait_until,
)


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    camera = Camera()
    monkeypatch.setattr(parts, "build_live_source", lambda name, config: camera)
    return camera


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr(output_kinds, "build_live_sink", lambda output, overwrite=False: screen)
    return screen


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    save_plate(Plate(ROOM), tmp_path / "plate.png")
    return tmp_path / "plate.png"


def open_session(
    plate: Path | None,
    make_engine: Callable[[], MattingEngine] = Difference,
    *,
    output: str = "null",
    quality: Quality = Quality.BEST,
    prepare: Callable[[LiveSession], None] = lambda session: None,
    on_message: Callable[[str], None] = print,
    on_plate: Callable[[CapturedPlate], None] = lambda captured: None,
) -> LiveSession:
    """Of an engine that stands in for a network, and unless it is asked for, is not measured as if it were one."""
    parts.build_engine_of_rung = lambda *arguments: make_engine()
    config = Config(
        backdrop=BackdropConfig("#00a000"),
        camera=CameraConfig(SIZE.width, SIZE.height, rate_fps=60),
        live=LiveConfig(output=output, quality=quality),
    )
    return open_live(config, "camera", plate, prepare=prepare, on_message=on_message, on_plate=on_plate)


@pytest.fixture(autouse=True)
def _engines_are_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "build_engine_of_rung", parts.build_engine_of_rung)


def wait_for_composite(screen: Screen) -> None:
    """Until another one is shown."""
    count = len(screen.pictures)
    wait_until(lambda: len(screen.pictures) > count + 1 and is_composite(screen.pictures[-1]))


def test_a_camera_that_was_turned_during_a_pause_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate) as session:
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN)
        session.pause(True)
        assert session.status().state is LiveState.PAUSED
        sent = camera.sent
        camera.picture = OTHER_ROOM
        wait_until(lambda: camera.sent > sent + 5)
        session.pause(False)
        wait_until(lambda: session.status().state is LiveState.LEARNING)
        wait_until(lambda: session.status().state is LiveState.LIVE)
        wait_for_composite(screen)
        camera.picture = ROOM
        wait_until(lambda: session.status().state is LiveState.LEARNING)
        wait_until(lambda: session.status().state is LiveState.LIVE)
        wait_for_composite(screen)
    assert not any(shows(picture, room) for picture in screen.pictures for room in (ROOM, OTHER_ROOM))


def test_a_camera_that_is_turned_before_all_eyes_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate) as session:
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN)
        wait_for_composite(screen)
        count = len(screen.pictures)
        camera.picture = OTHER_ROOM
        wait_until(lambda: session.status().plate is PlateCondition.LOST)
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN)
        wait_for_composite(screen)
    assert all(is_composite(picture) for picture in screen.pictures[count:]), "and nothing is interrupted"
    assert not any(shows(picture, OTHER_ROOM, 0.01) for picture in screen.pictures[count:])


def test_a_camera_that_was_turned_while_a_plate_was_taken_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    notices: list[str] = []
    with open_session(plate, on_message=notices.append) as session:
        wait_for_composite(screen)
        session.capture_plate(delay_s=0.5)
        assert session.status().state is LiveState.CAPTURING_PLATE
        wait_until(lambda: bool(notices))
        camera.picture = OTHER_ROOM
        wait_until(lambda: "The plate is taken." in notices)
        wait_for_composite(screen)
    assert not any(shows(picture, OTHER_ROOM) for picture in screen.pictures)


def test_without_a_plate_it_starts_at_once_and_learns_the_room(camera: Camera, screen: Screen) -> None:
    with open_session(None) as session:
        assert session.plate is None
        wait_for_composite(screen)
        wait_until(lambda: session.status().state is LiveState.LIVE)
        assert session.status().known_share > 0.9
        learned = session.learned_plate
        assert learned is not None
        assert learned.metadata is not None
        assert learned.metadata.camera_id == camera.stable_id
        np.testing.assert_allclose(learned.image, ROOM, atol=2)
        wait_for_composite(screen)
    assert not any(shows(picture, ROOM) for picture in screen.pictures)


def test_somebody_is_seen_without_a_plate_and_the_room_behind_them_is_not(camera: Camera, screen: Screen) -> None:
    camera.picture, alpha = put_somebody()
    with open_session(None) as session:
        wait_until(lambda: session.status().state is LiveState.LEARNING)
        wait_for_composite(screen)
        early = len(screen.pictures) - 1
        wait_until(lambda: session.status().known_share > 0.4)
        wait_for_composite(screen)
        assert session.status().state is LiveState.LEARNING, "nobody has seen what is behind them"
        assert session.learned_plate is None
    inside = cv2.erode(alpha, np.ones((9, 9))) > 0.99
    outside = cv2.dilate(alpha, np.ones((25, 25))) < 0.01
    for picture in (screen.pictures[early], screen.pictures[-1]):
        seen = (np.abs(picture.astype(int) - camera.picture).max(-1) < 8)[inside].mean()
        assert seen > 0.9
        assert (picture[outside] == (0, 160, 0)).all(-1).mean() > 0.97


def test_a_plate_that_shows_somebody_is_not_known_where_they_are(
    camera: Camera, screen: Screen, tmp_path: Path
) -> None:
    with_somebody, alpha = put_somebody()
    save_plate(Plate(with_somebody), tmp_path / "plate.png")
    before: list[Plate | None] = []
    with open_session(tmp_path / "plate.png", prepare=lambda session: before.append(session.plate)) as session:
        (plate,) = before
        assert plate is not None
        assert plate.known is not None
        assert plate.known[alpha > 0.5].mean() < 0.02, plate.known[alpha > 0.5].mean()  # tips of single hairs
        assert plate.known.mean() > 0.4
        wait_until(lambda: session.status().state is LiveState.LIVE)
        wait_for_composite(screen)
        assert (screen.pictures[-1] == (0, 160, 0)).all(), "there is nobody before the camera"


def test_a_session_that_cannot_be_prepared_is_closed_and_leaves_no_file(
    camera: Camera, plate: Path, tmp_path: Path
) -> None:
    def fail(session: LiveSession) -> None:
        raise PlateError("there is no room")

    with pytest.raises(PlateError, match="there is no room"):
        open_session(plate, output=str(tmp_path / "out.mp4"), prepare=fail)
    assert {path.name for path in tmp_path.iterdir()} == {"plate.png"}
    assert camera.closed.is_set()


def test_a_plate_of_another_size_closes_the_camera(camera: Camera, tmp_path: Path) -> None:
    save_plate(Plate(ROOM[:, :240]), tmp_path / "plate.png")
    with pytest.raises(MattingError, match="240x180"):
        open_session(tmp_path / "plate.png")
    assert camera.closed.is_set()


def test_a_plate_may_be_a_file_or_a_picture_and_one_of_another_size_changes_nothing(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(None) as session:
        session.use_plate(plate)
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN)
        used = session.plate
        with pytest.raises(PlateError, match="240x180"):
            session.use_plate(Plate(ROOM[:, :240]))
        assert session.plate is used
        session.use_plate(Plate(ROOM))
        assert session.plate is not used


def test_settings_made_while_the_network_is_loaded_count(camera: Camera, screen: Screen, plate: Path) -> None:
    loading, may_go_on = threading.Event(), threading.Event()

    def load() -> MattingEngine:
        loading.set()
        assert may_go_on.wait(20)
        return Difference()

    camera.picture, alpha = put_somebody()
    with open_session(plate, load) as session:
        assert loading.wait(20)
        session.configure(replace(session.config, live=replace(session.config.live, mirror_output=True)))
        session.set_backdrop("#0000ff")
        assert session.status().state is LiveState.STARTING
        may_go_on.set()
        wait_until(lambda: session.stats.matted > 0)
        assert session.status().state is not LiveState.STARTING
        wait_until(lambda: bool(screen.pictures) and bool((screen.pictures[-1][:4, :4] == (0, 0, 255)).all()))
    is_backdrop = (screen.pictures[-1] == (0, 0, 255)).all(-1)
    assert is_backdrop[alpha[:, ::-1] > 0.9].mean() < is_backdrop[alpha > 0.9].mean() / 2, "it is no mirror image"


def test_no_frame_is_composed_with_settings_of_before_and_of_after_a_change(
    camera: Camera, screen: Screen, plate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, may_go_on = threading.Event(), threading.Event()
    build_compositor = build.build_compositor

    def hold(config: CompositeConfig) -> LayerCompositor:
        held.set()
        assert may_go_on.wait(20)
        return build_compositor(config)

    with open_session(plate) as session:
        wait_for_composite(screen)
        monkeypatch.setattr(build, "build_compositor", hold)
        live = replace(session.config.live, mirror_output=True)
        config = replace(session.config, backdrop=BackdropConfig("#0000ff"), live=live)
        changing = threading.Thread(target=session.configure, args=(config,))
        changing.start()
        try:
            assert held.wait(20)
            count, matted = len(screen.pictures), session.stats.matted
            wait_until(lambda: session.stats.matted > matted + 5 and len(screen.pictures) > count + 5)
            assert all(is_composite(picture) for picture in screen.pictures[count:]), "all is as it was before"
        finally:
            may_go_on.set()
            changing.join()
        wait_until(lambda: bool((screen.pictures[-1][:4, :4] == (0, 0, 255)).all()))


def test_the_first_start_measures_what_later_ones_remember(
    camera: Camera, screen: Screen, plate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    painted: list[FrameSize] = []
    paint = parts.paint_scene

    def watched(size: FrameSize) -> Scene:
        painted.append(size)
        return paint(size)

    monkeypatch.setattr(parts, "paint_scene", watched)
    for quality, count in ((Quality.BEST, 0), (Quality.AUTO, 1), (Quality.AUTO, 1)):
        with open_session(plate, quality=quality) as session:
            wait_for_composite(screen)
            assert session.report()["quality"] in ("best", "balanced", "quick", "fast")
        assert painted == [SIZE] * count


def test_quality_goes_by_the_frames_that_really_come(plate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intervals_ms: list[float] = []

    class Watched(QualityGovernor):
        def __init__(self, interval_ms: float, costs: RungCosts, held: Rung | None) -> None:
            intervals_ms.append(interval_ms)
            super().__init__(interval_ms, costs, held)

    monkeypatch.setattr(matting, "QualityGovernor", Watched)
    monkeypatch.setattr(parts, "build_live_source", lambda name, config: Camera(rate_fps=20))
    with open_session(plate):
        assert intervals_ms == [50, FRAME_MS]


def test_the_network_is_loaded_while_the_plate_is_still_to_be_taken(camera: Camera, screen: Screen) -> None:
    with open_session(None, prepare=lambda session: session.capture_plate(delay_s=600)) as session:
        wait_until(lambda: session.status().quality != "loading")
        assert session.status().state is LiveState.CAPTURING_PLATE
        assert session.plate is None


def test_a_taken_plate_is_told_and_the_one_before_can_be_used_again(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    taken: list[CapturedPlate] = []
    with open_session(plate, on_plate=taken.append) as session:
        before = session.plate
        assert before is not None
        session.capture_plate(delay_s=0)
        wait_until(lambda: bool(taken))
        assert session.plate is taken[0].plate
        progress = session.status().capture
        assert progress is not None
        assert progress.state is CaptureState.DONE
        session.use_plate(before)
        assert session.plate is before
        count = len(screen.pictures)
        wait_until(lambda: len(screen.pictures) > count + 1 and is_composite(screen.pictures[-1]))


def test_a_capture_that_is_cancelled_goes_on_with_the_plate_there_was(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate) as session:
        wait_for_composite(screen)
        session.capture_plate(delay_s=600)
        assert session.status().state is LiveState.CAPTURING_PLATE
        session.cancel_capture()
        wait_for_composite(screen)
        assert session.status().state is not LiveState.CAPTURING_PLATE
        assert session.status().capture is None


@pytest.mark.parametrize("view", list(View))
def test_a_preview_shows_what_it_asks_for_and_others_the_composite(
    view: View, camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate, prepare=lambda session: session.preview.ask(SIZE, view)) as session:
        wait_until(lambda: bool(screen.pictures) and is_composite(screen.pictures[-1]))
        shown: list[Image] = []

        def is_shown() -> bool:
            picture = session.preview.take()
            if picture is not None:
                shown.append(picture[..., 2::-1])
            return bool(shown)

        wait_until(is_shown)
    assert shows(shown[0], ROOM) is (view is View.CAMERA)
    assert not any(shows(picture, ROOM) for picture in screen.pictures)


@pytest.mark.parametrize("output", ["null", "window"])
def test_oneself_is_seen_as_in_a_mirror_while_others_are_not_shown_one(
    camera: Camera, screen: Screen, plate: Path, output: str
) -> None:
    camera.picture, alpha = put_somebody()
    arm = np.logical_and(cv2.erode(alpha, np.ones((7, 7))) > 0.99, cv2.dilate(alpha, np.ones((31, 31)))[:, ::-1] < 0.01)
    assert arm.sum() > 20

    def shows_arm(picture: Image, where: np.ndarray) -> bool:
        of_person = camera.picture[arm] if where is arm else camera.picture[:, ::-1][where]
        return bool(np.abs(picture[where].astype(int) - of_person).mean() < 8)

    def mirror(session: LiveSession) -> None:
        session.configure(replace(session.config, live=LiveConfig("null", mirror_preview=True, mirror_output=False)))
        session.preview.ask(SIZE)

    with open_session(plate, output=output, prepare=mirror) as session:
        wait_until(lambda: bool(screen.pictures) and shows_arm(screen.pictures[-1], arm))
        mirrored: list[Image] = []

        def is_mirrored() -> bool:
            picture = session.preview.take()
            if picture is not None:
                mirrored[:] = [picture[..., 2::-1]]
            return bool(mirrored) and shows_arm(mirrored[0], arm[:, ::-1])

        wait_until(is_mirrored)
        assert shows_arm(screen.pictures[-1], arm)
        assert is_composite(mirrored[0])


def test_output_and_recording_come_and_go_while_the_session_runs(
    camera: Camera, plate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = {name: Screen() for name in ("null", "virtual")}
    monkeypatch.setattr(output_kinds, "build_live_sink", lambda output, overwrite=False: screens[output])
    with open_session(plate) as session:
        wait_until(lambda: bool(screens["null"].pictures))
        session.set_output("virtual")
        session.set_recording(tmp_path / "clip.mp4")
        session.save_still(tmp_path / "still.png")
        assert cv2.imread(str(tmp_path / "still.png")).shape == (SIZE.height, SIZE.width, 3)
        with pytest.raises(MattingError, match="exists"):
            session.save_still(tmp_path / "still.png")
        count = len(screens["null"].pictures)
        wait_until(lambda: len(screens["virtual"].pictures) > 20)
        assert len(screens["null"].pictures) == count
        session.set_recording(None)
        assert (tmp_path / "clip.mp4").stat().st_size > 0
        with pytest.raises(MattingError, match="exists"):
            session.set_recording(tmp_path / "clip.mp4")
        assert session.report()["output"] == "virtual"


def test_of_two_that_save_one_name_at_the_same_time_one_is_refused(tmp_path: Path) -> None:
    path, both = tmp_path / "still.png", threading.Barrier(2)
    refused: list[SinkExistsError] = []
    picture = np.zeros((SIZE.height, SIZE.width, 3), np.uint8)

    def save() -> None:
        both.wait()
        try:
            parts.save_picture(picture, path)
        except SinkExistsError as error:
            refused.append(error)

    threads = [threading.Thread(target=save) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert cv2.imread(str(path)).shape == picture.shape


def test_an_engine_that_hangs_is_not_closed_under_the_thread_that_uses_it(
    camera: Camera, screen: Screen, plate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, release = threading.Event(), threading.Event()
    closed: list[bool] = []

    class Hanging(Difference):
        def find(self, image: Image, plate: Image) -> Image:
            hanging.set()
            release.wait(10)
            return super().find(image, plate)

        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(LivePipeline, "STOP_LIMIT_S", 0.1)
    session = open_session(plate, Hanging)
    assert hanging.wait(10)
    session.close()
    assert not closed
    release.set()
    wait_until(lambda: all(thread.name != "matte" for thread in threading.enumerate()))


def test_a_network_that_goes_wrong_and_takes_everything_for_a_person_shows_nothing_of_the_room(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate, Everything) as session:
        wait_until(lambda: session.status().state is LiveState.LIVE)
        count = len(screen.pictures)
        wait_until(lambda: len(screen.pictures) > count + 10)
        assert is_composite(screen.pictures[-1])
    assert not any(shows(picture, ROOM) for picture in screen.pictures)


def test_a_plate_in_use_can_be_exchanged_for_one_that_shows_somebody(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate) as session:
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN)
        session.use_plate(Plate(put_somebody()[0]))
        assert session.plate is not None
        assert session.plate.known is not None
        assert not session.plate.known.all()
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN and session.status().known_share > 0.97)
        wait_for_composite(screen)
    assert not any(shows(picture, ROOM) for picture in screen.pictures)


def test_a_room_that_goes_dark_shows_the_placeholder_and_comes_back(
    camera: Camera, screen: Screen, plate: Path
) -> None:
    with open_session(plate) as session:
        wait_until(lambda: session.status().state is LiveState.LIVE)
        camera.picture = np.zeros_like(ROOM)
        wait_until(lambda: session.status().state is LiveState.TOO_DARK)
        wait_until(lambda: not is_composite(screen.pictures[-1]))
        camera.picture = ROOM
        wait_until(lambda: session.status().state is LiveState.LIVE)
        wait_for_composite(screen)
    assert not any(shows(picture, ROOM) for picture in screen.pictures)


def test_the_report_says_how_well_the_room_is_known(camera: Camera, screen: Screen, plate: Path) -> None:
    with open_session(plate) as session:
        wait_until(lambda: session.status().plate is PlateCondition.KNOWN)
        fit = session.report()["plate_fit"]
        assert isinstance(fit, dict)
        assert fit["condition"] == "known"
        assert fit["known_share"] == 1.0


def test_a_thrifty_session_mattes_what_is_due_until_it_is_to_matte_all(
    camera: Camera, plate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def is_due(thrift: matting.Thrift, image: Image, backdrop_moves: bool) -> bool:
        asked.append(backdrop_moves)
        return False

    monkeypatch.setattr(matting.Thrift, "is_due", is_due)
    with open_session(plate) as session:
        wait_until(lambda: session.stats.matted > 5)
        session.set_thrifty(True)
        assert session.status().is_thrifty
        wait_until(lambda: len(asked) > 3)
        matted = session.stats.matted
        wait_until(lambda: len(asked) > 20)
        assert session.stats.matted <= matted + 1, "the last one may have been under way"
        session.set_thrifty(False)
        wait_until(lambda: session.stats.matted > matted + 5)
