"""Render the person of the demo: one gesture in a few cut-outs, which the program plays before a room.

    python -m training.data.avatars.film --avatars DIR --hdri DIR --output matting_rt/synthetic/person

The pictures of an earlier film in that folder are replaced.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.random import Generator

from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from training.command import run_command
from training.data.avatars import hair
from training.data.avatars.avatar import list_avatars
from training.data.avatars.dressing import Wardrobe, load_wardrobe
from training.data.avatars.light import draw_light, list_probes, load_probe
from training.data.avatars.poses import Arm, Pose, between, curls, triple, turns_of
from training.data.avatars.renderer import Body, Renderer
from training.data.avatars.scene import clip_matrix
from training.data.avatars.shards import encode, straighten
from training.data.avatars.skeleton import Floats
from training.data.avatars.styles import STYLES

WHO = "Asian_F_2_Casual"
"""One of those that are kept from training."""
PROBE = "st_fagans_interior"
SIZE = FrameSize(1280, 720)
SHOWN_M = 0.8
"""What the picture's height shows at the person's distance: head to waist, and a hand beside the head."""
DISTANCE_M = 1.3
HEAD_ROOM = 0.31
"""From the picture's upper edge to the middle of the head, over its height."""
ASIDE_M = 0.06
"""Of the picture's middle to the person's left, where the hand waves."""
BROWN = triple(0.05, 0.018, 0.008)
"""Of the hair, linear."""
HAIR = replace(STYLES["wavy"], parted=1.0, flyaways=(0.03, 0.03))
"""Loose enough to show what a matte has to keep."""
HEAD_PX = 210
"""Height of the head in the picture."""
QUALITY = 80
"""Of colours, WebP's scale; alphas are stored exactly."""


@dataclass(frozen=True, slots=True)
class FilmConfig:
    """What to render."""

    avatars: Path
    hdri: Path
    output: Path
    who: str
    """Beginning of a file's name."""
    probe: str
    """The same, of a light probe."""
    count: int
    """Pictures from one end of the gesture to the other."""
    seed: int
    """Of hair and light."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--avatars", type=Path, required=True, metavar="DIR", help="rigged humans (.glb)")
    parser.add_argument("--hdri", type=Path, required=True, metavar="DIR", help="light probes (.hdr)")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="for the pictures")
    parser.add_argument("--who", default=WHO, metavar="NAME", help=f"beginning of a file's name, default {WHO}")
    parser.add_argument("--probe", default=PROBE, metavar="NAME", help=f"the same, of a light probe, default {PROBE}")
    parser.add_argument("--count", type=int, default=14, metavar="N", help="pictures of the gesture, default 14")
    parser.add_argument("--seed", type=int, default=7, help="of hair and light, default 7")
    given = parser.parse_args(arguments)
    return run_command("film", lambda: write_film(FilmConfig(**vars(given))))


def write_film(config: FilmConfig) -> None:
    """Write 00.webp, 01.webp, ...: RGBA pictures of SIZE with straight colours.

    Raises:
        SourceError: no such person, or a file is damaged.
        UsageError: no such probe, no OpenGL, or fewer than two pictures.
    """
    if config.count < 2:
        raise UsageError(f"count is {config.count}; a gesture takes 2 pictures or more")
    pictures = [encode(straighten(picture), QUALITY) for picture in render_film(config, SIZE)]
    config.output.mkdir(parents=True, exist_ok=True)
    for path in config.output.glob("*.webp"):
        path.unlink()
    for number, picture in enumerate(pictures):
        (config.output / f"{number:02d}.webp").write_bytes(picture)
    print(f"{config.output}: {len(pictures)} pictures, {sum(map(len, pictures)) / 1000:.0f} kB")


def render_film(config: FilmConfig, size: FrameSize) -> Iterator[Floats]:
    """(H, W, 4) premultiplied RGB and alpha, 0..1, of each moment."""
    path = list_avatars(config.avatars, [config.who])[0]
    probes = [probe for probe in list_probes(config.hdri) if probe.stem.startswith(config.probe)]
    if not probes:
        raise UsageError(f"{config.hdri} holds no light probe called {config.probe}; see --probe")
    wardrobe = load_wardrobe(path)
    light = draw_light(np.random.default_rng(config.seed), load_probe(probes[0]))
    camera, eye = _camera(wardrobe, size)
    with Renderer(size, fineness=3) as renderer:
        for share in np.linspace(0, 1, config.count):
            body = _body(np.random.default_rng(config.seed), wardrobe, float(share))
            skeleton = wardrobe.avatar.skeleton
            turns = turns_of(between(WAVE_IN, WAVE_OUT, float(share)), skeleton)
            yield renderer.render([body], [[skeleton.bend(turns, np.zeros(3, np.float32))]], camera, eye, light)


def _body(draws: Generator, wardrobe: Wardrobe, share: float) -> Body:
    """The person with the same hair each time, and a smile that comes with the gesture."""
    avatar, smile = wardrobe.avatar, 0.45 + 0.35 * share
    places = avatar.with_face({"rsmileclose": smile, "lsmileclose": smile, "rlowlid": 0.2, "llowlid": 0.2})
    scalp = wardrobe.scalp
    cloth = np.where(scalp.cover > 0, -scalp.cover, wardrobe.plain.cloth).astype(np.float32)  # dark under the hair
    look = replace(wardrobe.plain, cloth=cloth, hair_colour=BROWN)
    strands = hair.grow(draws, avatar, places, scalp, scalp.skull, HAIR, BROWN, HEAD_PX)
    return Body(avatar, places, strands, look, shows_wig=False)


def _camera(wardrobe: Wardrobe, size: FrameSize) -> tuple[Floats, Floats]:
    """(4, 4) from the scene to clip space, and (3,) where the camera is; they do not move."""
    head = wardrobe.avatar.skeleton.at("Head") + triple(0, 0.09, 0)
    target = head + triple(ASIDE_M, SHOWN_M * (HEAD_ROOM - 0.5), 0)
    eye = target + triple(0, 0.05, DISTANCE_M)
    return clip_matrix(eye, target, 0.0, 2 * float(np.arctan(SHOWN_M / 2 / DISTANCE_M)), size), eye


def _pose(swing: float) -> Pose:
    """One who waves with the left hand; `swing`: -1 towards the head, 1 away from it."""
    waving = Arm(
        triple(0.34 + 0.17 * swing, 0.16 - 0.04 * swing, 0.30),
        triple(0.45, -1, -0.25),
        triple(-0.1 * swing, 0, 1),
        curls=curls(0.1, 0.05, 0.05, 0.08, 0.12),
        spread=0.12,
    )
    hanging = Arm(triple(0.16, -0.93, 0.10), triple(0.5, -0.1, -1), triple(-1, 0, -0.2), curls=curls(0.3))
    return Pose(
        torso=triple(0.03, -0.04 + 0.02 * swing, 0.02 * swing),
        head=triple(-0.02, 0.10 + 0.05 * swing, -0.05 - 0.04 * swing),
        left=waving,
        right=hanging,
        legs=np.zeros((2, 3), np.float32),
        heading=-0.12 + 0.02 * swing,
    )


WAVE_IN, WAVE_OUT = _pose(-1), _pose(1)


if __name__ == "__main__":
    sys.exit(main())
