"""Walls and rooms, painted: what the window offers as backgrounds. Run by `tools.paint_backgrounds`."""

from itertools import pairwise

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
    leaf,
    noise,
    out_of_focus,
    polygon,
    ramp,
    rgb,
    step,
)


def paint_brick() -> Floats:
    """A whitewashed brick wall, lit from the left."""
    x, y = grid()
    across, down, joint = 0.185, 0.062, 0.0065
    random = np.random.default_rng(4)
    row = (y / down).astype(int)
    column = ((x + (row % 2) * across / 2) / across).astype(int)
    in_x, in_y = (x + (row % 2) * across / 2) % across, y % down
    crooked = 0.0022 * noise(9, 0.05, 0.03, 3)
    from_edge = np.minimum(np.minimum(in_x, across - in_x), np.minimum(in_y, down - in_y)) - joint / 2 + crooked
    brick = step(-0.002, 0.003, from_edge)
    relief = blur(
        brick * 0.02 + 0.0022 * noise(10, 0.02, 0.012, 4) + brick * 0.004 * random.normal(0, 1, (40, 40))[row, column],
        0.0012,
    )
    slope = np.gradient(relief, axis=1) + np.gradient(relief, axis=0)
    tone = 0.82 + 0.035 * random.normal(0, 1, (40, 40))[row, column] + 0.015 * noise(11, 0.12, 0.08, 5)
    picture = (tone * (0.86 + 0.14 * brick))[..., None] * rgb((1.0, 0.985, 0.96))
    light = 1.08 - 0.42 * step(0.1, 1.5, np.hypot(0.75 * (x - 0.35), y - 0.25))
    return out_of_focus((picture + 9 * slope[..., None]) * light[..., None], 0.0045)


def paint_wood() -> Floats:
    """A wall of wooden slats under soft lamps."""
    x, y = grid()
    period, gap = 0.052, 0.013
    number, inside = (x / period).astype(int), x % period
    random = np.random.default_rng(6)
    tone = random.normal(0, 1, 60)[number]
    grain = noise(14, 0.006, 0.7, 3) * 0.022 + noise(15, 0.03, 0.25, 3) * 0.02
    wood = between((0.47, 0.30, 0.18), (0.63, 0.43, 0.27), np.clip(0.5 + 0.22 * tone + 4 * grain, 0, 1))
    slat = step(0, 0.003, inside - gap) * step(0, 0.003, period - inside)
    round_ = 1.05 - 0.30 * np.clip((inside - gap) / (period - gap), 0, 1) ** 2
    picture = lay(np.full((HEIGHT, WIDTH, 3), (0.075, 0.05, 0.035), np.float32), slat, wood * round_[..., None])
    lamps = sum(np.exp(-(((x - at) / (0.10 + 0.24 * y)) ** 2)) * np.exp(-1.15 * y) for at in (0.25, 0.89, 1.53))
    light = 0.62 + 0.85 * lamps
    return out_of_focus(picture * light[..., None] * rgb((1.06, 1.0, 0.92)), 0.005)


def paint_curtain() -> Floats:
    """Daylight through a linen curtain."""
    x, y = grid()
    drift = 0.012 * np.sin(2.2 * y + 3 * x) + 0.006 * noise(17, 0.5, 0.8, 2)
    place = x + drift
    folds = sum(
        size * np.sin(rate * place + shift)
        for size, rate, shift in ((1, 21, 0.4), (0.8, 33.7, 2.0), (0.45, 57.3, 4.1), (0.7, 9.1, 1.2))
    )
    slope = np.gradient(folds, axis=1) * HEIGHT / 60
    cloth = 0.83 + 0.035 * folds + 0.10 * np.tanh(slope)
    day = np.exp(-(((x - 0.75) / 0.85) ** 2)) * (1 - 0.25 * y)
    picture = cloth[..., None] * between((0.74, 0.72, 0.70), (1.08, 1.06, 1.01), np.clip(day, 0, 1))
    weave = 0.006 * noise(18, 0.004, 0.05, 2) + 0.006 * noise(19, 0.05, 0.004, 2)
    return out_of_focus(picture + weave[..., None], 0.004)


