"""What is changed in foregrounds of data sets, on the training device: their place, size, light, motion and company."""

import torch
from torch import Tensor

from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import ClipDraws, Draws, over, premultiply, straighten, unpremultiply
from matting_rt.synthetic.scenes import join_layers
from training.data.foreground_crop import CANVAS_OVER_FRAME


def show_canvases(draws: Draws, canvases: Tensor, size: tuple[int, int]) -> Tensor:
    """Show foregrounds of canvases through the frame, turned, moved, scaled and mirrored a little.

    By less than the canvas has around the frame, so that no cut edge comes into sight.
    """
    count = len(canvases)
    layers = camera.affine(
        premultiply(canvases),
        shift=draws.uniform((count, 2), -0.05, 0.05),
        scale=draws.log_uniform((count,), 0.97, 1.1) * CANVAS_OVER_FRAME,
        angle=draws.uniform((count,), -0.05, 0.05),
        flip=draws.chance(0.5, (count,)),
        size=size,
    )
    return straighten(layers)


def recolour(draws: Draws, layers: Tensor) -> Tensor:
    """Another exposure, white balance and saturation of the foreground alone."""
    shape = (len(layers), 1, 1, 1)
    fgr, pha = layers[:, :3], layers[:, 3:]
    grey = fgr.mean(1, keepdim=True)
    fgr = torch.lerp(grey, fgr, draws.uniform(shape, 0.7, 1.3))
    light = (draws.normal((len(layers), 3, 1, 1), 0.05) + draws.normal(shape, 0.2)).exp()
    return join_layers((fgr * light).clamp(0, 1), pha)


def drift(draws: ClipDraws, layers: Tensor, clip_length: int) -> Tensor:
    """Let what is seen move evenly through each clip, beside what moves in it by itself."""
    count = len(layers)
    time = torch.arange(clip_length, device=layers.device) - (clip_length - 1) / 2
    time = time.repeat(count // clip_length) * draws.chance(0.7, (count,))
    moved = camera.affine(
        premultiply(layers),
        shift=draws.normal((count, 2), 0.008) * time.unsqueeze(1),
        scale=(draws.normal((count,), 0.004) * time).exp(),
        angle=draws.normal((count,), 0.006) * time,
        padding="border",  # who is cut off at the frame's edge goes on beyond it
    )
    return straighten(moved)


def crowd(draws: ClipDraws, layers: Tensor, share: float, clip_length: int) -> Tensor:
    """Put the next clip's foreground, moved aside, behind a share of the foregrounds."""
    count = len(layers)
    if count == clip_length:
        return layers
    # all is drawn for all, so that what follows is drawn alike however many are chosen
    aside = draws.uniform((count,), 0.3, 1.0) * (draws.chance(0.5, (count,)) * 2 - 1)
    shift = torch.stack([aside, draws.uniform((count,), 0.0, 0.2)], 1)
    scale = draws.uniform((count,), 0.8, 1.1)
    crowded = draws.chance(share, (count,)).nonzero().flatten()
    if not len(crowded):
        return layers
    behind = camera.affine(
        premultiply(layers[(crowded + clip_length) % count]),
        shift=shift[crowded],
        scale=scale[crowded],
        padding="border",
    )
    front = premultiply(layers[crowded])
    colour, alpha = over(front[:, :3], front[:, 3:], behind[:, :3], behind[:, 3:])
    return layers.index_copy(0, crowded, join_layers(unpremultiply(colour, alpha), alpha))
