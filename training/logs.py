"""What a person sees of a run: TensorBoard's scalars and pictures, and a line in the terminal."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.tensorboard import SummaryWriter
from tqdm import tqdm

from matting_rt.synthetic.scenes import Pair

SHOWN_PAIRS = 4


class Logs:
    """Written by one process of a run; in the others it does nothing."""

    def __init__(self, folder: Path, first_step: int, steps: int, is_written: bool) -> None:
        """
        Args:
            first_step: step of the checkpoint that the run goes on from; what an earlier try logged after it is void.
        """
        self._writer = SummaryWriter(str(folder), purge_step=first_step + 1) if is_written else None
        self._bar = tqdm(total=steps, initial=first_step, unit="step", mininterval=5, disable=not is_written)

    def close(self) -> None:
        self._bar.close()
        if self._writer:
            self._writer.close()

    def advance(self) -> None:
        self._bar.update()

    def say(self, line: str) -> None:
        """In the terminal, above the bar."""
        if self._writer:
            self._bar.write(line)

    def write_text(self, name: str, text: str, step: int) -> None:
        if self._writer:
            self._writer.add_text(name, text, step)

    def write_scalars(self, group: str, values: Mapping[str, float], step: int) -> None:
        if self._writer:
            for name, value in values.items():
                self._writer.add_scalar(f"{group}/{name}", value, step)
            if "pha" in values:
                self._bar.set_postfix(pha=f"{values['pha']:.4f}", refresh=False)

    def write_pictures(self, pair: Pair, pha: Tensor, step: int) -> None:
        """A strip of each of the first pairs: frame, plate, truth, prediction."""
        if self._writer:
            pair_tensors = [pair.src, pair.bgr, pair.true_pha, pha.detach().float()]
            src, bgr, true_pha, shown = (tensor[:SHOWN_PAIRS] for tensor in pair_tensors)
            shown = F.interpolate(shown, src.shape[-2:])
            columns = [src, bgr, true_pha.expand(-1, 3, -1, -1), shown.expand(-1, 3, -1, -1)]
            self._writer.add_images("train/src_bgr_true_pred", torch.cat(columns, 3), step)
