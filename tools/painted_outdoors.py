"""Places outdoors, painted: what the window offers as backgrounds. Run by `tools.paint_backgrounds`."""

import numpy as np

from tools.brushes import (
    HEIGHT,
    RIGHT,
    WIDTH,
    Colour,
    Floats,
    below,
    between,
    blur,
    box,
    glow,
    grid,
    lay,
    noise,
    out_of_focus,
    polygon,
    ramp,
    rgb,
    step,
)


def paint_beach() -> Floats:
    """Sand, a calm sea and a summer sky."""
    x, y = grid()
    horizon, shore = 0.43, 0.70 + 0.05 * (x / RIGHT - 0.5) + 0.012 * np.sin(4.1 * x + 0.6) + 0.006 * np.sin(11 * x)
    sky = ramp(y, (0, (0.26, 0.54, 0.82)), (0.25, (0.50, 0.73, 0.90)), (horizon, (0.86, 0.92, 0.93)))
    clouds = step(0.35, 1.9, noise(21, 0.9, 0.16, 5) + 1.6 * (y - 0.24))
    picture = lay(sky, 0.75 * clouds * step(horizon, horizon - 0.16, y), (0.98, 0.97, 0.95))
    depth = np.clip((y - horizon) / (shore - horizon), 0, 1)
    sea = ramp(
        depth, (0, (0.16, 0.43, 0.60)), (0.35, (0.14, 0.52, 0.64)), (0.8, (0.36, 0.71, 0.73)), (1, (0.66, 0.84, 0.80))
    )
    picture = lay(picture, below(np.full(WIDTH, horizon)), sea + _ripples(horizon, 0.030)[..., None])
    for behind, strength in ((0.055, 0.55), (0.018, 0.8), (0.0, 0.95)):
        line = shore - behind * (1 + 0.35 * np.sin(2.3 * x + 40 * behind))
        foam = np.exp(-(((y - line) / (0.004 + 0.05 * behind)) ** 2)) * step(
            -1.2, 0.9, noise(int(3 + 900 * behind), 0.16, 0.03)
        )
        picture = lay(picture, strength * foam, (0.97, 0.98, 0.97))
    sand = ramp(
        y - shore,
        (0, (0.60, 0.51, 0.40)),
        (0.05, (0.70, 0.60, 0.46)),
        (0.11, (0.86, 0.76, 0.60)),
        (0.3, (0.90, 0.81, 0.66)),
    )
    sand = sand * (1 + 0.018 * noise(5, 0.25, 0.05, 6) + 0.022 * noise(6, 0.012, 0.006, 2))[..., None]
    return out_of_focus(lay(picture, step(0.0, 0.004, y - shore), sand), 0.004)


def paint_dusk() -> Floats:
    """The sun just above a quiet sea."""
    x, y = grid()
    horizon, sun = 0.55, (1.18, 0.475)
    sky = ramp(
        y,
        (0, (0.20, 0.25, 0.45)),
        (0.25, (0.47, 0.40, 0.56)),
        (0.42, (0.88, 0.56, 0.46)),
        (horizon, (0.99, 0.76, 0.50)),
    )
    bands = step(0.3, 1.7, noise(31, 1.5, 0.05, 4)) * step(0.55, 0.2, y)
    picture: Floats = (
        lay(sky, 0.55 * bands, (0.62, 0.38, 0.44))
        + glow(sun, 0.16, (0.30, 0.16, 0.02))
        + glow(sun, 0.5, (0.10, 0.05, 0.0))
    )
    picture = lay(picture, step(0.034, 0.030, np.hypot(x - sun[0], y - sun[1])), (1.0, 0.95, 0.80))
    depth = (y - horizon) / (1 - horizon)
    sea = ramp(depth, (0, (0.80, 0.55, 0.47)), (0.25, (0.48, 0.38, 0.48)), (1, (0.14, 0.18, 0.31)))
    waves = _ripples(horizon, 1.0)
    sea = sea + 0.05 * waves[..., None] * rgb((0.9, 0.7, 0.7))
    path = (
        np.exp(-(((x - sun[0]) / (0.035 + 0.13 * np.clip(depth, 0, 1))) ** 2))
        * step(-0.3, 1.2, waves)
        * step(1.1, 0.0, depth)
    )
    picture = lay(picture, below(np.full(WIDTH, horizon)), lay(sea, 0.85 * path, (1.0, 0.82, 0.55)))
    return out_of_focus(picture, 0.004)


