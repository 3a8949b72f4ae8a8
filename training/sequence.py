"""Clips through a network that remembers: frame after frame, each with what the network made of the one before.

So in training the network meets its own memory as it will in use, right or wrong, and the losses of later frames reach
back through it to the earlier ones.
"""

import torch
from torch import Tensor, nn

from matting_rt.network.edges import EdgeNetwork
from matting_rt.network.matting import MattingRefine


class InSequence(nn.Module):
    """A whole network on clips; its answers are those of the network, for all frames in their order.

    A module of its own because DistributedDataParallel averages gradients once for each call of what it wraps.
    """

    def __init__(self, network: MattingRefine, clip_length: int) -> None:
        super().__init__()
        self.network, self.clip_length = network, clip_length

    def forward(self, src: Tensor, bgr: Tensor, known: Tensor) -> tuple[Tensor, ...]:
        """
        Args:
            src, bgr, known: (B, ...), as `MattingRefine`; every `clip_length` of them are consecutive frames.
        """
        frames = [x.unflatten(0, (-1, self.clip_length)).unbind(1) for x in (src, bgr, known)]
        last_src, last_pha = None, None
        answers = []
        for frame, plate, known_there in zip(*frames, strict=True):
            answers.append(self.network(frame, plate, known_there, last_src, last_pha))
            last_src, last_pha = frame, answers[-1][0]
        return tuple(torch.stack(parts, 1).flatten(0, 1) for parts in zip(*answers, strict=True))


def in_sequence(network: nn.Module, clip_length: int) -> nn.Module:
    """What clips are trained through: of a network that remembers nothing, or for single pictures, itself."""
    if clip_length > 1 and isinstance(network, MattingRefine) and isinstance(network.refiner, EdgeNetwork):
        return InSequence(network, clip_length)
    return network
