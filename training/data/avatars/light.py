"""Light from all around, as a photograph of it (a light probe) tells it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.pictures.files import read_picture
from training.data.avatars.skeleton import Floats

HEIGHT, WIDTH = 32, 64
"""What a probe is reduced to: skin and cloth show nothing finer."""

SUFFIXES = (".hdr", ".exr")

BRIGHTEST = 60.0
"""Times the mean: beyond it, a sun is cut off, because nine harmonics would ring around it."""

BACKLIT = 0.2
"""Share of lamps that stand behind people, whose hair then glows at its outline."""


@dataclass(frozen=True, slots=True)
class Light:
    """What shines on a scene."""

    harmonics: Floats
    """(9, 3) RGB: irradiance over pi of a surface, by real spherical harmonics of its normal, degrees 0 to 2."""
    surround: Floats
    """(HEIGHT, WIDTH, 3) RGB radiance by direction, what glossy surfaces mirror; equirectangular, up is row 0."""


def list_probes(folder: Path) -> list[Path]:
    """The light probes below a folder. Raises SourceNotFoundError, SourceFormatError: there are none."""
    if not folder.is_dir():
        raise SourceNotFoundError(f"There is no folder {folder}; give one that holds light probes (.hdr)")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise SourceFormatError(f"The folder {folder} holds no light probes ({', '.join(SUFFIXES)})")
    return paths


def load_probe(path: Path) -> Floats:
    """(HEIGHT, WIDTH, 3) RGB radiance with a mean of 1. Raises SourceFormatError."""
    import cv2

    picture = read_picture(path, cv2.IMREAD_UNCHANGED)
    if picture.ndim != 3 or picture.dtype != np.float32:
        raise SourceFormatError(f"{path} cannot be read as a light probe; give a Radiance picture (.hdr)")
    reduced = cv2.resize(picture[..., 2::-1], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    reduced = np.maximum(np.nan_to_num(reduced), 0)
    reduced = np.minimum(reduced, BRIGHTEST * max(float(reduced.mean()), 1e-6))
    return np.asarray(reduced / max(float(reduced.mean()), 1e-6), np.float32)


def directions() -> Floats:
    """(HEIGHT, WIDTH, 3) the direction of each place of a surround; its middle is the front, z."""
    polar = (np.arange(HEIGHT) + 0.5) * np.pi / HEIGHT
    azimuth = (np.arange(WIDTH) + 0.5) * 2 * np.pi / WIDTH - np.pi
    sine = np.sin(polar)[:, None]
    x, y, z = sine * np.sin(azimuth), np.cos(polar)[:, None] + 0 * azimuth, sine * np.cos(azimuth)
    return np.stack([x, y, z], -1).astype(np.float32)


def harmonics_of(places: Floats) -> Floats:
    """(..., 9) real spherical harmonics of unit vectors (..., 3)."""
    x, y, z = np.moveaxis(places, -1, 0)
    columns = [
        0.282095 + 0 * x, 0.488603 * y, 0.488603 * z, 0.488603 * x,
        1.092548 * x * y, 1.092548 * y * z, 0.315392 * (3 * z * z - 1), 1.092548 * x * z, 0.546274 * (x * x - y * y),
    ]  # fmt: skip
    return np.stack(columns, -1).astype(np.float32)


def to_light(surround: Floats) -> Light:
    """Gather what falls on a surface of each direction (Ramamoorthi and Hanrahan 2001, equation 12)."""
    polar = (np.arange(HEIGHT) + 0.5) * np.pi / HEIGHT
    areas = np.sin(polar)[:, None, None] * (np.pi / HEIGHT) * (2 * np.pi / WIDTH)
    basis = harmonics_of(directions())
    gathered = np.einsum("hwk,hwc->kc", basis, surround * areas)
    cosine = np.array([1.0] + [2 / 3] * 3 + [1 / 4] * 5)[:, None]
    return Light((gathered * cosine).astype(np.float32), surround)


def shine_on(light: Light, normals: Floats) -> Floats:
    """(..., 3) irradiance over pi of surfaces with unit normals (..., 3)."""
    shone: Floats = np.maximum(harmonics_of(normals) @ light.harmonics, 0)
    return shone


def draw_light(draws: Generator, probe: Floats) -> Light:
    """A probe turned at random, often with a lamp or a window more, exposed for a face that looks at the camera."""
    surround = np.roll(probe, draws.integers(WIDTH), 1)
    if draws.random() < 0.6:
        surround = surround * draws.uniform(0.3, 1) + _lamp(draws)
    if draws.random() < 0.3:  # the grey world of a camera's white balance, more or less
        cast = surround.mean((0, 1))
        surround = surround / (cast / cast.mean()) ** draws.uniform(0.3, 1)
    light = to_light(surround.astype(np.float32))
    around = directions()[HEIGHT // 4 : 3 * HEIGHT // 4 : 4, :: WIDTH // 8].reshape(-1, 3)
    shone = shine_on(light, around).mean(1)
    # a camera exposes for what faces it, but lets nothing burn out that is lit from behind
    brightness = max(float(shone[around[:, 2] > 0.5].mean()), 0.6 * float(shone.max()))
    wanted = 0.75 * np.exp(draws.normal(0, 0.3))
    return to_light((surround * (wanted / max(brightness, 1e-3))).astype(np.float32))


def _lamp(draws: Generator) -> Floats:
    """(HEIGHT, WIDTH, 3) a soft light, usually above and to the front: a lamp, a window, a screen; sometimes behind."""
    behind = draws.random() < BACKLIT
    azimuth = draws.normal(np.pi, 0.5) if behind else draws.normal(0, 1.2)
    height = draws.uniform(-0.3, 0.9)
    level = np.sqrt(1 - height**2)
    towards = np.array([level * np.sin(azimuth), height, level * np.cos(azimuth)], np.float32)
    breadth = draws.uniform(0.1, 0.6)
    colour = 1 + draws.normal(0, 0.12) * np.array([1, 0, -1])
    near = np.exp((directions() @ towards - 1) / (0.5 * breadth**2))[..., None]
    lamp: Floats = (near / near.mean() * np.maximum(colour, 0.3) * draws.uniform(0.3, 0.6 if behind else 1.5)).astype(
        np.float32
    )
    return lamp