def _ripples(horizon: float, strength: float) -> Floats:
    """Waves that are smaller towards the horizon."""
    _, y = grid()
    near = np.clip((y - horizon) / (1 - horizon), 1e-3, 1)
    rows = np.clip((near**0.45) * (HEIGHT - 1), 0, HEIGHT - 1).astype(int)
    waves = noise(8, 0.10, 0.006, 3)
    columns = np.arange(WIDTH)[None, :].repeat(HEIGHT, 0)
    rippled: Floats = strength * waves[rows, columns] * step(0, 0.05, near)
    return rippled


def paint_dunes() -> Floats:
    """Dunes in the low sun."""
    x, y = grid()
    picture = ramp(y, (0, (0.44, 0.62, 0.78)), (0.45, (0.93, 0.86, 0.76)))
    places = x[0]
    for peak, height, far, seed in (
        (0.35, 0.43, 1.0, 1),
        (1.35, 0.46, 0.75, 2),
        (0.62, 0.55, 0.45, 3),
        (1.55, 0.70, 0.15, 4),
    ):
        random = np.random.default_rng(seed)
        spread = 0.35 + 0.35 * (1 - far)
        away = (places - peak) / spread
        crest = height + 0.22 * (1 - np.exp(-(np.abs(away) ** 1.5))) + 0.006 * np.sin(9 * places + random.uniform(0, 6))
        ridge = (
            peak
            + (0.9 - 1.5 * (seed % 2)) * (y - height)
            + 0.10 * np.sin(6 * (y - height) + seed) * step(0, 0.3, y - height)
        )
        shade = step(-0.012, 0.020, x - ridge)
        lit = between((0.95, 0.74, 0.50), (0.90, 0.65, 0.42), step(0, 0.4, y - crest[None, :]))
        dark = between((0.62, 0.41, 0.30), (0.72, 0.50, 0.36), step(0, 0.35, y - crest[None, :]))
        ripples = np.sin(170 * (y + 0.10 * x + 0.012 * noise(seed + 20, 0.4, 0.2, 2))) * (1 - far) * 0.022
        dune = lit * (1 + ripples)[..., None] * (1 - shade[..., None]) + dark * shade[..., None]
        dune = dune * (1 + 0.012 * noise(seed + 40, 0.02, 0.01, 2))[..., None]
        picture = lay(picture, below(crest), dune + (rgb((0.93, 0.84, 0.74)) - dune) * 0.55 * far)
    return out_of_focus(picture, 0.004)


