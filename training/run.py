"""What the two training scripts share: the optimiser's step, an average of the weights, checkpoints, validation.

A step's batch is drawn in numbered parts, as many as there are processes times `accumulate`, and all that is random in
a part depends on the seed and its number. So a run that was stopped goes on as if it had not been, and two processes do
what one does that accumulates over two parts.
"""

import itertools
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from matting_rt.errors import ConfigError, DivergedError, UsageError
from matting_rt.memory import keep_freed_memory
from matting_rt.synthetic.draws import seed_of
from matting_rt.synthetic.scenes import Pair
from matting_rt.weights import first_misfit
from training import checkpoint
from training.checkpoint import BEST, LAST, State, Trained, optimizer_to_channels_last, tensors_under
from training.config import Compile, RateSchedule, Resume, TrainConfig, changes_since, to_dict
from training.cores import leave_cores_to
from training.data.batches import Pairs, PairStream, open_sources
from training.distributed import Team
from training.interruption import RunStoppedError, StopSignals, requeue
from training.logs import Logs
from training.norms import Forward, free_statistics, norms_of, recalibrate_batchnorm, run_whole
from training.plan import count_epoch_steps, plan_lines
from training.precision import choose_compute_type, keep_depthwise_exact
from training.sequence import in_sequence
from training.throughput import RateMeter
from training.validation import CHOSEN_BY, Validates

_COPIES = 9
"""Of the weights, at most, on disk at once: twice last, raw and two moments, and once best."""