def paint_paper() -> Floats:
    """Waves of coloured paper, one above the other."""
    x, _ = grid()
    places = x[0]
    tones: tuple[Colour, ...] = (
        (0.93, 0.90, 0.86),
        (0.84, 0.87, 0.86),
        (0.68, 0.79, 0.80),
        (0.48, 0.67, 0.71),
        (0.29, 0.52, 0.60),
        (0.17, 0.38, 0.48),
        (0.10, 0.26, 0.36),
    )
    picture = np.full((HEIGHT, WIDTH, 3), tones[0], np.float32)
    for number, tone in enumerate(tones[1:]):
        edge = (
            0.22
            + 0.125 * number
            + 0.075 * np.sin((2.1 + 0.35 * number) * places + 1.9 * number)
            + 0.03 * np.sin(5.3 * places + number)
        )
        mask = below(edge)
        shadow = blur(np.roll(mask, -6, axis=0), 0.018)
        picture = picture * (1 - 0.30 * shadow)[..., None]
        paper = rgb(tone) * (1 + 0.012 * noise(number + 60, 0.008, 0.008, 2))[..., None]
        rim = mask * np.exp(-np.clip(grid()[1] - edge[None, :], 0, 1) / 0.006)
        picture = lay(picture, mask, paper + 0.06 * rim[..., None])
    return picture


def paint_shelves() -> Floats:
    """A wall of books, out of focus."""
    x, y = grid()
    random = np.random.default_rng(23)
    picture = np.full((HEIGHT, WIDTH, 3), (0.20, 0.145, 0.10), np.float32)
    tones = (
        (0.50, 0.25, 0.20),
        (0.22, 0.32, 0.42),
        (0.80, 0.74, 0.62),
        (0.30, 0.38, 0.28),
        (0.74, 0.52, 0.26),
        (0.88, 0.85, 0.79),
        (0.30, 0.22, 0.20),
        (0.44, 0.50, 0.54),
    )
    plank, bays, rows = 0.020, (-0.05, 0.55, 1.20, 1.85), (0.02, 0.27, 0.52, 0.77, 1.02)
    for top, foot in pairwise(rows):
        for left, right in pairwise(bays):
            at, end = left + 0.025, right - 0.02
            while at < end - 0.03:
                if random.uniform() < 0.06:  # a free place
                    at += random.uniform(0.05, 0.13)
                    continue
                thick, tall = random.uniform(0.016, 0.036), (foot - top - plank) * random.uniform(0.66, 0.93)
                spine = box(at, foot - plank - tall, at + thick - 0.0015, foot - plank)
                tone = rgb(tones[random.integers(len(tones))]) * random.uniform(0.75, 1.1)
                bend = 1.12 - 0.35 * np.abs((x - at) / thick - 0.4)
                band = 1 + 0.35 * (np.abs(y - (foot - plank - tall * random.uniform(0.65, 0.85))) < 0.006)
                picture = lay(picture, spine, tone * (bend * band)[..., None])
                at += thick
        shade = np.exp(-np.clip(y - top, 0, 1) / 0.03) * (y > top) * (y < foot)
        picture = picture * (1 - 0.55 * shade)[..., None]
        picture = lay(picture, box(-0.1, foot - plank, 2, foot), (0.46, 0.32, 0.21))
    for left in bays:
        picture = lay(picture, box(left - 0.012, -0.1, left + 0.012, 1.1), (0.42, 0.29, 0.19))
    light = 0.62 + 0.55 * np.exp(-(((x - 0.45) / 0.9) ** 2) - ((y - 0.25) / 0.75) ** 2)
    warm = picture * light[..., None] * rgb((1.10, 1.0, 0.88))
    return out_of_focus(warm, 0.013)


