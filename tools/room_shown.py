"""How much of the room others get to see when something goes wrong: a simulated camera through the real middle.

    python -m tools.room_shown --clip CLIP > table.md

The clip is a folder with `video.mp4`, of a camera that stands still, and `plate.png`, the empty room; without one a
rendered person waves. Each event is done to the clip's frames, and what leaves is compared with what leaves when
nothing happens; the rendered person's, with the truth.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from matting_rt import build
from matting_rt.config import Config, GuardConfig, Keep, PlateConfig
from matting_rt.frame import Frame, FrameSize, Image
from matting_rt.inference.base import MattingEngine
from matting_rt.live.state import Absence
from matting_rt.matting import MattingSetup, MattingStage, PeopleFinder
from matting_rt.outputs import ALPHA
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate, forget_people, load_plate
from matting_rt.synthetic.film import RenderedClip
from matting_rt.timing import PipelineStats
from tools.room_events import PERSON, RATE_FPS, Alpha, Event, Moment, Shot, events

EVENT_S = 1.2
"""When it happens; by then the plate is known and believed."""
_FIRST_FRAME_S = 1 / 15
_SECOND_S = 1.0
_ROOM = 0.1
"""Of the alpha when nothing happens: below, and not close to more, is room."""
OTHER_FIRST = 100
"""The frame of the clip with which the second person begins."""
MOST_LATER, MOST_EVER = 0.02, 0.05
LEAST_OF_PERSON, LEAST_OF_HELD = 0.95, 0.9
LONGEST_S, LONGEST_BACK_S = 5.0, 3.0
"""What has to be kept; the last, when the world comes back."""
_FULL_QUALITY = 0.01
"""Mean difference (0..1) from the alpha when nothing happens, up to which all is as before."""


@dataclass(slots=True)
class Outcome:
    """What left."""

    room_later: float = 0.0
    """0..1, the most of the room in one frame, from a second after the event on."""
    room_most: float = 0.0
    """0..1, the same from the second frame after the event on."""
    person: float = 1.0
    """0..1, the least of the person in one frame of the steady state."""
    held: float = 1.0
    """0..1, the least of what is held, in the steady state."""
    recovered_s: float | None = None
    """Until all was as when nothing happens, and stayed so."""
    shares: list[tuple[float, float]] = field(default_factory=list)
    """Time since the event, and share of the room, of each frame."""


class Middle:
    """The middle of live video as it is, with all of its work done at once, so that it can run faster than time."""

    def __init__(
        self, engine: MattingEngine, people: PeopleFinder, plate: Image | None, keep: Keep = Keep.PEOPLE
    ) -> None:
        known = None if plate is None else forget_people(Plate(plate), people.find(plate))
        self._plate = LivePlate(known, PlateConfig(), beside=False)
        self._stage = MattingStage(self._plate, PipelineStats(MattingStage.STAGES), people)
        self._setup = MattingSetup(
            engine,
            build.build_backdrop(Config().backdrop),
            build.build_compositor(Config().composite),
            build.build_guard(GuardConfig(keep)),
            frozenset({ALPHA}),
        )

    def alpha(self, image: Image, index: int) -> Alpha | Absence:
        """What may leave of a frame."""
        finish = self._stage.begin_live(Frame(image, index, index, Fraction(1, RATE_FPS)), self._setup)
        if isinstance(finish, Absence):
            return finish
        matted = finish()
        assert matted.alpha is not None, "alpha was asked for"
        alpha: Alpha = np.divide(matted.alpha, 255, dtype=np.float32)
        return alpha


def open_shot(
    clip: Path, first: int, count: int, engine: MattingEngine, people: PeopleFinder, size: FrameSize | None = None
) -> Shot:
    """A part of a real clip; `size`: what its frames are resized to."""
    with build.build_video_source(clip / "video.mp4", size) as source:
        frames = []
        for frame in source:
            if frame.index >= first:
                frames.append(frame.image)
            if len(frames) == count:
                break
    plate = load_plate(clip / "plate.png")
    return _with_truth(frames, (plate if size is None else plate.resized(size)).image, engine, people)


def render_shot(size: FrameSize, count: int) -> Shot:
    """The rendered person of the demo before a painted room, with the true alpha."""
    clip = RenderedClip(size, RATE_FPS, count / RATE_FPS)
    images, alphas = zip(*clip.frames(), strict=True)
    return Shot(list(images), clip.plate(), [np.divide(alpha, 255, dtype=np.float32) for alpha in alphas])


def _with_truth(frames: list[Image], plate: Image, engine: MattingEngine, people: PeopleFinder) -> Shot:
    middle, alphas = Middle(engine, people, plate, Keep.EVERYTHING), list[Alpha]()
    for index, image in enumerate(frames):
        alpha = middle.alpha(image, index)
        alphas.append(alphas[-1] if isinstance(alpha, Absence) else alpha)
    return Shot(frames, plate, alphas)


def measure(event: Event, shot: Shot, engine: MattingEngine, people: PeopleFinder) -> Outcome:
    """Let an event happen, and see what leaves."""
    noise = np.random.default_rng(7)
    middle = Middle(engine, people, event.plate(shot))
    event_s = 0.0 if event.from_start else EVENT_S
    outcome, errors = Outcome(), list[tuple[float, float]]()
    left, left_true = np.zeros(shot.plate.shape[:2], np.float32), np.zeros(shot.plate.shape[:2], np.float32)
    kept, held = list[float](), list[float]()
    for index, (image, alpha) in enumerate(zip(shot.frames, shot.alphas, strict=True)):
        since_s = index / RATE_FPS - event_s
        moment = Moment(image, alpha, since_s, index)
        happens = since_s > -1e-6 and (event.ends_s is None or since_s < event.ends_s - 1e-6)
        image, true = (event.change if happens else event.before)(moment, noise)
        result = middle.alpha(np.ascontiguousarray(image), index)
        if not isinstance(result, Absence):
            left, left_true = result, true
        elif result is Absence.TOO_DARK:
            left, left_true = np.zeros_like(true), true
        # else the last composite leaves once more, and what was true then still is
        room = cv2.dilate(left_true, np.ones((9, 9), np.uint8)) < _ROOM
        share = float(left[room].mean())
        outcome.shares.append((since_s, share))
        errors.append((since_s, float(np.abs(left - left_true).mean())))
        if since_s > _FIRST_FRAME_S:
            outcome.room_most = max(outcome.room_most, share)
        is_steady = since_s >= _SECOND_S and (event.ends_s is None or not 0 <= since_s - event.ends_s < 3)
        if since_s >= _SECOND_S:
            outcome.room_later = max(outcome.room_later, share)
        person = left_true > PERSON
        if is_steady and person.sum() > 300 and result is not Absence.TOO_DARK:
            kept.append(float(left[person].mean()))
        thing = person & (alpha < _ROOM)
        if is_steady and event.is_held and thing.any():
            held.append(float(left[thing].mean()))
    outcome.person, outcome.held = min(kept, default=1.0), min(held, default=1.0)
    start_s = event.ends_s or 0.0
    late = [since_s for since_s, error in errors if error > _FULL_QUALITY and since_s >= start_s]
    if not late:
        outcome.recovered_s = 0.0
    elif late[-1] < errors[-1][0] - 0.3:
        outcome.recovered_s = late[-1] + 1 / RATE_FPS - start_s
    return outcome


def judge_room(outcome: Outcome) -> list[str]:
    """What `judge` says of the room. No more is asked for a rendered person: what knows people takes painted things
    beside them for a part of them, and misses some of them before a white wall.
    """
    found = []
    if outcome.room_later > MOST_LATER:
        found.append(f"{outcome.room_later:.1%} of the room a second later")
    if outcome.room_most > MOST_EVER:
        found.append(f"{outcome.room_most:.1%} of the room in one frame")
    return found


def judge(event: Event, outcome: Outcome) -> list[str]:
    """What is not as it has to be, in words; empty where all is well."""
    found = judge_room(outcome)
    if outcome.person < LEAST_OF_PERSON:
        found.append(f"only {outcome.person:.1%} of the person")
    if outcome.held < LEAST_OF_HELD:
        found.append(f"only {outcome.held:.1%} of what is held")
    limit_s = LONGEST_S if event.ends_s is None else LONGEST_BACK_S
    if event.must_recover and (outcome.recovered_s is None or outcome.recovered_s > limit_s):
        found.append("not as good as before in time")
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clip", type=Path, help="a folder with video.mp4 and plate.png (default: a rendered person)")
    parser.add_argument("--first", type=int, default=790, help="the clip's frame to begin with (default: 790)")
    parser.add_argument("--size", default="768x432", help="of the frames (default: 768x432)")
    parser.add_argument("--frames", type=int, default=50)
    chosen = parser.parse_args(arguments)
    width, height = map(int, chosen.size.split("x"))
    size = FrameSize(width, height)
    engine, people = build.build_engine(build.resolve_engine(Config().engine)), build.build_person_network()
    other = None
    if chosen.clip is None:
        shot = render_shot(size, chosen.frames)
    else:
        shot = open_shot(chosen.clip, chosen.first, chosen.frames, engine, people, size)
        other = open_shot(chosen.clip, OTHER_FIRST, chosen.frames, engine, people, size)
    print("| event | room a second later | room in any frame | person kept | held | as before after |")
    print("|---|---|---|---|---|---|")
    failed = 0
    for event in events(shot, other):
        outcome = measure(event, shot, engine, people)
        failed += bool(judge_room(outcome) if chosen.clip is None else judge(event, outcome))
        held = f"{outcome.held:.0%}" if event.is_held else ""
        recovered = "" if outcome.recovered_s is None else f"{outcome.recovered_s:.1f} s"
        print(
            f"| {event.name} | {outcome.room_later:.2%} | {outcome.room_most:.2%} | {outcome.person:.1%} "
            f"| {held} | {recovered if event.must_recover else ''} |",
            flush=True,
        )
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