def paint_forest() -> Floats:
    """Trees in the mist of a morning."""
    x, y = grid()
    mist: Colour = (0.80, 0.86, 0.83)
    picture = between((0.86, 0.90, 0.86), (0.70, 0.78, 0.75), step(0.0, 0.9, np.hypot(x - 0.95, 1.3 * (y - 0.38))))
    random = np.random.default_rng(12)
    for near in (0.12, 0.28, 0.48, 0.72, 1.0):
        dark = rgb((0.10, 0.17, 0.15)) * near + rgb(mist) * 0.93 * (1 - near)
        layer = np.zeros((HEIGHT, WIDTH), np.float32)
        for _ in range(round(26 - 17 * near)):
            middle, width = random.uniform(-0.05, RIGHT + 0.05), random.uniform(0.006, 0.012) * (1 + 3.2 * near)
            if near > 0.9 and abs(middle - RIGHT / 2) < 0.42:  # the middle is the person's
                continue
            lean, foot = random.uniform(-0.03, 0.03), 0.66 + 0.28 * near + random.uniform(-0.02, 0.02)
            layer = np.maximum(
                layer,
                polygon(
                    [
                        (middle + lean - width / 3, -0.02),
                        (middle + lean + width / 3, -0.02),
                        (middle + width / 2, foot),
                        (middle - width / 2, foot),
                    ]
                ),
            )
            for _ in range(round(3 + 2 * near)):
                top, side = (
                    random.uniform(0.0, 0.55),
                    random.choice((-1, 1)) * random.uniform(0.04, 0.13) * (0.4 + near),
                )
                at = middle + lean * (1 - top / foot)
                layer = np.maximum(
                    layer,
                    0.8
                    * polygon(
                        [
                            (at, top),
                            (at + side, top + abs(side) * random.uniform(0.1, 0.5)),
                            (at, top + 0.004 + 0.006 * near),
                        ]
                    ),
                )
        crowns = step(
            0.2,
            1.1,
            noise(int(70 + 10 * near), 0.16 + 0.2 * near, 0.09 + 0.1 * near, 6) + 2.4 * step(0.36, -0.1, y) - 1.1,
        ) * step(0.40, 0.12, y)
        ground = below(0.66 + 0.26 * near + 0.02 * noise(int(90 + 10 * near), 0.5, 0.5, 5)[0])
        layer = np.maximum(np.maximum(layer, 0.85 * crowns), ground)
        picture = lay(picture, blur(layer, 0.0015 + 0.003 * near), dark)
        picture = lay(picture, 0.34 * step(0.25, 0.85, y) * (1 - 0.7 * near), mist)
    picture = picture + glow((0.95, 0.30), 0.35, (0.10, 0.09, 0.04))
    return out_of_focus(picture, 0.004)


def paint_city() -> Floats:
    """A city in the evening, from high up."""
    _, y = grid()
    picture = ramp(
        y, (0, (0.07, 0.10, 0.22)), (0.35, (0.23, 0.24, 0.42)), (0.58, (0.72, 0.45, 0.42)), (0.7, (0.80, 0.52, 0.40))
    )
    picture = lay(picture, 0.4 * step(0.2, 1.8, noise(51, 1.2, 0.07)) * step(0.6, 0.2, y), (0.42, 0.30, 0.42))
    random = np.random.default_rng(7)
    tones = ((1.0, 0.80, 0.50), (1.0, 0.90, 0.72), (0.95, 0.66, 0.40), (0.70, 0.82, 1.0))
    for near in (0.25, 0.6, 1.0):
        left = -0.05
        while left < RIGHT:
            width = random.uniform(0.06, 0.13) * (0.7 + 0.6 * near)
            top = 0.60 + 0.10 * near - abs(random.normal(0, 0.11)) - 0.02 * near
            wall = rgb((0.30, 0.24, 0.34)) * (1 - near) + rgb((0.045, 0.055, 0.10)) * near
            picture = lay(picture, box(left, top, left + width, 1.05), wall)
            columns, rows = int(width / (0.013 + 0.006 * near)), int((1.0 - top) / (0.020 + 0.008 * near))
            for column in range(1, columns):
                for row in range(1, rows):
                    if random.uniform() < 0.23 + 0.1 * near:
                        at = left + width * column / columns, top + (1 - top) * row / rows
                        window = box(at[0] - 0.0028, at[1] - 0.0035, at[0] + 0.0028, at[1] + 0.0035)
                        picture = lay(
                            picture,
                            window * random.uniform(0.4, 1) * (0.55 + 0.45 * near),
                            tones[random.choice(4, p=(0.4, 0.3, 0.2, 0.1))],
                        )
            left += width * random.uniform(0.8, 1.35)
    return out_of_focus(picture * 1.02, 0.011)
