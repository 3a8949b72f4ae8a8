"""Random weights whose outputs are neither constant nor at their limits, and pictures to run them on."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.segmentation.deeplabv3 import ASPPPooling

from matting_rt.frame import FrameSize, Image
from matting_rt.network.edges import EdgeNetwork
from matting_rt.tensors import to_image


def spread_outputs(network: nn.Module, src: Tensor, bgr: Tensor) -> None:
    """Give batch norms the statistics of a picture, and the last convolutions outputs well inside their clamps."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # the plain average over what follows
    refiner = getattr(network, "refiner", None)
    if isinstance(refiner, EdgeNetwork):
        nn.init.normal_(refiner.head.weight)  # it starts at zero
    lasts = [getattr(part, "head", None) or part.conv4 for part in (network.decoder, refiner) if part is not None]
    seen: dict[nn.Module, Tensor] = {}
    with torch.no_grad():
        network.train()
        for module in network.modules():
            if isinstance(module, ASPPPooling):
                module.eval()  # a picture pooled to one pixel has no statistics
        network(src, bgr)
        hooks = [last.register_forward_hook(lambda module, _, x: seen.update({module: x})) for last in lasts]
        network.eval()
        for last in lasts:  # the refiner sees what the decoder leaves, so one after the other
            network(src, bgr)
            scale = 0.12 / seen[last].std(dim=(0, 2, 3))
            last.bias.mul_(scale).sub_(seen[last].mean(dim=(0, 2, 3)) * scale)
            last.weight.mul_(scale.view(-1, 1, 1, 1))
            if len(last.bias) > 1:  # the edge network's is added to an alpha
                last.bias[0] += 0.5
            if len(last.bias) > 4:
                last.bias[4] += 0.5
        for hook in hooks:
            hook.remove()


def make_pictures(size: FrameSize) -> tuple[Tensor, Tensor]:
    """A frame and a plate with structure at every scale, the same for the same size."""
    generator = torch.Generator().manual_seed(size.width)
    pictures = torch.zeros(2, 3, size.height, size.width)
    for side in (4, 16, 64):
        noise = torch.rand(2, 3, side, side, generator=generator)
        pictures += F.interpolate(noise, size=pictures.shape[2:], mode="bilinear", align_corners=False) / 3
    return pictures[:1].clone(), pictures[1:].clone()


def make_images(size: FrameSize) -> tuple[Image, Image]:
    """`make_pictures` as bytes."""
    src, bgr = make_pictures(size)
    return to_image(src), to_image(bgr)
