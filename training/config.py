"""What a training run is made of: one frozen dataclass, kept in every checkpoint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import tyro

from matting_rt.config import RefineMode
from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from matting_rt.network.settings import OUR_VARIANTS
from training.data.settings import DataSettings, Painting, Split


class Precision(str, Enum):
    """What the network computes in; weights, losses and averages are fp32 in any case."""

    AUTO = "auto"
    """bf16 on a GPU that has it (A40, A100, H100), fp16 on an older one (V100), fp32 on a CPU."""
    FP32 = "fp32"
    BF16 = "bf16"
    """On a CPU too; where it has instructions for it, mobilenetv3 trains at 1.5 times the rate."""
    FP16 = "fp16"


class RateSchedule(str, Enum):
    """How the learning rate goes on after the warm-up."""

    COSINE = "cosine"
    """Down to 0, along half a cosine."""
    CONSTANT = "constant"


class Compile(str, Enum):
    """Whether torch.compile works on the network first."""

    OFF = "off"
    ON = "on"
    """Takes a minute or two, and a C compiler; pays on a GPU, in a run of more than a few minutes."""


class Resume(str, Enum):
    """Whether a run goes on from OUTPUT's last checkpoint."""

    NO = "no"
    YES = "yes"
    IF_THERE = "if-there"
    """And begins where there is none: what a job says that Slurm may queue again."""


