"""Train a whole network, refiner included, from a trained base.

    python -m training.train_refine --start-from runs/lite-base/last.pt --output runs/lite-refine

The base goes on learning at a fifth of the refiner's rate, its batch norms held at what they are at the start: as they
will be when it is used. Stops and goes on: `--resume` continues from OUTPUT/last.pt.
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
from training.losses import refine_loss
from training.norms import hold_norms, settle_norms, train_mode
from training.run import Run, validation_pairs

DEFAULTS = {
    "output": "runs/lite-refine",
    "width": 512,
    "height": 384,
    "batch": 6,
    "steps": 1500,
    "rate": 1e-3,
    "pool": 256,
}


def main(arguments: Sequence[str] | None = None) -> int:
    description = "Train a whole network, refiner included."
    return run_command("train_refine", lambda: train(*parse_config(description, arguments, **DEFAULTS)))


def train(config: TrainConfig, resume: bool) -> None:
    device = choose_device(config.device)
    torch.manual_seed(config.seed)
    network = build_network(
        config.variant,
        "refine",
        backbone_scale=config.backbone_scale,
        refine_sample_pixels=int(config.width * config.height * config.refine_share),
    )
    if config.start_from:
        start_from(network, Path(config.start_from))
    network.to(device, memory_format=torch.channels_last)
    refiner = list(network.refiner.parameters())
    base = [parameter for name, parameter in network.named_parameters() if not name.startswith("refiner.")]
    run = Run(config, network, [{"params": base, "factor": 0.2}, {"params": refiner, "factor": 1.0}], resume)
    valid = validation_pairs(config, device)
    base_parts = (network.backbone, network.aspp, network.decoder)
    if not resume:
        settle_norms(network, run.pairs)  # at the sizes that the base meets from here on
    hold_norms(*base_parts, run.averaged.module.backbone, run.averaged.module.aspp, run.averaged.module.decoder)

    with run.log, tqdm(total=config.steps, initial=run.step, unit="step", mininterval=5) as bar:
        while run.progress < 1:
            pair = next(run.pairs)
            train_mode(network)
            with torch.autocast(device.type, torch.float16, enabled=run.mixed):
                pha, fgr, pha_sm, fgr_sm, err_sm, _ = network(pair.src, pair.bgr)
            terms = refine_loss(pha, fgr, pha_sm, fgr_sm, err_sm, pair.true_pha, pair.true_fgr)
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
