"""A lamp at one side of the room that is dimmed: no gain and bias of the whole picture explain it."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest

from matting_rt import build
from matting_rt.compositing.backdrop import ColourBackdrop
from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.config import EngineConfig, PlateConfig
from matting_rt.frame import FrameSize, Image
from matting_rt.guard import Guard
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.outputs import ALPHA
from matting_rt.plate.fitted import FittedPlate
from matting_rt.plate.from_video import plate_from_frames
from matting_rt.plate.store import Plate
from matting_rt.synthetic.film import ROOM, RenderedClip, load_place
from matting_rt.timing import PipelineStats
from tests.plate.scenes import as_frame, expose, move, movement, paint_room, put_person, to_levels

SIZE = FrameSize(320, 180)
PLAIN = paint_room(1, SIZE)
ROWS, COLUMNS = np.mgrid[: SIZE.height, : SIZE.width]
LAMP = np.exp(-(((COLUMNS / SIZE.width - 0.1) / 0.25) ** 2 + ((ROWS / SIZE.height - 0.4) / 0.4) ** 2))[..., None]
LAMP = LAMP * np.where((COLUMNS > 80) & (COLUMNS < 96), 0.5, 1)[..., None] * (1, 0.85, 0.6)
"""With the shadow of a post."""
CONFIG = PlateConfig(check=False)


def light_up(picture: np.ndarray, lamp: float, gain: float = 1.0) -> np.ndarray:
    """A picture with its lamp at 0..1; light adds up, encoded values do not."""
    return 255 * np.clip((picture / 255) ** 2.2 * (0.25 + 2.5 * lamp * LAMP) * gain, 0, 1) ** (1 / 2.2)


def build_plate(room: np.ndarray, lamps: list[float]) -> Plate:
    images = [expose(light_up(room, lamp), (1, 1, 1), seed=seed) for seed, lamp in enumerate(lamps)]
    return plate_from_frames(as_frame(image, index) for index, image in enumerate(images)).plate


MOSTLY_OFF = [float(np.clip((index - 25) / 15, 0, 1)) for index in range(44)]


@pytest.fixture(scope="module")
def plate() -> Plate:
    """That knows the lamp."""
    return build_plate(PLAIN, MOSTLY_OFF)


def fit(plate: Plate, images: list[Image]) -> list[Image]:
    fitted = FittedPlate(plate, CONFIG)
    return [fitted.fit(as_frame(image, index)).copy() for index, image in enumerate(images)]


def error(fitted: Image, lamp: float, gain: float = 1.0) -> float:
    """Mean levels."""
    return float(np.abs(fitted - light_up(PLAIN, lamp, gain)).mean())


@pytest.mark.parametrize("gain", [1.0, 0.8], ids=["same exposure", "other exposure"])
@pytest.mark.parametrize("lamp", [0.0, 0.3, 0.6, 1.0])
def test_a_frame_is_fitted_in_its_own_light(plate: Plate, lamp: float, gain: float) -> None:
    images = [expose(light_up(PLAIN, lamp, gain), (1, 1, 1), seed=100 + seed) for seed in range(4)]
    images = [put_person(image, 0.3)[0] for image in images]
    followed = error(fit(plate, images)[-1], lamp, gain)
    assert followed < (3 if gain == 1 else 4.5)
    if lamp >= 0.3:
        assert followed < error(fit(replace(plate, lights=()), images)[-1], lamp, gain) / 2


def test_the_plate_keeps_still_where_the_light_does(plate: Plate) -> None:
    images = [expose(light_up(PLAIN, 0.5), (1, 1, 1), seed=100 + seed) for seed in range(20)]
    fitted = fit(plate, images)[5:]
    assert max(np.abs(one.astype(int) - fitted[0]).mean() for one in fitted) < 0.5


def test_a_lamp_that_is_switched_is_followed_at_once_and_one_that_is_dimmed_smoothly(plate: Plate) -> None:
    lamps = [0.2] * 4 + [0.9] * 2 + [0.9 - 0.02 * step for step in range(30)]
    fitted = fit(plate, [to_levels(light_up(PLAIN, lamp)) for lamp in lamps])
    assert max(error(image, lamp) for image, lamp in zip(fitted, lamps, strict=True)) < 4.5
    dimmed = fitted[6:]
    steps = [np.abs(after.astype(int) - before).mean() for before, after in pairwise(dimmed)]
    assert max(steps) < 2


def test_a_plate_of_another_size_and_from_a_nudged_camera_follows_the_light_too(plate: Plate) -> None:
    larger = replace(plate, image=cv2.resize(plate.image, (640, 360), interpolation=cv2.INTER_CUBIC))
    nudge = movement((5, 3), 0, 1, SIZE)
    images = [move(to_levels(light_up(PLAIN, 0.6)), nudge) for _ in range(4)]
    fitted = fit(larger, images)[-1]
    inner = (slice(12, -12), slice(12, -12))
    assert np.abs(fitted[inner].astype(int) - images[0][inner]).mean() < 4


@pytest.mark.parametrize("lamps", [[0.5] * 40, [0.0] * 38 + [1.0] * 2], ids=["never", "a moment"])
def test_where_the_light_stays_the_plate_has_no_other(lamps: list[float]) -> None:
    assert not build_plate(PLAIN, lamps).lights


def test_a_camera_that_exposes_itself_is_no_light_that_moves() -> None:
    images = [expose(PLAIN, (gain, gain, 0.98 * gain), seed=seed) for seed, gain in enumerate(np.linspace(0.6, 1, 30))]
    assert not plate_from_frames(as_frame(image, index) for index, image in enumerate(images)).plate.lights


@pytest.mark.slow
def test_alpha_is_better_and_less_of_the_room_is_shown_than_with_one_picture() -> None:
    clip = RenderedClip(SIZE, 10, 1.2)
    room = load_place(ROOM, SIZE) * 0.8
    plate = build_plate(room, MOSTLY_OFF)
    frames, alphas = [], []
    for index, (image, alpha) in enumerate(clip.frames()):
        lamp, share = 0.6 + 0.2 * np.sin(index / 3), alpha[..., None] / 255
        lit = light_up(room, lamp) * (1 - share) + light_up(image, lamp) * share
        frames.append(as_frame(expose(lit, (1, 1, 1), seed=200 + index), index))
        alphas.append(alpha / 255)
    people = build.build_person_network()
    with build.build_engine(build.resolve_engine(EngineConfig(engine="onnx"))) as engine:
        setup = MattingSetup(
            engine, ColourBackdrop((0, 0, 0)), LayerCompositor(), Guard(keeps_everything=True), frozenset({ALPHA})
        )

        def measure(plate: Plate) -> tuple[float, float]:
            """Mean error of the alpha, and how much of the room is shown."""
            stage = MattingStage(FittedPlate(plate, CONFIG), PipelineStats(MattingStage.STAGES), people)
            found = [stage.process(frame, setup).picture(ALPHA) / 255 for frame in frames]
            shown = np.mean([(one * (true < 0.02)).mean() for one, true in zip(found, alphas, strict=True)])
            return float(np.mean(np.abs(np.array(found) - alphas))), float(shown)

        followed, still = measure(plate), measure(replace(plate, lights=()))
    assert followed[0] < 0.9 * still[0]
    assert followed[1] < 0.9 * still[1]
