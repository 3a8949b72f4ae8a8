"""Train a base network (backbone, context, decoder) on painted scenes, data sets, cut-out people and photographs.

    python -m training.train_base --variant mobilenetv3-lite --output runs/lite-base --people DIR --photos DIR
    torchrun --nproc-per-node=2 -m training.train_base ...

Stops and goes on: `--resume` continues from OUTPUT/last.safetensors.
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

if not __package__:  # started by its file's name, a script sees its own folder alone
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    import training  # noqa: F401  # before torch: it sets how OpenMP waits

import torch

from matting_rt.network.variants import build_network
from training.checkpoint import know_people, start_from
from training.command import run_command
from training.config import Resume, TrainConfig
from training.defaults import parameter_groups
from training.distributed import join_team
from training.flags import parse_config
from training.losses import base_loss
from training.norms import train_mode
from training.run import Run
from training.validation import Validation


def main(arguments: Sequence[str] | None = None) -> int:
    return run_command("train_base", lambda: train(*parse_config("Train a base network.", arguments)))


def train(config: TrainConfig, resume: Resume) -> None:
    with join_team(config.device) as team:
        torch.manual_seed(config.seed)
        network = build_network(config.variant, "base").to(memory_format=torch.channels_last).to(team.device)
        know_people(network)
        if config.start_from:
            start_from(network, Path(config.start_from))
        groups = parameter_groups(network, "base", config.variant)
        with Run(config, "base", network, groups, team, resume, partial(Validation, config, team.device)) as run:
            run.pause()
            while run.progress < 1:
                train_mode(network)
                for pair in run.parts():
                    with run.autocast():
                        pha, fgr, err, _ = run.forward(pair.src, pair.bgr, pair.known)
                    terms = base_loss(pha, fgr, err, pair.true_pha, pair.true_fgr, pair.clip_length)
                    run.backward(terms, pair)
                run.update()
                run.write_logs(pair, pha)
                run.pause()


if __name__ == "__main__":
    sys.exit(main())
