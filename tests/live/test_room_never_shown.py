"""The promise, tried: whatever happens before the camera, the room does not leave. Real network, real middle."""

import os
from fractions import Fraction
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt import build, open_live
from matting_rt.config import BackdropConfig, CameraConfig, Config, LiveConfig, Quality
from matting_rt.frame import Frame, FrameSize, Image, StreamInfo
from matting_rt.inference.base import MattingEngine
from matting_rt.inference.person import PersonNetwork
from matting_rt.plate.store import Plate, save_plate
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from tests.live.fakes import wait_until
from tools.room_events import RATE_FPS, Event, Moment, Shot, events
from tools.room_shown import EVENT_S, OTHER_FIRST, Outcome, judge, judge_room, measure, open_shot, render_shot

DATA = Path(os.environ.get("MATTING_RT_DATA", Path(__file__).parents[3] / "shared" / "data"))
CLIP = DATA / "clips" / "one_by_one"
FIRST = 790
FRAMES = 46
SMALL = FrameSize(768, 432) if CLIP.is_dir() else FrameSize(512, 288)
"""A person from a camera needs pixels that a rendered one does not."""
LARGE = FrameSize(1280, 720)
LARGE_NAMES = ("nothing happens", "exposure x0.15", "camera bumped by 100 px", "a chair is moved")
BACKDROP = (0, 255, 0)


pytestmark = pytest.mark.slow


@cache
def engine() -> MattingEngine:
    return build.build_engine(build.resolve_engine(Config().engine))


@cache
def people() -> PersonNetwork:
    return build.build_person_network()


@cache
def shot(size: FrameSize, first: int = FIRST) -> Shot:
    if CLIP.is_dir():
        return open_shot(CLIP, first, FRAMES, engine(), people(), size)
    return render_shot(size, FRAMES)


def all_events(size: FrameSize) -> dict[str, Event]:
    if not CLIP.is_dir():
        return {event.name: event for event in events(shot(size))}
    return {event.name: event for event in events(shot(size), shot(size, OTHER_FIRST))}


def faults(event: Event, size: FrameSize) -> tuple[list[str], Outcome]:
    outcome = measure(event, shot(size), engine(), people())
    return (judge(event, outcome) if CLIP.is_dir() else judge_room(outcome)), outcome


def names() -> list[str]:
    nothing = np.zeros((4, 4, 3), np.uint8)
    alpha = np.zeros((4, 4), np.float32)
    blank = Shot([nothing], nothing, [alpha])
    return [event.name for event in events(blank, blank)]


@pytest.mark.parametrize("name", names())
def test_whatever_happens_the_room_does_not_leave_and_the_person_stays(name: str) -> None:
    event = all_events(SMALL).get(name)
    if event is None:
        pytest.skip("needs a real clip: set MATTING_RT_DATA to a folder that holds clips/one_by_one")
    found, outcome = faults(event, SMALL)
    assert found == [], outcome


@pytest.mark.parametrize("name", LARGE_NAMES)
def test_it_holds_at_the_size_of_a_webcam(name: str) -> None:
    found, outcome = faults(all_events(LARGE)[name], LARGE)
    assert found == [], outcome


@pytest.mark.parametrize("name", ["nothing happens", "camera bumped by 100 px", "exposure x0.15, and back"])
def test_it_holds_through_the_threads_into_a_file(name: str, tmp_path: Path) -> None:
    small, event = shot(SMALL), all_events(SMALL)[name]
    always_room = film(event, small, tmp_path / "camera.mkv")
    save_plate(Plate(small.plate), tmp_path / "plate.png")
    config = Config(
        backdrop=BackdropConfig("#00ff00"),
        camera=CameraConfig(SMALL.width, SMALL.height, RATE_FPS),
        live=LiveConfig(output=str(tmp_path / "left.mp4"), quality=Quality.BEST),  # a first start would measure
    )
    with open_live(config, str(tmp_path / "camera.mkv"), tmp_path / "plate.png", on_message=print) as session:
        assert not session.wait(FRAMES / RATE_FPS + 2)  # all of the clip, which is then played again
        wait_until(lambda: session.stats.matted > FRAMES / 4, limit_s=120)
    left = [frame.image for frame in build.video_frames(tmp_path / "left.mp4")]
    composites = [image for image in left if is_composite(image)]
    assert len(composites) > FRAMES / 4
    for image in composites:
        differs = np.abs(image.astype(int) - BACKDROP).max(-1) > 60
        assert differs[always_room].mean() < 0.05


def film(event: Event, small: Shot, path: Path) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Write the clip with the event as a video; gives what is room in all of its frames."""
    noise = np.random.default_rng(7)
    sink = VideoFileSink(path)
    sink.open(StreamInfo(SMALL, Fraction(RATE_FPS), Fraction(1, RATE_FPS), FRAMES))
    people_anywhere = np.zeros(small.plate.shape[:2], np.float32)
    for index, (image, alpha) in enumerate(zip(small.frames, small.alphas, strict=True)):
        since_s = index / RATE_FPS - EVENT_S
        happens = since_s > -1e-6 and (event.ends_s is None or since_s < event.ends_s)
        changed, true = (event.change if happens else event.before)(Moment(image, alpha, since_s, index), noise)
        people_anywhere = np.maximum(people_anywhere, true)
        frame = Frame(changed, index, index, Fraction(1, RATE_FPS))
        sink.write(MattedFrame(frame.image, None, None, index, index, frame.time_base))
    sink.finish()
    return cv2.dilate(people_anywhere, np.ones((25, 25), np.uint8)) < 0.1


def is_composite(image: Image) -> bool:
    """Whether it is no placeholder, which is dark all over."""
    return bool((np.abs(image[:40, :40].astype(int) - BACKDROP).max(-1) < 60).mean() > 0.5)
