"""Train a base network (backbone, context, decoder) on painted scenes, cut-out people and photographs.

    python -m training.train_base --variant mobilenetv3-lite --output runs/lite-base --people DIR --photos DIR

Stops and goes on: `--resume` continues from OUTPUT/last.pt.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from tqdm import tqdm

from matting_rt.network.variants import build_network
from training.checkpoint import start_from
from training.command import choose_device, run_command
from training.config import TrainConfig, parse_config
from training.losses import base_loss
from training.norms import train_mode
from training.run import Run, validation_pairs


def main(arguments: Sequence[str] | None = None) -> int:
    return run_command("train_base", lambda: train(*parse_config("Train a base network.", arguments)))


def train(config: TrainConfig, resume: bool) -> None:
    device = choose_device(config.device)
    torch.manual_seed(config.seed)
    network = build_network(config.variant, "base").to(device, memory_format=torch.channels_last)
    if config.start_from:
        start_from(network, Path(config.start_from))
    run = Run(config, network, [{"params": list(network.parameters()), "factor": 1.0}], resume)
    valid = validation_pairs(config, device)

    with run.log, tqdm(total=config.steps, initial=run.step, unit="step", mininterval=5) as bar:
        while run.progress < 1:
            pair = next(run.pairs)
            train_mode(network)
            with torch.autocast(device.type, torch.float16, enabled=run.mixed):
                pha, fgr, err, _ = network(pair.src, pair.bgr)
            terms = base_loss(pha, fgr, err, pair.true_pha, pair.true_fgr)
            run.train_on(terms["total"])
            bar.update()
            if run.step % 20 == 0:
                run.write_logs(terms, pair, pha)
                bar.set_postfix(pha=f"{terms['pha'].item():.4f}")
            if run.step % config.save_every == 0 or run.progress >= 1:
                mad = run.validate(valid)
                bar.write(f"step {run.step}  validation MAD {mad:.5f}  {run.trained_s / 60:.1f} min")
                run.save()


if __name__ == "__main__":
    sys.exit(main())
