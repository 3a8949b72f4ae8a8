"""Train a whole network, refiner included, from a trained base.

    python -m training.train_refine --start-from runs/lite-base/best.safetensors --output runs/lite-refine
    torchrun --nproc-per-node=2 -m training.train_refine ...

The base goes on learning more slowly than the refiner (`defaults`), its batch norms held at what they are at the start:
as they will be when it is used. Stops and goes on: `--resume` continues from OUTPUT/last.safetensors.
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

if not __package__:  # started by its file's name, a script sees its own folder alone
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    import training  # noqa: F401  # before torch: it sets how OpenMP waits

import torch

from matting_rt.network.matting import MattingRefine
from matting_rt.network.variants import build_network
from training.checkpoint import know_people, start_from
from training.command import run_command
from training.config import Resume, TrainConfig
from training.defaults import parameter_groups
from training.distributed import join_team
from training.flags import parse_config
from training.losses import refine_loss
from training.norms import hold_norms, train_mode
from training.run import Run
from training.validation import Validation


def main(arguments: Sequence[str] | None = None) -> int:
    description = "Train a whole network, refiner included."
    return run_command("train_refine", lambda: train(*parse_config(description, arguments, "refine")))


def train(config: TrainConfig, resume: Resume) -> None:
    with join_team(config.device) as team:
        torch.manual_seed(config.seed)
        network = build_network(
            config.variant,
            "refine",
            backbone_scale=config.backbone_scale,
            refine_mode=config.refine_mode.value,
            refine_sample_pixels=config.refined_pixels,
            refine_threshold=config.refine_threshold,
            refine_kernel_size=config.refine_kernel_size,
        )
        know_people(network)
        if config.start_from:
            start_from(network, Path(config.start_from))
        assert isinstance(network, MattingRefine)
        network.to(memory_format=torch.channels_last).to(team.device)
        groups = parameter_groups(network, "refine", config.variant)
        with Run(config, "refine", network, groups, team, resume, partial(Validation, config, team.device)) as run:
            if not run.is_resumed:
                run.recalibrate(network)  # at the sizes that the base meets from here on
            for each in (network, run.averaged.module):
                assert isinstance(each, MattingRefine)
                hold_norms(each.backbone, each.aspp, each.decoder)
            run.pause()
            while run.progress < 1:
                train_mode(network)
                for pair in run.parts():
                    with run.autocast():
                        pha, fgr, pha_sm, fgr_sm, err_sm, _ = run.forward(pair.src, pair.bgr, pair.known)
                    terms = refine_loss(
                        pha, fgr, pha_sm, fgr_sm, err_sm, pair.true_pha, pair.true_fgr, pair.clip_length
                    )
                    run.backward(terms, pair)
                run.update()
                run.write_logs(pair, pha)
                run.pause()


if __name__ == "__main__":
    sys.exit(main())