def paint_living_room() -> Floats:
    """A quiet room in the evening, with a lamp and a sofa."""
    x, y = grid()
    picture = between((0.64, 0.60, 0.55), (0.52, 0.48, 0.45), step(0, 0.9, y))
    floor = (
        between((0.36, 0.25, 0.17), (0.46, 0.33, 0.22), step(0.84, 1.0, y))
        * (1 + 0.05 * noise(25, 0.9, 0.008, 2))[..., None]
    )
    picture = lay(lay(picture, box(-1, 0.825, 3, 0.85), (0.78, 0.75, 0.70)), box(-1, 0.85, 3, 2), floor)
    for left, right, top, foot, tone in (
        (0.30, 0.50, 0.16, 0.43, (0.36, 0.46, 0.47)),
        (0.55, 0.69, 0.16, 0.33, (0.72, 0.56, 0.42)),
    ):
        picture = lay(
            picture, blur(box(left + 0.008, top + 0.012, right + 0.008, foot + 0.012), 0.008) * 0.4, (0.2, 0.17, 0.15)
        )
        picture = lay(picture, box(left, top, right, foot), (0.24, 0.19, 0.15))
        picture = lay(picture, box(left + 0.008, top + 0.008, right - 0.008, foot - 0.008), (0.90, 0.88, 0.83))
        picture = lay(picture, box(left + 0.03, top + 0.04, right - 0.03, foot - 0.04), tone)
    sofa: Colour = (0.33, 0.38, 0.40)
    picture = lay(picture, blur(box(0.28, 0.88, 1.34, 0.95), 0.02) * 0.6, (0.12, 0.08, 0.06))
    for left, top, right, foot, shade in (
        (0.30, 0.58, 1.32, 0.90, 0.85),
        (0.33, 0.72, 1.29, 0.92, 1.0),
        (0.24, 0.65, 0.37, 0.92, 0.95),
        (1.25, 0.65, 1.38, 0.92, 0.95),
    ):
        cloth = rgb(sofa) * shade * (1.12 - 0.5 * np.clip((y - top) / 0.3, 0, 1))[..., None]
        picture = lay(picture, box(left, top, right, foot, 0.03), cloth)
    for left, tone in ((0.40, (0.74, 0.58, 0.36)), (1.06, (0.78, 0.74, 0.68))):
        picture = lay(
            picture,
            box(left, 0.60, left + 0.17, 0.755, 0.035),
            rgb(tone) * (1.1 - 0.9 * np.clip(y - 0.60, 0, 1))[..., None],
        )
    picture = _put_plant(picture, (0.14, 0.90), 0.46, 11)
    picture = lay(picture, box(1.516, 0.36, 1.524, 0.92), (0.16, 0.13, 0.11))
    picture = lay(picture, box(1.46, 0.915, 1.58, 0.927, 0.004), (0.16, 0.13, 0.11))
    light = 0.62 + 1.0 * np.exp(-np.hypot(x - 1.52, 0.9 * (y - 0.33)) / 0.45)
    picture = picture * light[..., None] * rgb((1.06, 0.97, 0.84))
    lamp = polygon([(1.455, 0.22), (1.585, 0.22), (1.63, 0.38), (1.41, 0.38)])
    picture = lay(
        picture, lamp, ramp(y, (0.22, (1.05, 0.86, 0.58)), (0.33, (1.35, 1.18, 0.88)), (0.38, (1.15, 0.95, 0.66)))
    )
    return out_of_focus(picture + glow((1.52, 0.32), 0.22, (0.12, 0.085, 0.03)), 0.0095)


def paint_window() -> Floats:
    """Plants on the sill of a bright window."""
    x, y = grid()
    outside = ramp(y, (0, (0.80, 0.90, 0.97)), (0.5, (0.86, 0.93, 0.92)), (0.8, (0.62, 0.74, 0.56)))
    trees = step(-0.1, 0.9, 0.6 * noise(41, 0.4, 0.3, 3) + 7 * (y - 0.56))
    outside = lay(outside, 0.7 * trees, (0.52, 0.66, 0.44))
    picture = out_of_focus(outside, 0.035)
    for left, right in ((-0.1, 0.16), (0.855, 0.905), (1.62, 2)):
        picture = lay(
            picture, box(left, -0.1, right, 0.85), between((0.93, 0.93, 0.92), (0.80, 0.81, 0.81), step(left, right, x))
        )
    picture = lay(picture, box(0, -0.1, 2, 0.045), (0.86, 0.87, 0.87))
    picture = lay(lay(picture, box(-0.1, -0.1, 0.11, 2), (0.80, 0.78, 0.75)), box(1.67, -0.1, 2, 2), (0.78, 0.76, 0.73))
    picture = lay(picture, box(-0.1, 0.80, 2, 0.845), (0.97, 0.96, 0.94))
    picture = lay(picture, box(-0.1, 0.845, 2, 2), between((0.74, 0.72, 0.69), (0.66, 0.64, 0.61), step(0.85, 1, y)))
    for foot, tall, seed in (
        ((0.28, 0.80), 0.44, 3),
        ((1.52, 0.80), 0.50, 4),
        ((0.52, 0.80), 0.24, 5),
        ((1.30, 0.80), 0.22, 8),
    ):
        picture = _put_plant(picture, foot, tall, seed)
    return out_of_focus(picture + glow((0.9, 0.2), 0.6, (0.06, 0.06, 0.05)), 0.008)


