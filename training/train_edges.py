"""Train the edge network of our own variants alone, on stored scenes, behind a base that does not learn.

    python -m training.data.scenes --output SCENES ...
    python -m training.train_edges --start-from runs/lite-base/best.safetensors --scenes SCENES --output runs/lite-edges

What the base makes of each scene is computed once, at the start; a step then costs what the edge network costs. Stops
and goes on: `--resume` continues from OUTPUT/last.safetensors.
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch

from matting_rt.errors import ConfigError
from matting_rt.network.edges import EdgeNetwork
from matting_rt.network.matting import MattingRefine
from matting_rt.network.variants import build_network
from matting_rt.synthetic.scenes import Pair
from training.checkpoint import know_people, start_from
from training.command import run_command
from training.config import Resume, TrainConfig
from training.data.crops import CoarseScenes, CropStream, EdgeCrops
from training.data.scenes import open_scenes
from training.distributed import join_team
from training.flags import parse_config
from training.losses import edge_loss
from training.norms import hold_norms, train_mode
from training.run import Run
from training.validation import EdgeValidation


def main(arguments: Sequence[str] | None = None) -> int:
    description = "Train the edge network alone."
    return run_command("train_edges", lambda: train(*parse_config(description, arguments, "edges")))


def run_edges(network: torch.nn.Module, crops: Pair) -> torch.Tensor:
    """(B, 1, h, w), the alpha of crops, not clamped."""
    assert isinstance(network, MattingRefine)
    assert isinstance(network.refiner, EdgeNetwork)
    assert isinstance(crops, EdgeCrops)
    layout = torch.channels_last  # 1.3 times the rate of planes on a CPU, with bf16 1.9 times that of planes in fp32
    src, bgr, matte, known = crops.seen.contiguous(memory_format=layout).split([3, 3, 4, 1], dim=1)
    pha = network.refiner.refine(src, bgr, matte, known, crops.context.contiguous(memory_format=layout))
    return pha


def train(config: TrainConfig, resume: Resume) -> None:
    with join_team(config.device) as team:
        if team.size > 1:
            raise ConfigError("an edge network is trained by one process: start it without torchrun")
        if not config.scenes or not config.valid_scenes:
            raise ConfigError("name folders of stored scenes: --scenes DIR --valid-scenes DIR")
        torch.manual_seed(config.seed)
        network = build_network(config.variant, "refine", backbone_scale=config.backbone_scale, refine_mode="full")
        if not isinstance(network.refiner, EdgeNetwork):
            raise ConfigError(f"{config.variant} has no edge network; train its refiner with train_refine")
        know_people(network)
        if config.start_from:
            start_from(network, Path(config.start_from))
        assert isinstance(network, MattingRefine)
        network.to(memory_format=torch.channels_last).to(team.device)
        for part in (network.backbone, network.aspp, network.decoder):
            part.requires_grad_(False)
        groups = [{"params": list(network.refiner.parameters()), "factor": 1.0}]
        held_out = open_scenes(Path(config.valid_scenes))
        scenes = CoarseScenes(open_scenes(Path(config.scenes)), network.eval(), team.device)
        if not scenes.numbers:
            raise ConfigError(f"the base of {config.start_from or config.variant} finds nobody; train it first")

        def open_crops(first_step: int) -> CropStream:
            return CropStream(scenes, config.seed, config.batch, config.crop, first_step)

        open_validation = partial(EdgeValidation, held_out, network, team.device)
        with Run(config, "refine", network, groups, team, resume, open_validation, open_crops, run_edges) as run:
            for each in (network, run.averaged.module):
                assert isinstance(each, MattingRefine)
                hold_norms(each.backbone, each.aspp, each.decoder)
            run.pause()
            while run.progress < 1:
                train_mode(network)
                for crops in run.parts():
                    with run.autocast():
                        pha = run_edges(network, crops)
                    run.backward(edge_loss(pha, crops.true_pha), crops)
                run.update()
                run.write_logs(crops, pha)
                run.pause()


if __name__ == "__main__":
    sys.exit(main())
