"""Edges that stand still do not flicker, and those that move stay as they are: on clips whose alpha is known."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest

from matting_rt import build
from matting_rt.compositing.backdrop import ColourBackdrop
from matting_rt.config import CompositeConfig, EngineConfig, GuardConfig, PlateConfig
from matting_rt.frame import AnyMatte, DeepMatte, Frame, FrameSize, Image, Matte
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.outputs import ALPHA
from matting_rt.plate.fitted import FittedPlate
from matting_rt.plate.store import Plate
from matting_rt.sinks.base import MattedFrame
from matting_rt.steady import REACH, Steadier
from matting_rt.synthetic.film import ROOM, RenderedClip, load_place
from matting_rt.timing import PipelineStats
from tests.plate.scenes import paint_room, to_levels

SIZE = FrameSize(320, 180)
FLICKER = 3e-3
"""Of 0..1, by which a still edge may change from frame to frame."""
ROOM_PICTURE = paint_room(3, SIZE)
SHIRT = np.array((200, 60, 40), np.float32)


def disc(x: float) -> np.ndarray:
    """Alpha (H, W) 0..1 of a disc with an edge some pixels wide."""
    rows, columns = np.mgrid[: SIZE.height, : SIZE.width]
    return np.clip((50 - np.hypot(columns - x, rows - 90)) / 6 + 0.5, 0, 1)


def picture(alpha: np.ndarray, seed: int, noise: float = 2.0) -> Image:
    shares = alpha[..., None]
    grain = np.random.default_rng(seed).normal(0, noise, (SIZE.height, SIZE.width, 3))
    return to_levels(ROOM_PICTURE * (1 - shares) + SHIRT * shares + grain)


def flickering(alpha: np.ndarray, seed: int, white: float = 255.0, dtype: type = np.uint8) -> AnyMatte:
    """What a network that flickers makes of it."""
    soft = (alpha > 0) & (alpha < 1)
    noisy = np.clip(alpha + np.random.default_rng(seed).normal(0, 0.02, alpha.shape) * soft, 0, 1) * white
    foreground = np.broadcast_to(SHIRT / 255 * white, (*alpha.shape, 3))
    kind = Matte if dtype is np.uint8 else DeepMatte
    return kind((noisy + 0.5 * (white > 1)).astype(dtype), foreground.astype(dtype).copy())


def run(
    images: Sequence[Image], mattes: Sequence[AnyMatte], cuts: Sequence[int] = (), steadier: Steadier | None = None
) -> list[AnyMatte]:
    """What comes out, one for each frame and in order."""
    out: list[tuple[int, AnyMatte]] = []

    def compose_as(index: int) -> Callable[[AnyMatte], MattedFrame]:
        def compose(matte: AnyMatte) -> MattedFrame:
            out.append((index, matte))
            return MattedFrame(None, matte.alpha, None, index, index, Fraction(1, 30))

        return compose

    steadier = steadier or Steadier()
    given: list[MattedFrame | None] = [
        steadier.push(image, matte, index not in cuts, compose_as(index))
        for index, (image, matte) in enumerate(zip(images, mattes, strict=True))
    ]
    given += steadier.flush()
    assert [matted.index for matted in given if matted is not None] == list(range(len(images)))
    assert [index for index, _ in out] == list(range(len(images)))
    return [matte for _, matte in out]


def steps(alphas: Sequence[np.ndarray], where: np.ndarray) -> float:
    """Mean change from frame to frame."""
    return float(np.mean([np.abs(after[where] - before[where]).mean() for before, after in pairwise(alphas)]))


@pytest.mark.parametrize(
    ("white", "dtype"), [(255, np.uint8), (65535, np.uint16), (1, np.float32)], ids=["8 bit", "16 bit", "float"]
)
def test_a_still_edge_no_longer_flickers(white: float, dtype: type) -> None:
    truth = disc(150)
    mattes = [flickering(truth, 100 + seed, white, dtype) for seed in range(24)]
    steady = run([picture(truth, seed) for seed in range(24)], mattes)
    edge = (truth > 0.05) & (truth < 0.95)
    before, after = ([matte.alpha.astype(float) / white for matte in each] for each in (mattes, steady))
    assert steps(before, edge) > 5 * FLICKER
    assert steps(after[REACH:-REACH], edge) <= FLICKER
    assert all(np.abs(matte[edge] - truth[edge]).mean() < 0.01 for matte in after)
    assert all(matte.alpha.dtype == matte.foreground.dtype == dtype for matte in steady)


@pytest.mark.parametrize("speed", [0.5, 2, 12], ids=["slow", "usual", "fast"])
def test_an_edge_that_moves_stays_as_it_is_and_nothing_trails(speed: float) -> None:
    truths = [disc(80 + speed * index) for index in range(16)]
    mattes = [flickering(truth, 100 + seed) for seed, truth in enumerate(truths)]
    steady = run([picture(truth, seed) for seed, truth in enumerate(truths)], mattes)
    for truth, before, after in zip(truths, mattes, steady, strict=True):
        changed = np.abs(after.alpha.astype(float) - before.alpha) / 255
        assert changed[(truth > 0.02) & (truth < 0.98)].mean() < 1e-2
        error_before, error_after = (np.abs(each.alpha / 255 - truth).mean() for each in (before, after))
        assert error_after <= error_before + 1e-4


def test_somebody_who_stops_and_goes_on_is_steady_meanwhile_and_never_trails() -> None:
    places = [80.0 + 3 * min(index, 6) + 3 * max(0, index - 26) for index in range(34)]
    truths = [disc(x) for x in places]
    mattes = [flickering(truth, 100 + seed) for seed, truth in enumerate(truths)]
    steady = run([picture(truth, seed) for seed, truth in enumerate(truths)], mattes)
    edge = (truths[15] > 0.05) & (truths[15] < 0.95)
    assert steps([matte.alpha / 255 for matte in steady[11:22]], edge) <= FLICKER
    for truth, matte in zip(truths, steady, strict=True):
        assert np.abs(matte.alpha / 255 - truth).max() < 0.12  # of the noise itself 0.08


def test_what_is_in_front_keeps_its_colour() -> None:
    truth = disc(150)
    steady = run([picture(truth, seed) for seed in range(12)], [flickering(truth, 100 + seed) for seed in range(12)])
    shown = steady[6].alpha > 8
    assert np.abs(steady[6].foreground[shown] - SHIRT).max() < 1


def test_nothing_goes_from_one_shot_to_the_next() -> None:
    truth, same = disc(150), picture(disc(150), 1)
    mattes = [flickering(truth * (index < 6), 100 + index) for index in range(12)]
    steady = run([same] * 12, mattes, cuts=[6])
    assert max(matte.alpha.max() for matte in steady[6:]) == 0
    assert all(np.abs(matte.alpha / 255 - truth).max() < 0.12 for matte in steady[:6])


@pytest.mark.parametrize("count", [0, 1, REACH, REACH + 1])
def test_the_shortest_clips_come_out_whole(count: int) -> None:
    truth = disc(150)
    run([picture(truth, seed) for seed in range(count)], [flickering(truth, seed) for seed in range(count)])


@pytest.mark.parametrize("at", [1, 5, 12])
def test_it_goes_on_where_another_has_ended(at: int) -> None:
    truths = [disc(150 + (index > 9)) for index in range(20)]
    images = [picture(truth, seed) for seed, truth in enumerate(truths)]
    mattes = [flickering(truth, 100 + seed) for seed, truth in enumerate(truths)]
    expected = run(images, mattes)
    first, other = Steadier(), Steadier()
    for image, matte in zip(images[:at], mattes[:at], strict=True):
        first.push(image, matte, True, lambda matte: MattedFrame(None, matte.alpha, None, 0, 0, Fraction(1)))
    other.restore(first.state())
    for one, another in zip(expected[at:], run(images[at:], mattes[at:], steadier=other), strict=True):
        np.testing.assert_array_equal(another.alpha, one.alpha)
        np.testing.assert_array_equal(another.foreground, one.foreground)


class Waver:
    """Somebody rendered who stands still, moves on, and stands still again, before a room; noise in every frame."""

    count = 40

    def __init__(self) -> None:
        self.room = load_place(ROOM, SIZE).astype(np.float32)
        clip = RenderedClip(SIZE, 30, 0.1)
        image, alpha = next(clip.frames())
        self.person = np.dstack((image * (alpha[..., None] / np.float32(255)), alpha / np.float32(255)))
        self.alphas = [self._layer(index)[..., 3] for index in range(self.count)]

    def _layer(self, index: int) -> np.ndarray:
        shift = np.array(((1, 0, 2 * min(max(index - 16, 0), 8)), (0, 1, 0)), np.float32)
        return cv2.warpAffine(self.person.astype(np.float32), shift, SIZE)

    def frames(self) -> Iterator[Frame]:
        noise = np.random.default_rng(5)
        for index in range(self.count):
            layer = self._layer(index)
            image = self.room * (1 - layer[..., 3:]) + layer[..., :3] + noise.normal(0, 4, self.room.shape)
            yield Frame(to_levels(image), index, index, Fraction(1, 30))


@pytest.mark.slow
def test_of_a_network_still_edges_are_steady_and_moving_ones_no_worse() -> None:
    clip = Waver()
    people = build.build_person_network()
    with build.build_engine(build.resolve_engine(EngineConfig(engine="onnx"))) as engine:
        compositor, guard = build.build_compositor(CompositeConfig()), build.build_guard(GuardConfig())
        setup = MattingSetup(engine, ColourBackdrop((0, 0, 0)), compositor, guard, frozenset({ALPHA}))

        def matte(is_steady: bool) -> list[np.ndarray]:
            plate = FittedPlate(Plate(to_levels(clip.room)), PlateConfig(check=False))
            stage = MattingStage(plate, PipelineStats(MattingStage.STAGES), people)
            begin = stage.begin_steady if is_steady else stage.begin
            matted = [begin(frame, setup)() for frame in clip.frames()]
            whole = [each for each in (*matted, *stage.flush()) if each is not None]
            assert [each.index for each in whole] == list(range(clip.count))
            return [each.picture(ALPHA) / 255 for each in whole]

        plain, steady = matte(False), matte(True)
    edge = (clip.alphas[0] > 0.02) & (clip.alphas[0] < 0.98)
    assert steps(plain[4:16], edge) > FLICKER
    assert steps(steady[4:16], edge) <= FLICKER
    for index in range(18, 24):
        band = cv2.dilate(((clip.alphas[index] > 0.02) & (clip.alphas[index] < 0.98)).view(np.uint8), np.ones((5, 5)))
        errors = [np.abs(each[index] - clip.alphas[index])[band > 0].mean() for each in (plain, steady)]
        assert errors[1] <= errors[0] + 5e-4