def _also(*flags: str) -> object:
    """Other flags of a setting: those of BackgroundMattingV2's scripts, and its own before it was renamed."""
    return tyro.conf.arg(aliases=flags)


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Settings of a training run; each is a flag of the command.

    The defaults are those of painted scenes and of our networks. Data sets and BackgroundMattingV2's networks have
    others: `--dataset-name p3m10k --help` shows them, and `training.defaults` has them all.
    """

    variant: Annotated[str, _also("--model-backbone")] = "mobilenetv3-lite"
    """One of matting_rt.network.variants.VARIANTS."""
    output: str = "runs/lite-base"
    """Folder for checkpoints and TensorBoard logs."""
    start_from: Annotated[str, _also("--model-last-checkpoint", "--model-pretrain-initialization")] = ""
    """Checkpoint or model file whose weights to start from (train_refine: the trained base); empty: random weights."""
    dataset_name: str = "synthetic"
    """Sets of foregrounds: p3m10k, or several with their shares, p3m10k:0.6,synthetic:0.4."""
    background_dataset: str = ""
    """Sets of backgrounds, the same way; empty: painted rooms and the photographs of `photos`."""
    data_paths: str = ""
    """TOML file with the paths of data sets; empty: that of MATTING_RT_DATASETS, or datasets.toml."""
    clip_length: int = 1
    """Consecutive frames of a clip that are shown together; 1: single pictures. In train_refine, a network that
    remembers is shown them one after the other, each with its own answer to the one before; 4 to 8 are usual."""
    plate_faults: float = 1.0
    """How often parts of the plate are not known, or the room has changed since, over what is usual; 15 in 100 pictures
    have no plate at all, whatever it is. 0: neither."""
    workers: Annotated[int, _also("--num-workers")] = 0
    """Processes that decode pictures; 0: as many as there are cores for them."""
    painting: Painting = Painting.DEVICE
    """Where pairs are painted on a GPU's computer: on the GPU between steps, or by processes on its CPU."""
    people: str = ""
    """Folder of cut-out people (RGBA) to draw from beside the painted figures."""
    photos: str = ""
    """Folder of photographs without people, as backgrounds beside the painted rooms."""
    valid_people: str = ""
    """Folder of cut-out people never trained on, for validation."""
    scenes: str = ""
    """train_edges: folder of stored scenes, see training.data.scenes."""
    valid_scenes: str = ""
    """train_edges: folder of those that validation measures, of people and rooms kept from training."""
    crop: int = 96
    """train_edges: side of the crops along edges, pixels."""
    width: int = 256
    """Width of the pictures, pixels."""
    height: int = 192
    """Height of the pictures, pixels."""
    batch: Annotated[int, _also("--batch-size")] = 16
    """Pictures in a step, those of all processes together."""
    accumulate: int = 1
    """Parts of a step that each process computes one after the other; more need less memory."""
    steps: int = 8000
    """Steps of the whole schedule."""
    epochs: Annotated[int, _also("--epoch-end")] = 0
    """Instead of steps: times that the foregrounds of the data sets are shown; an epoch of painted ones is 10,000."""
    epoch_start: int = 0
    """Epoch to begin at, as if those before it were done."""
    minutes: float = 0.0
    """Stop after this many minutes as if the schedule ended then (the rate follows the clock); 0: after `steps`."""
    rate: float = 1.5e-3
    """Peak learning rate of AdamW."""
    schedule: RateSchedule = RateSchedule.COSINE
    """How the learning rate continues after the warm-up: down to 0 along half a cosine, or constant."""
    warmup: int = 200
    """Steps over which the rate rises from 0."""
    weight_decay: float = 1e-2
    """Of AdamW."""
    clip: float = 1.0
    """Norm that gradients are clipped to; 0: as they are."""
    ema_decay: float = 0.998
    """Share of the old average kept at each step; the averaged weights are what is validated and released."""
    backbone_scale: Annotated[float, _also("--model-backbone-scale")] = 0.375
    """train_refine: side of the backbone's picture over the frame's."""
    refine_mode: Annotated[RefineMode, _also("--model-refine-mode")] = RefineMode.SAMPLING
    """train_refine: which areas are refined."""
    refine_share: float = 0.25
    """train_refine: share of the picture's cells that the refiner works on."""
    refine_sample_pixels: Annotated[int, _also("--model-refine-sample-pixels")] = 0
    """train_refine: the same in pixels; 0: by `refine_share`."""
    refine_threshold: Annotated[float, _also("--model-refine-threshold", "--model-refine-thresholding")] = 0.7
    """train_refine: predicted error from which on a cell is refined in mode thresholding."""
    refine_kernel_size: Annotated[int, _also("--model-refine-kernel-size")] = 3
    """train_refine: of the refiner's convolutions, 3 or 1; BackgroundMattingV2's networks alone have the choice."""
    pool: int = 1024
    """Painted pictures kept and shown again, see PairSampler."""
    calibration_pictures: Annotated[int, _also("--settle-pictures")] = 600
    """Pictures that the statistics of batch norms are gathered from before a validation, see `norms`."""
    valid_pictures: int = 96
    """Pictures of a validation; on a quarter of them, which step was best is chance."""
    seed: int = 1
    """Of everything that is random; the same seed and settings give the same run."""
    device: str = "auto"
    """auto, cpu or cuda."""
    precision: Precision = Precision.AUTO
    """What the forward pass computes in; auto: bf16 on a GPU that has it, else fp16; fp32 on a CPU."""
    compile: Compile = Compile.OFF
    """Whether torch.compile optimises the network first: takes a minute or two, pays on a GPU."""
    save_every: Annotated[int, _also("--checkpoint-interval", "--log-valid-interval")] = 250
    """Steps between checkpoints."""
    valid_every: int = 0
    """Steps between validations, a multiple of `save_every`; 0: with each checkpoint."""
    log_every: Annotated[int, _also("--log-train-loss-interval")] = 20
    """Steps between scalars in the logs."""
    pictures_every: Annotated[int, _also("--log-train-images-interval")] = 250
    """Steps between pictures in the logs."""

    def __post_init__(self) -> None:
        if self.width % 16 or self.height % 16 or min(self.size) < 64:
            raise ConfigError(f"pictures of {self.width}x{self.height} do not fit; choose multiples of 16 from 64 on")
        counts = (self.batch, self.accumulate, self.steps, self.warmup, self.calibration_pictures, self.valid_pictures)
        if min(counts) < 1:
            raise ConfigError("batch, accumulate, steps, warmup, calibration- and valid-pictures must be at least 1")
        if min(self.save_every, self.log_every, self.pictures_every) < 1:
            raise ConfigError("save-every, log-every and pictures-every must be at least 1")
        if not 0 <= self.plate_faults <= 2:
            raise ConfigError(f"plate-faults is {self.plate_faults:g}; choose a value from 0 to 2")
        if self.valid_every < 0 or self.valid_every % self.save_every:
            raise ConfigError(f"valid-every is {self.valid_every}; choose a multiple of save-every, {self.save_every}")
        if min(self.rate, self.weight_decay, self.clip, self.minutes, self.pool, self.epochs, self.epoch_start) < 0:
            raise ConfigError("rate, weight-decay, clip, minutes, pool and epochs must not be negative")
        if self.epochs and self.epoch_start >= self.epochs:
            raise ConfigError(f"epochs from {self.epoch_start} to {self.epochs} leave nothing to train")
        if not 0 <= self.ema_decay < 1:
            raise ConfigError(f"ema-decay is {self.ema_decay:g}; choose a value from 0 to below 1")
        if not 0 < self.refine_share <= 1 or self.refine_sample_pixels < 0:
            raise ConfigError(f"refine-share is {self.refine_share:g}; choose a value above 0 and up to 1")
        if self.refine_kernel_size not in (1, 3) or (self.refine_kernel_size == 1 and self.variant in OUR_VARIANTS):
            raise ConfigError(
                f"the refiner of {self.variant} has no kernels of size {self.refine_kernel_size}; "
                "leave the kernel size out"
            )
        if self.crop % 4 or self.crop < 32:
            raise ConfigError(f"crop is {self.crop}; choose a multiple of 4 from 32 on")
        self.data()

    def require_folders(self) -> None:
        """Check that what is read is there: most is read by a process beside the training one, long after the mistake.

        Apart from the other checks, because the settings of a run are also read where its folders are not.

        Raises:
            ConfigError: a folder is missing.
        """
        for name in ("people", "photos", "valid_people", "scenes", "valid_scenes"):
            folder = optional_path(getattr(self, name))
            if folder is not None and not folder.is_dir():
                raise ConfigError(f"there is no folder {folder}; check the path given to --{name.replace('_', '-')}")

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.width, self.height)

    @property
    def refined_pixels(self) -> int:
        """Of each picture, by the refiner."""
        return self.refine_sample_pixels or int(self.width * self.height * self.refine_share)

    def part(self, processes: int) -> int:
        """Pictures that one process computes at once. Raises ConfigError unless they are whole clips."""
        parts = processes * self.accumulate
        if self.batch % (parts * self.clip_length):
            clips = f" in clips of {self.clip_length}" if self.clip_length > 1 else ""
            raise ConfigError(
                f"batches of {self.batch} pictures{clips} do not part evenly into {parts} "
                f"({processes} processes, accumulate {self.accumulate}); "
                f"choose a multiple of {parts * self.clip_length}"
            )
        return self.batch // parts

    def data(self, split: Split = Split.TRAIN) -> DataSettings:
        """What batches are made of. Raises ConfigError."""
        return DataSettings(
            size=self.size,
            batch=self.batch,
            foregrounds=self.dataset_name,
            backgrounds=self.background_dataset,
            data_paths=self.data_paths,
            clip_length=self.clip_length,
            people=optional_path(self.people if split is Split.TRAIN else self.valid_people),
            photos=optional_path(self.photos),
            pool=self.pool,
            plate_faults=self.plate_faults,
            workers=self.workers,
            painting=self.painting,
        )


def optional_path(text: str) -> Path | None:
    return Path(text) if text else None


_APART_FROM_LEARNING = frozenset(
    ["output", "start_from", "data_paths", "workers", "device", "save_every", "log_every", "pictures_every"]
)
"""Settings that may differ when a run goes on, and what it learns is the same."""


def changes_since(before: Mapping[str, Any], config: TrainConfig) -> list[str]:
    """A line that names the settings which a run goes on with otherwise than it began; none where all are the same.

    Args:
        before: as `to_dict` gave them, maybe of an earlier version of the program, with others.
    """
    changed = [
        f"{name} {value} (was {before[name]})"
        for name, value in to_dict(config).items()
        if name in before and before[name] != value and name not in _APART_FROM_LEARNING
    ]
    return [f"goes on with other settings than before: {', '.join(changed)}"] if changed else []


def to_dict(config: TrainConfig) -> dict[str, Any]:
    """JSON's types: enums are strings by themselves."""
    return {name: value.value if isinstance(value, Enum) else value for name, value in asdict(config).items()}