class Run:
    """One process's part in a run; entered, it holds the pictures, the logs and the signals."""

    def __init__(
        self,
        config: TrainConfig,
        kind: str,
        network: nn.Module,
        groups: Sequence[dict[str, Any]],
        team: Team,
        resume: Resume,
        open_validation: Callable[[], Validates],
        open_pairs: Callable[[int], PairStream] | None = None,
        run_on: Forward = run_whole,
    ) -> None:
        """
        Args:
            kind: base or refine, of the network.
            groups: parameter groups for AdamW; "factor" in each scales the learning rate.
            open_validation: called once the network is what the run goes on with, and before it has a folder; may raise
                SourceError.
            open_pairs: number of the first step -> pairs from there on; None: those of the configured sets.
            run_on: how the network meets a pair, for the statistics of its norms.

        Raises:
            UsageError, WeightsError: there is no checkpoint to resume, or one that would be overwritten.
            ConfigError, SourceError: a setting, or a data set, will not do.
            SinkFullError: checkpoints will not fit.
        """
        self.config, self.kind, self.network, self.team, self._run_on = config, kind, network, team, run_on
        for norm in norms_of(network):
            norm.momentum = 0.05  # torchvision's MobileNetV3 has 0.01, too slow for a run of thousands of steps
        self.averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(config.ema_decay))
        self.optimizer = torch.optim.AdamW(groups, lr=config.rate, weight_decay=config.weight_decay)
        self.compute_type = choose_compute_type(config.precision, team.device)
        if team.device.type == "cpu":
            keep_freed_memory()  # else every step's activations cost 2,000 page faults a picture, a tenth of its time
            if self.compute_type is torch.bfloat16:
                keep_depthwise_exact(network)
        self.scaler = torch.amp.GradScaler(team.device.type, enabled=self.compute_type is torch.float16)
        self.folder = Path(config.output)
        data = replace(config.data(), batch=config.part(team.size), rank=team.rank, world=team.size)
        sources = open_sources(data)
        epoch_steps = count_epoch_steps(sources, config)
        self.steps = config.epochs * epoch_steps or config.steps
        self.step = self.paused = config.epoch_start * epoch_steps
        self.drawn = self.drawn_at_step = self.step * config.accumulate  # parts, by this process
        self.trained_s, self.best, self.lanes = 0.0, math.inf, 0
        self._changes: list[str] = []
        self.is_resumed = self._is_to_resume(resume)
        if self.is_resumed:
            self._restore()
        elif config.start_from:
            self.paused = -1  # how good is what it starts from?
        self.validation = open_validation()
        checkpoint.require_space(self.folder, _COPIES * sum(tensor.nbytes for tensor in network.state_dict().values()))
        if config.compile is Compile.ON:
            network.compile()
        self.forward = team.wrap(in_sequence(network, config.clip_length))
        first = self.drawn * team.size
        data = replace(data, lanes=self.lanes)
        self.pairs = open_pairs(first) if open_pairs else Pairs(data, sources, config.seed, team.device, first)
        self.lanes = self.pairs.lanes
        leave_cores_to(self.pairs.loaders)
        self.signals, self.rate_meter = StopSignals(), RateMeter()
        self.first_step = self.step
        left = self.steps - self.step
        self._plan = () if open_pairs else plan_lines(kind, config, sources, epoch_steps, left, team.device)
        self._begun_s = time.perf_counter() - self.trained_s
        self._parts: list[tuple[Pair, dict[str, Tensor]]] = []

    def __enter__(self) -> "Run":
        self.signals.__enter__()
        self.logs = Logs(self.folder, self.step, self.steps, self.team.is_first)
        for line in (*self._changes, *self._plan):
            self.logs.say(line)
        self.logs.write_text("config", f"```\n{json.dumps(to_dict(self.config), indent=2)}\n```", self.step)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.logs.close()
        del self.pairs  # ends the processes that load them
        self.signals.__exit__(kind, error, at)

    @property
    def progress(self) -> float:
        """Share of the schedule that is done, 0..1: by the clock where `minutes` is set, else by steps."""
        if self.config.minutes:
            return min(self.trained_s / 60 / self.config.minutes, 1.0)
        return min(self.step / self.steps, 1.0)

    # --- a step

    def parts(self) -> Iterator[Pair]:
        """This process's pictures of a step; each part goes through `forward` and `backward` before the next comes."""
        self._parts = []
        for part in range(self.config.accumulate):
            # DistributedDataParallel averages gradients in the backward pass of the last part alone
            is_last = part == self.config.accumulate - 1
            self.forward.require_backward_grad_sync = is_last  # type: ignore[assignment]  # as in `norms`
            torch.manual_seed(seed_of(self.config.seed, "step", self.drawn * self.team.size + self.team.rank))
            yield self._draw()

    def autocast(self) -> torch.autocast:
        """For the forward pass; losses are computed outside."""
        compute_type = self.compute_type
        return torch.autocast(self.team.device.type, compute_type, enabled=compute_type is not torch.float32)

    def backward(self, terms: dict[str, Tensor], pair: Pair) -> None:
        """Gradients of terms["total"]."""
        self.scaler.scale(terms["total"] / self.config.accumulate).backward()
        self._parts.append((pair, {name: term.detach() for name, term in terms.items()}))

    def update(self) -> None:
        """The optimiser's step, with the rate of the schedule and clipped gradients, and the average's.

        Raises:
            DivergedError: the loss or the gradients are no numbers; weights are as they were, the pictures are saved.
        """
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate() * group["factor"]
        self.scaler.unscale_(self.optimizer)
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip or math.inf)
        totals = torch.stack([terms["total"] for _, terms in self._parts])
        self._require_numbers([*totals.tolist(), norm.item()])
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)
        # a young average would remember the random weights for 1 / (1 - decay) steps: start it after the warm-up
        if self.step < self.config.warmup:
            self.averaged.n_averaged.zero_()
        self.averaged.update_parameters(self.network)
        self.step += 1
        self.drawn_at_step = self.drawn
        self.rate_meter.count(self.config.batch)
        self.logs.advance()

    def write_logs(self, pair: Pair, pha: Tensor) -> None:
        """When it is time: scalars of this step, meant over all its parts, and a strip of pictures."""
        if self.step % self.config.log_every == 0:
            names = list(self._parts[0][1])
            means = torch.stack([torch.stack([terms[name] for name in names]) for _, terms in self._parts]).mean(0)
            self.team.mean([means])
            losses = dict(zip(names, means.tolist(), strict=True))
            self.logs.write_scalars("train", losses | {"rate": self.optimizer.param_groups[-1]["lr"]}, self.step)
            speed = {"pictures_per_s": self.rate_meter.take_rate(), "idle_share": self.pairs.idle.take_share()}
            skipped = torch.tensor(float(self.pairs.skipped.count))  # each process counts its own
            self.team.mean([skipped])
            speed["pictures_skipped"] = skipped.item() * self.team.size
            self.logs.write_scalars("speed", speed, self.step)
        if self.step % self.config.pictures_every == 0:
            self.logs.write_pictures(pair, pha, self.step)

    def _rate(self) -> float:
        rate = self.config.rate * min(1.0, (self.step + 1) / self.config.warmup)
        if self.config.schedule is RateSchedule.COSINE:
            rate *= 0.5 + 0.5 * math.cos(math.pi * self.progress)
        return rate

    def _draw(self) -> Pair:
        self.drawn += 1
        return next(self.pairs)

    def _require_numbers(self, numbers: list[float]) -> None:
        """Of the totals of all parts and the gradients' norm; where losses are scaled up, that may be infinite."""
        wrong = [part for part, total in zip(self._parts, numbers[:-1], strict=True) if not math.isfinite(total)]
        is_norm_well = math.isfinite(numbers[-1]) or (self.scaler.is_enabled() and self.scaler.get_scale() >= 1)
        if not wrong and is_norm_well:
            return
        path = self.folder / f"not-a-number-{self.step + 1}-{self.team.rank}.safetensors"
        tensors = {
            f"{name}.{number}": getattr(pair, name)
            for number, (pair, _) in enumerate(wrong or self._parts)
            for name in ("src", "bgr", "true_pha", "true_fgr")
        }
        terms = {name: term.item() for name, term in (wrong or self._parts)[0][1].items()}
        checkpoint.save_tensors(path, tensors, {"terms": json.dumps(terms), "config": json.dumps(to_dict(self.config))})
        names = ", ".join(name for name, term in terms.items() if not math.isfinite(term)) or "its gradient"
        raise DivergedError(
            f"the loss of step {self.step + 1} is not a number ({names}); its pictures are in {path}: look at them, or "
            f"go on from the last checkpoint with --resume and a lower --rate"
        )

    # --- between steps

    def pause(self) -> None:
        """Stop if a signal told to; validate and keep checkpoints when it is time.

        Also before the first step: a run may have been stopped in a validation, or start from something good.

        Raises:
            RunStoppedError: a signal came; the checkpoint is written.
            SinkError: a checkpoint cannot be written.
        """
        self._heed_signals()
        is_over = self.progress >= 1
        if self.step == self.paused or not (is_over or self.step % self.config.save_every == 0):
            return
        self.recalibrate(self.averaged.module)
        if is_over or self.step % (self.config.valid_every or self.config.save_every) == 0:
            self._validate()
        self.paused, self.drawn_at_step = self.step, self.drawn
        if self.is_resumed or self.step > self.first_step:
            self._save()
        self.pairs.idle.take_share()
        self.rate_meter.take_rate()

    def _validate(self) -> None:
        """Measure the average, and keep it if none was better."""
        errors = self.validation.errors(self.averaged.module, self._heed_signals)
        self.logs.write_scalars("valid", errors, self.step)
        took = f"{self.trained_s / 60:.1f} min{self.pairs.skipped}"
        self.logs.say(f"step {self.step}  validation MAD {errors['mad']:.2f}e-3  {took}")
        if errors[CHOSEN_BY] < self.best:
            self.best = errors[CHOSEN_BY]
            if self.team.is_first:
                checkpoint.save_trained(self.folder / BEST, self._trained(), self.kind)

    def recalibrate(self, network: nn.Module) -> None:
        """Gather the statistics of batch norms anew, each process over its part of `calibration_pictures`.

        The statistics that belong to averaged weights are not averages of the statistics: measured after 1,000 steps,
        averaging them made an alpha error of 0.030 into one of 0.111.
        """
        count = math.ceil(self.config.calibration_pictures / self.config.batch) * self.config.accumulate
        pairs = (self._draw() for _ in itertools.takewhile(self._heed_signals, range(count)))
        recalibrate_batchnorm(network, pairs, count * self.config.part(self.team.size), self._run_on)
        self.team.mean(free_statistics(network))

    def _heed_signals(self, _count: int = 0) -> bool:
        """Agree with the team on time and signals. Raises RunStoppedError after a checkpoint of the last whole step."""
        trained_s, signum = self.team.largest(time.perf_counter() - self._begun_s, self.signals.received)
        self.trained_s = trained_s
        if signum:
            if self.step > self.first_step:
                self._save()
            last = f"go on with --resume from {self.folder / LAST}" if self.step else "nothing was done yet"
            queued = requeue(int(signum)) if self.team.is_first else ""
            raise RunStoppedError(
                int(signum), f"stopped by signal {int(signum)} after step {self.step}; {last}{queued}"
            )
        return True

    # --- checkpoints

    def _trained(self) -> Trained:
        return Trained(self.averaged.module.state_dict(), self.config.variant, self.step, to_dict(self.config))

    def _save(self) -> None:
        if self.team.is_first:
            tensors = {f"network.{name}": tensor for name, tensor in self.network.state_dict().items()}
            for number, moments in self.optimizer.state_dict()["state"].items():
                tensors |= {f"optimizer.{number}.{name}": tensor for name, tensor in moments.items()}
            counters = {
                "drawn": self.drawn_at_step * self.team.size,
                "lanes": self.lanes,
                "validated": self.paused,
                "best": self.best if math.isfinite(self.best) else None,
                "trained_s": self.trained_s,
                "averaged_steps": int(self.averaged.n_averaged),
                "scaler": self.scaler.state_dict(),
            }
            checkpoint.save_checkpoint(self.folder, self._trained(), self.kind, State(tensors, counters))
        self.team.wait()

    def _is_to_resume(self, resume: Resume) -> bool:
        last = self.folder / LAST
        if resume is Resume.NO and last.is_file():
            raise UsageError(f"{self.folder} holds a run already; go on with it (--resume), or choose another --output")
        return resume is Resume.YES or (resume is Resume.IF_THERE and last.is_file())

    def _restore(self) -> None:
        trained, state = checkpoint.load_state(self.folder)
        raw = tensors_under("network", state.tensors)
        misfit = first_misfit(raw, self.network.state_dict())
        if misfit:
            raise ConfigError(
                f"{self.folder / LAST} is of another network: {misfit}; resume with the same command and variant"
            )
        self._changes = changes_since(trained.config, self.config)
        self.network.load_state_dict(raw)
        self.averaged.module.load_state_dict(trained.weights)
        moments: dict[int, dict[str, Tensor]] = {}
        for name, tensor in tensors_under("optimizer", state.tensors).items():
            number, moment = name.split(".")
            moments.setdefault(int(number), {})[moment] = tensor
        groups = self.optimizer.state_dict()["param_groups"]
        self.optimizer.load_state_dict({"state": moments, "param_groups": groups})
        optimizer_to_channels_last(self.optimizer)
        counters = state.counters
        self.averaged.n_averaged.fill_(counters["averaged_steps"])
        if counters["scaler"] and self.scaler.is_enabled():
            self.scaler.load_state_dict(counters["scaler"])
        self.step, self.paused, self.trained_s = trained.step, counters["validated"], counters["trained_s"]
        self.best = math.inf if counters["best"] is None else counters["best"]
        self.drawn = self.drawn_at_step = counters["drawn"] // self.team.size
        self.lanes = counters.get("lanes", 0)
