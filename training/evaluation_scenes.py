"""Scenes of the sets that training has no counterpart of: sharp hair, and rooms that changed since the plate."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws, over, unpremultiply
from matting_rt.synthetic.figures import Colour, Skeleton, paint_skeleton, pose_figures
from matting_rt.synthetic.hair import hair_colours, strands
from matting_rt.synthetic.objects import paint_objects
from matting_rt.synthetic.scenes import PUBLISHED, Pair, Scene, photograph
from matting_rt.synthetic.shadows import cast_shadows
from matting_rt.synthetic.things import rearrange
from training.data.foreground_crop import Crop, Place, canvas_of, draw_on_canvas, find_crop
from training.data.picture_files import read_cutout

NATIVE_SCALES = (0.6, 1.0)
"""Cut-outs are shown at so much of their size: enlarging would blur their hair."""
_LEAST_SEEN = 0.5
"""Height of a cut-out over that of the frame; of smaller people no single hair is seen."""
_TRIES = 24
"""Cut-outs that are looked at for one that fits the frame."""
_SMALLEST_HEAD = 0.09
"""Radius of a painted head, picture heights: below, single hairs are no longer pixels."""
_HAIRS = 700
_SKINS: tuple[Colour, ...] = ((0.94, 0.78, 0.68), (0.80, 0.58, 0.46), (0.55, 0.37, 0.27), (0.30, 0.19, 0.13))
_HAIR_COLOURS: tuple[Colour, ...] = (
    (0.06, 0.05, 0.05),
    (0.20, 0.12, 0.08),
    (0.42, 0.22, 0.11),
    (0.75, 0.60, 0.38),
    (0.62, 0.62, 0.62),
    (0.92, 0.90, 0.86),
)


def show_cutout(draws: Draws, paths: Sequence[Path], size: FrameSize) -> tuple[Tensor, Tensor] | None:
    """Somebody of whom cut-outs (RGBA files) are given, at `NATIVE_SCALES` and with the head in the frame.

    Returns:
        fgr (1, 3, H, W) and pha (1, 1, H, W); None where no cut-out fits: too small, or cut off left and right and
        narrower than the frame, or without a head.

    Raises:
        SourceError: a picture cannot be read, or has no alpha channel.
    """
    first = draws.one_integer(len(paths))
    for path in (paths[(first + step) % len(paths)] for step in range(min(_TRIES, len(paths)))):
        colours, alpha = read_cutout(path)
        crop = find_crop([alpha])
        place = crop and _choose_native_place(draws, crop, size)
        if crop is None or place is None:
            continue
        canvas = torch.from_numpy(draw_on_canvas(colours, alpha, crop, place, size))[None].float() / 255
        margin_x, margin_y = _margins(size)
        layers = canvas[..., margin_y : margin_y + size.height, margin_x : margin_x + size.width]
        layers = layers.flip(3) if draws.one_integer(2) else layers
        return layers[:, :3], layers[:, 3:]
    return None


def _margins(size: FrameSize) -> tuple[int, int]:
    """Of the canvas, left of and above the frame, pixels."""
    canvas = canvas_of(size)
    return (canvas.width - size.width) // 2, (canvas.height - size.height) // 2


def _choose_native_place(draws: Draws, crop: Crop, frame: FrameSize) -> Place | None:
    """Where cut sides are at the frame's, or beyond, and the head is in sight; None: nowhere."""
    smallest, largest = NATIVE_SCALES
    smallest = max(smallest, _LEAST_SEEN * frame.height / crop.height)
    if crop.cut_left and crop.cut_right:
        smallest = max(smallest, frame.width / crop.width)
    if smallest > largest or crop.cut_top:
        return None
    share, x, y = draws.uniform((3,)).tolist()
    scale = smallest + (largest - smallest) * share
    free_x, free_y = frame.width - crop.width * scale, frame.height - crop.height * scale
    left = free_x * x  # of who is wider than the frame, both sides are beyond it
    if crop.cut_left != crop.cut_right:
        left = min(free_x, 0.0) if crop.cut_left else max(free_x, 0.0)
    top = max(free_y, frame.height * 0.08 * y)
    margin_x, margin_y = _margins(frame)
    return Place(scale, left + margin_x, top + margin_y)


def paint_hairy(draws: Draws, size: FrameSize) -> tuple[Tensor, Tensor]:
    """A painted figure with hundreds of single hairs, fgr (1, 3, H, W) and pha (1, 1, H, W)."""
    skeleton = _pose_near(draws, size)
    hair_colour = _HAIR_COLOURS[draws.one_integer(len(_HAIR_COLOURS))]
    shirt = tuple(draws.colours((1,))[0].tolist())
    outfit = (_SKINS[draws.one_integer(len(_SKINS))], (shirt[0], shirt[1], shirt[2]), hair_colour)
    fgr, pha = paint_skeleton(draws, skeleton, size, outfit=outfit)
    unit, length = skeleton.unit, draws.log_uniform((1, 1), 0.4, 2.5)
    crown = skeleton.head - (skeleton.neck - skeleton.head) * 0.15
    sway = float(draws.normal((1,), 0.3))
    hair = strands(draws, crown, unit * 1.1, unit * length, size, count=_HAIRS, sway=sway)
    tint = hair_colours(draws, torch.tensor(hair_colour).view(1, 3, 1, 1), size)
    colour, alpha = over(tint * hair, hair, fgr * pha, pha)
    return unpremultiply(colour, alpha), alpha


def _pose_near(draws: Draws, size: FrameSize) -> Skeleton:
    while True:
        skeleton = pose_figures(draws, 1, size.width / size.height)
        if float(skeleton.unit) >= _SMALLEST_HEAD:
            return skeleton


def photograph_moved(draws: Draws, scene: Scene, elsewhere: Tensor) -> tuple[Pair, Pair]:
    """Take a scene of a room in which things were moved, came and went since the plate was taken.

    The person throws shadows in the frame. What was moved is no foreground.

    Args:
        scene: of one picture, of a room that was rearranged; furniture that it lacks now is put where it was.
        elsewhere: (1, 3, H, W), what a plate shows where it is not known.

    Returns:
        The pair with a plate that claims to be known everywhere, and the same with one that is not known behind the
        person, where nobody has ever seen it, and in other parts.
    """
    size = FrameSize(scene.pha.shape[3], scene.pha.shape[2])
    now = cast_shadows(draws, scene.background, scene.pha)
    _, then = rearrange(draws, scene.empty, scene.empty.new_zeros(0, 4, *size[::-1]))
    whole = photograph(draws, replace(scene, background=now, empty=then), PUBLISHED)
    reach = size.height // 24 * 2 + 1
    wide = F.max_pool2d(scene.pha, (1, reach), 1, (0, reach // 2))  # one side after the other: a tenth of the time
    unseen = F.max_pool2d(wide, (reach, 1), 1, (reach // 2, 0)) > 0.02
    known = (~(unseen | (paint_objects(draws, 1, size)[1] > 0.3))).float()
    return whole, Pair(whole.src, torch.lerp(elsewhere, whole.bgr, known), whole.true_pha, whole.true_fgr, known)
