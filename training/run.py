"""What the two training scripts share: a schedule, an average of the weights, logs, checkpoints, validation."""

import math
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.tensorboard import SummaryWriter

from matting_rt.errors import ConfigError
from matting_rt.synthetic.pairs import Mix
from matting_rt.synthetic.scenes import Pair
from matting_rt.weights import first_misfit
from training.checkpoint import load_checkpoint, save_checkpoint
from training.config import TrainConfig, to_dict
from training.data.batches import Pairs, open_sources, validation_pair
from training.data.settings import Use
from training.norms import norms_of, settle_norms


class Run:
    """The state of a run beside its loop: step, optimiser, averaged weights, random numbers, logs."""

    def __init__(self, config: TrainConfig, network: nn.Module, groups: list[dict[str, Any]], resume: bool) -> None:
        """
        Args:
            groups: parameter groups for AdamW; "factor" in each scales the learning rate.
        """
        data = config.data()
        sources = open_sources(data)  # first, because it may find data that nobody can train on
        torch.manual_seed(config.seed)
        self.config, self.network = config, network
        for norm in norms_of(network):
            norm.momentum = 0.05  # torchvision's MobileNetV3 has 0.01, too slow for a run of thousands of steps
        self.device = next(network.parameters()).device
        self.averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(config.ema_decay))
        self.optimizer = torch.optim.AdamW(groups, lr=config.rate, weight_decay=config.weight_decay)
        self.mixed = self.device.type == "cuda"
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=self.mixed)
        self.step, self.trained_s = 0, 0.0
        self.folder = Path(config.output)
        state = self._restore() if resume else None
        self.log = SummaryWriter(str(self.folder))
        self.pairs = Pairs(data, sources, config.seed, self.device, first_step=self.step)
        if state is not None:
            restore_random(state)
        self._resumed_s = time.perf_counter() - self.trained_s

    @property
    def progress(self) -> float:
        """Share of the schedule that is done, 0..1: by the clock where `minutes` is set, else by steps."""
        self.trained_s = time.perf_counter() - self._resumed_s
        if self.config.minutes:
            return min(self.trained_s / 60 / self.config.minutes, 1.0)
        return self.step / self.config.steps

    def train_on(self, loss: Tensor) -> None:
        """One step of the optimiser: rate, gradients (clipped to norm 1), average."""
        rate = self.config.rate * min(1.0, (self.step + 1) / self.config.warmup)
        rate *= 0.5 + 0.5 * math.cos(math.pi * self.progress)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        self.optimizer.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        # a young average would remember the random weights for 1 / (1 - decay) steps: start it after the warm-up
        if self.step < self.config.warmup:
            self.averaged.n_averaged.zero_()
        self.averaged.update_parameters(self.network)
        self.step += 1

    def write_logs(self, terms: dict[str, Tensor], pair: Pair, pha: Tensor) -> None:
        """Scalars of this step, and now and then a strip of pictures: frame, plate, truth, prediction."""
        for name, term in terms.items():
            self.log.add_scalar(f"train/{name}", term.item(), self.step)
        self.log.add_scalar("train/rate", self.optimizer.param_groups[0]["lr"], self.step)
        if self.step % self.config.save_every == 0:
            shown = F.interpolate(pha.detach().float(), pair.src.shape[-2:])
            columns = [pair.src, pair.bgr, pair.true_pha.expand(-1, 3, -1, -1), shown.expand(-1, 3, -1, -1)]
            self.log.add_images("train/src_bgr_true_pred", torch.cat(columns, 3)[:4], self.step)

    @torch.no_grad()
    def validate(self, valid: Pair) -> float:
        """Mean absolute alpha error of the averaged network, at the size of the truth.

        The statistics that belong to averaged weights are not averages of the statistics: measured after 1,000 steps,
        averaging them made an alpha error of 0.030 into one of 0.111. So they are gathered anew.
        """
        pha = settle_norms(self.averaged.module, self.pairs)(valid.src, valid.bgr)[0]
        pha = F.interpolate(pha, valid.true_pha.shape[-2:], mode="bilinear", align_corners=False)
        mad = (pha - valid.true_pha).abs().mean().item()
        self.log.add_scalar("valid/mad", mad, self.step)
        return mad

    def save(self) -> None:
        """Write OUTPUT/last.pt."""
        state = {
            "config": to_dict(self.config),
            "step": self.step,
            "trained_s": self.trained_s,
            "network": self.network.state_dict(),
            "averaged": self.averaged.module.state_dict(),
            "averaged_steps": self.averaged.n_averaged,
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state_all() if self.mixed else [],
        }
        save_checkpoint(self.folder / "last.pt", state)

    def _restore(self) -> dict[str, Any]:
        path = self.folder / "last.pt"
        state = load_checkpoint(path, self.device)
        misfit = first_misfit(state["network"], self.network.state_dict())
        if misfit:
            raise ConfigError(f"{path} is of another network: {misfit}; resume with the same command and variant")
        self.network.load_state_dict(state["network"])
        self.averaged.module.load_state_dict(state["averaged"])
        self.averaged.n_averaged.copy_(state["averaged_steps"])
        self.optimizer.load_state_dict(state["optimizer"])
        if state["scaler"]:  # there is none in a checkpoint from a CPU
            self.scaler.load_state_dict(state["scaler"])
        self.step, self.trained_s = state["step"], state["trained_s"]
        return state


def restore_random(state: dict[str, Any]) -> None:
    """Set PyTorch's generators to where they were when the checkpoint was written."""
    torch.set_rng_state(state["random"].cpu())
    cuda = [generator.cpu() for generator in state.get("random_cuda", [])]
    if cuda and len(cuda) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(cuda)


def validation_pairs(config: TrainConfig, device: torch.device, count: int = 24) -> Pair:
    """Pairs that no training step draws: pictures kept from training, and people never trained on."""
    mix = Mix(people=0.6, figures=0.25, objects=0.05) if config.valid_people else None
    return validation_pair(config.data(Use.VALID), config.seed, device, count, mix)
