"""Average base networks that went apart from one: weights in between, batch statistics gathered anew.

    python -m training.blend BEFORE AFTER --output blended.safetensors --people DIR --photos DIR
    python -m training.blend BEFORE AFTER --shares 0.4 0.6 ...
    python -m training.blend A B C ...

A network that was trained on keeps in its weights what it could before, if it is taken half of the way only (Wortsman
et al. 2022, arXiv:2109.01903), and several that began as one average to one that is no worse than the best of them (the
same, arXiv:2203.05482), if they did not go too far. All must be base networks of one variant.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from matting_rt.network.variants import build_network
from matting_rt.weights import first_misfit
from training.checkpoint import Trained, load_trained, save_trained
from training.command import run_command
from training.data.batches import Pairs, open_sources
from training.data.settings import add_data_flags, settings_of
from training.norms import recalibrate_batchnorm

CALIBRATION_PICTURES = 160
_BATCH = 8


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+", metavar="FILE", help="base checkpoints")
    parser.add_argument("--shares", type=float, nargs="+", metavar="SHARE", help="of each, default: all alike")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE")
    add_data_flags(parser, FrameSize(384, 288), plate_faults=0.35)
    given = parser.parse_args(arguments)
    return run_command("blend", lambda: blend(given))


def blend(given: argparse.Namespace) -> None:
    """Raises ConfigError: shares that will not do, or networks that do not fit each other."""
    paths, shares = given.checkpoints, given.shares or [1 / len(given.checkpoints)] * len(given.checkpoints)
    if len(shares) != len(paths) or min(shares) < 0 or abs(sum(shares) - 1) > 0.01:
        raise ConfigError(f"shares are {shares}; give one for each of {len(paths)} checkpoints, which add up to 1")
    parts = [load_trained(path) for path in paths]
    last = parts[-1]
    network = build_network(last.variant, "base")
    for path, trained in zip(paths, parts, strict=True):
        misfit = first_misfit(trained.weights, network.state_dict())
        if misfit:
            raise ConfigError(f"{path} is no base of {last.variant}: {misfit}; blend checkpoints of train_base")
    network.load_state_dict({name: _average([each.weights[name] for each in parts], shares) for name in last.weights})
    settings = settings_of(given, _BATCH, pool=_BATCH * 8)
    pairs = Pairs(settings, open_sources(settings), given.seed, torch.device("cpu"))
    recalibrate_batchnorm(network, pairs, CALIBRATION_PICTURES)
    blended = ", ".join(f"{share:g} of {path.name}" for share, path in zip(shares, paths, strict=True))
    about = {**last.config, "blended": blended}
    save_trained(given.output, Trained(network.state_dict(), last.variant, last.step, about), "base")
    print(f"Wrote {given.output}: {blended}")


def _average(tensors: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    """Counts, which are no numbers with a point, are those of the first."""
    if not tensors[0].is_floating_point():
        return tensors[0]
    return sum((tensor.float() * share for tensor, share in zip(tensors, shares, strict=True)), start=torch.zeros(()))


if __name__ == "__main__":
    sys.exit(main())
