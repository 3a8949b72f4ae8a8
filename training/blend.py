"""Blend a trained base with the one that it began as: weights in between, batch statistics gathered anew.

    python -m training.blend BEFORE AFTER --share 0.5 --output blended.safetensors --people DIR --photos DIR

A network that was trained on keeps in its weights what it could before, if it is taken half of the way only (Wortsman
et al. 2022, arXiv:2109.01903). Both must be base networks of one variant.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

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
    parser.add_argument("before", type=Path, help="base checkpoint")
    parser.add_argument("after", type=Path, help="base checkpoint that was trained on from it")
    parser.add_argument("--share", type=float, default=0.5, help="of the way from BEFORE to AFTER, default 0.5")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE")
    add_data_flags(parser, FrameSize(384, 288), plate_faults=0.35)
    given = parser.parse_args(arguments)
    return run_command("blend", lambda: blend(given))


def blend(given: argparse.Namespace) -> None:
    """Raises ConfigError: a share beyond 0..1, or two networks that do not fit each other."""
    if not 0 <= given.share <= 1:
        raise ConfigError(f"share is {given.share:g}; choose from 0 (BEFORE) to 1 (AFTER)")
    before, after = load_trained(given.before), load_trained(given.after)
    network = build_network(after.variant, "base")
    for path, trained in ((given.before, before), (given.after, after)):
        misfit = first_misfit(trained.weights, network.state_dict())
        if misfit:
            raise ConfigError(f"{path} is no base of {after.variant}: {misfit}; blend two checkpoints of train_base")
    network.load_state_dict(
        {
            name: torch.lerp(tensor.float(), after.weights[name].float(), given.share)
            if tensor.is_floating_point()
            else tensor
            for name, tensor in before.weights.items()
        }
    )
    settings = settings_of(given, _BATCH, pool=_BATCH * 8)
    pairs = Pairs(settings, open_sources(settings), given.seed, torch.device("cpu"))
    recalibrate_batchnorm(network, pairs, CALIBRATION_PICTURES)
    about = {**after.config, "blended": f"{given.share:g} of the way from {given.before.name} to {given.after.name}"}
    save_trained(given.output, Trained(network.state_dict(), after.variant, after.step, about), "base")
    print(f"Wrote {given.output}, {given.share:g} of the way from {given.before} to {given.after}")


if __name__ == "__main__":
    sys.exit(main())