def paint_office() -> Floats:
    """A bright office, far out of focus."""
    _, y = grid()
    picture = between((0.80, 0.81, 0.82), (0.68, 0.70, 0.72), step(0.0, 1.0, y))
    picture = lay(
        picture,
        polygon([(0, -0.1), (RIGHT, -0.1), (RIGHT, 0.05), (1.15, 0.27), (0.62, 0.27), (0, 0.02)]),
        (0.88, 0.885, 0.89),
    )
    picture = lay(
        picture,
        polygon([(0, 1.05), (RIGHT, 1.05), (RIGHT, 0.95), (1.15, 0.62), (0.62, 0.62), (0, 0.97)]),
        (0.50, 0.48, 0.46),
    )
    for near in range(5):
        start, end = 0.62 - 0.62 * (near / 5) ** 1.5, 0.62 - 0.62 * ((near + 0.86) / 5) ** 1.5
        rise = [0.42 * (0.62 - at) for at in (start, end)]  # of the edges above and below, towards us
        corners = (start, 0.30 - rise[0]), (end, 0.30 - rise[1]), (end, 0.56 + rise[1]), (start, 0.56 + rise[0])
        pane = polygon(corners)
        picture = lay(
            picture, pane, ramp(y, (0, (1.05, 1.15, 1.25)), (0.6, (1.15, 1.18, 1.18)), (0.8, (0.75, 0.85, 0.78)))
        )
    for depth in (0.15, 0.4, 0.75, 1.2):
        for side in (-0.10, 0.16):
            size = 0.05 * depth + 0.012
            middle = 0.885 + side * (0.5 + 1.8 * depth)
            picture = lay(
                picture,
                box(middle - 1.6 * size, 0.24 - 0.20 * depth, middle + 1.6 * size, 0.24 - 0.20 * depth + 0.5 * size),
                (1.5, 1.45, 1.35),
            )
    picture = lay(picture, box(0.72, 0.36, 1.05, 0.62), (0.42, 0.52, 0.56))
    for left, right, top, tone in (
        (0.58, 0.86, 0.64, (0.34, 0.27, 0.21)),
        (0.98, 1.34, 0.67, (0.38, 0.30, 0.23)),
        (1.36, 1.9, 0.76, (0.42, 0.33, 0.25)),
        (-0.1, 0.40, 0.78, (0.42, 0.33, 0.25)),
    ):
        picture = lay(picture, box(left, top, right, top + 0.022), rgb(tone) * 1.6)
        picture = lay(picture, box(left + 0.02, top + 0.022, right - 0.02, top + 0.20), rgb(tone) * 0.8)
        picture = lay(
            picture,
            box((left + right) / 2 - 0.07, top - 0.11, (left + right) / 2 + 0.07, top - 0.015),
            (0.13, 0.15, 0.18),
        )
    picture = _put_plant(picture, (1.60, 0.97), 0.62, 31)
    return out_of_focus(picture, 0.024)


def _put_plant(picture: Floats, foot: tuple[float, float], tall: float, seed: int) -> Floats:
    """A plant in a pot, which stands at `foot`."""
    random = np.random.default_rng(seed)
    x, _ = grid()
    pot_high, pot_wide = 0.24 * tall, 0.14 * tall + 0.02
    top = foot[1] - pot_high
    for _ in range(34):
        out = random.normal(0, 0.30) * tall
        bend = (foot[0] + 0.25 * out, top - random.uniform(0.12, 0.55) * tall)
        tip = (bend[0] + 0.75 * out, bend[1] - tall * random.uniform(-0.12, 0.30))
        green = rgb((0.20, 0.36, 0.18)) * random.uniform(0.65, 1.65) + rgb((0.05, 0.03, 0.0)) * random.uniform(0, 1)
        stem = polygon(
            [(foot[0] - 0.003, top), (foot[0] + 0.003, top), (bend[0] + 0.002, bend[1]), (bend[0] - 0.002, bend[1])]
        )
        picture = lay(picture, stem, (0.22, 0.30, 0.16))
        picture = lay(picture, leaf(bend, tip, 0.045 * tall + 0.010), green)
    pot = polygon(
        [
            (foot[0] - pot_wide, top),
            (foot[0] + pot_wide, top),
            (foot[0] + 0.72 * pot_wide, foot[1]),
            (foot[0] - 0.72 * pot_wide, foot[1]),
        ]
    )
    return lay(
        picture, pot, between((0.90, 0.86, 0.80), (0.60, 0.56, 0.51), step(foot[0] - pot_wide, foot[0] + pot_wide, x))
    )
