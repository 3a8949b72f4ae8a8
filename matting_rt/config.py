"""Configuration: one frozen dataclass per stage, checked when built, to and from TOML."""

import sys
from dataclasses import asdict, dataclass, field, fields
from enum import Enum
from typing import Any

import tomli_w

from matting_rt.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class EngineKind(str, Enum):
    """Which backend runs the network."""

    AUTO = "auto"
    """TorchScript on CUDA; on a CPU ONNX Runtime or OpenVINO, whichever this computer runs the model faster in."""
    TORCH = "torch"
    TORCHSCRIPT = "torchscript"
    ONNX = "onnx"
    OPENVINO = "openvino"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return _ENGINE_LABELS[self]


_ENGINE_LABELS = {
    EngineKind.AUTO: "Automatic",
    EngineKind.ONNX: "ONNX Runtime",
    EngineKind.OPENVINO: "OpenVINO",
    EngineKind.TORCHSCRIPT: "TorchScript",
    EngineKind.TORCH: "PyTorch",
}


class DeviceKind(str, Enum):
    """Where the network runs."""

    AUTO = "auto"
    """CUDA where there is one, else the CPU."""
    CPU = "cpu"
    CUDA = "cuda"
    DIRECTML = "directml"
    """Any GPU under Windows, with onnxruntime-directml in place of onnxruntime. Not tried by anybody yet."""
    COREML = "coreml"
    """Apple's GPU and neural engine, with macOS's onnxruntime. Not tried by anybody yet."""


class Precision(str, Enum):
    """Floating-point width of the network."""

    AUTO = "auto"
    """fp16 on CUDA; on a CPU bf16 where both the processor and the engine compute in it, else fp32."""
    FP16 = "fp16"
    BF16 = "bf16"
    FP32 = "fp32"


class RefineMode(str, Enum):
    """Where the refiner works at full resolution."""

    SAMPLING = "sampling"
    """The cells of largest predicted error, up to a fixed number of pixels."""
    THRESHOLDING = "thresholding"
    """The cells whose predicted error is above a threshold, up to the same fixed number of pixels."""
    FULL = "full"
    """Everywhere."""


class Preset(str, Enum):
    """How small the base network's picture is and how much is refined."""

    AUTO = "auto"
    """From the size of the frames."""
    HD = "hd"
    """BackgroundMattingV2's settings for 1920x1080: scale 0.25, 80,000 pixels."""
    UHD = "4k"
    """BackgroundMattingV2's settings for 3840x2160: scale 0.125, 320,000 pixels."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """The network and how it runs."""

    model: str = "auto"
    """A released model's name, a path to a weights file, or "auto": mobilenetv3-lite."""
    engine: EngineKind = EngineKind.AUTO
    device: DeviceKind = DeviceKind.AUTO
    precision: Precision = Precision.AUTO
    preset: Preset = Preset.AUTO
    refine_mode: RefineMode = RefineMode.SAMPLING
    backbone_scale: float | None = None
    """Side of the backbone's picture over the frame's, 0 < scale <= 0.5; None: from the preset."""
    refine_pixels: int | None = None
    """Pixels of a frame that the refiner works on; None: from the preset."""
    refine_threshold: float = 0.1
    """Predicted alpha error (0..1) above which a cell is refined in thresholding mode."""

    def __post_init__(self) -> None:
        if self.backbone_scale is not None and not 0 < self.backbone_scale <= 0.5:
            raise ConfigError(f"backbone_scale is {self.backbone_scale}; choose a value above 0 and up to 0.5")
        if self.refine_pixels is not None and self.refine_pixels < 16:
            raise ConfigError(f"refine_pixels is {self.refine_pixels}; choose 16 or more")
        if not 0 <= self.refine_threshold <= 1:
            raise ConfigError(f"refine_threshold is {self.refine_threshold}; choose a value from 0 to 1")


@dataclass(frozen=True, slots=True)
class PlateConfig:
    """What is done to the plate so that it fits each frame."""

    check: bool = True
    """Refuse a plate that does not show the scene of the frames."""
    align: bool = True
    """Follow small movements of the camera since the plate was taken."""
    compensate: bool = True
    """Follow changes of exposure and white balance since the plate was taken."""
    learn: bool = True
    """Learn what has changed in the room, and what was never seen of it, from the frames."""


class Keep(str, Enum):
    """What is put in front of the backdrop, of all that differs from the plate."""

    AUTO = "auto"
    """Everything in files that have a plate; else people."""
    PEOPLE = "people"
    """People and what they hold."""
    EVERYTHING = "everything"
    """Whatever differs from the plate."""


@dataclass(frozen=True, slots=True)
class GuardConfig:
    """What may leave."""

    keep: Keep = Keep.AUTO


@dataclass(frozen=True, slots=True)
class BackdropConfig:
    """What the person is put in front of."""

    spec: str = "#78ff9b"
    """A colour name or #rrggbb, blur[:sigma], transparent, or an image or video file."""


class PixelFormat(str, Enum):
    """How a camera sends its pictures."""

    AUTO = "auto"
    """Motion JPEG where the wanted size and rate need it, else YUYV."""
    MJPG = "mjpg"
    YUYV = "yuyv"


@dataclass(frozen=True, slots=True)
class CameraConfig:
    """What is asked of a camera; what it really gives is read back."""

    width: int = 1280
    """Pixels."""
    height: int = 720
    """Pixels."""
    rate_fps: float = 30.0
    pixel_format: PixelFormat = PixelFormat.AUTO
    lock: bool = True
    """Hold exposure, white balance and focus still while the camera is open, where its driver can."""

    def __post_init__(self) -> None:
        if min(self.width, self.height) < 64:
            raise ConfigError(f"the camera's size is {self.width}x{self.height}; both sides must be at least 64 pixels")
        if not 1 <= self.rate_fps <= 240:
            raise ConfigError(f"rate_fps is {self.rate_fps:g}; choose a value from 1 to 240")


@dataclass(frozen=True, slots=True)
class CompositeConfig:
    """How the person is put in front of the backdrop."""

    light_wrap: float = 0.0
    """How much of the backdrop's light falls around the person's edge, 0..1."""
    edge_feather_px: float = 0.0
    """Standard deviation of a blur of the alpha's edge, in pixels of a frame of 720 lines."""
    edge_choke: float = 0.0
    """Takes the edge in (above 0) or lets it out (below 0), -1..1."""
    shadow: bool = False
    """Keep the shadow that the person casts on the room."""
    person_scale: float = 1.0
    """Size of the person over what the camera saw, 0.2..4."""
    person_x: float = 0.0
    """Shift to the right, as a share of the frame's width, -1..1."""
    person_y: float = 0.0
    """Shift downwards, as a share of the frame's height, -1..1."""
    mirror: bool = False
    """Left and right of the person exchanged; never of the backdrop."""

    def __post_init__(self) -> None:
        for name, low, high in (
            ("light_wrap", 0, 1),
            ("edge_feather_px", 0, 20),
            ("edge_choke", -1, 1),
            ("person_scale", 0.2, 4),
            ("person_x", -1, 1),
            ("person_y", -1, 1),
        ):
            if not low <= getattr(self, name) <= high:
                raise ConfigError(f"{name} is {getattr(self, name):g}; choose a value from {low} to {high}")


class Quality(str, Enum):
    """How much work goes into each live frame."""

    AUTO = "auto"
    """As much as the computer keeps up with."""
    FAST = "fast"
    BALANCED = "balanced"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """Where live video goes."""

    output: str = "virtual"
    """virtual, /dev/videoN, pyvirtualcam, window, null, or a video file."""
    quality: Quality = Quality.AUTO
    mirror_preview: bool = True
    """Show oneself as in a mirror; the backdrop stays as it is."""
    mirror_output: bool = False
    """The same for what others see."""


@dataclass(frozen=True, slots=True)
class Config:
    """All stages of a run."""

    engine: EngineConfig = field(default_factory=EngineConfig)
    plate: PlateConfig = field(default_factory=PlateConfig)
    guard: GuardConfig = field(default_factory=GuardConfig)
    backdrop: BackdropConfig = field(default_factory=BackdropConfig)
    camera: CameraConfig = field(default_factory=CameraConfig)
    composite: CompositeConfig = field(default_factory=CompositeConfig)
    live: LiveConfig = field(default_factory=LiveConfig)


def to_toml(config: Config) -> str:
    """The configuration as TOML, one table a stage; settings left to the program (None) are left out."""
    tables = {
        stage: {
            key: value.value if isinstance(value, Enum) else value for key, value in table.items() if value is not None
        }
        for stage, table in asdict(config).items()
    }
    return tomli_w.dumps(tables)


def from_toml(text: str) -> Config:
    """Read what `to_toml` writes; missing tables and keys keep their defaults.

    Raises:
        ConfigError: not TOML, an unknown table or key, or a value of the wrong kind or out of its range.
    """
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"the configuration is not valid TOML: {error}") from error
    stages = {f.name: f.default_factory for f in fields(Config)}
    unknown = set(tables) - set(stages)
    if unknown:
        raise ConfigError(f"unknown table [{min(unknown)}] in the configuration; known are {', '.join(stages)}")
    return Config(**{name: _build_stage(stages[name], name, table) for name, table in tables.items()})


def _build_stage(kind: Any, name: str, table: Any) -> Any:
    if not isinstance(table, dict):
        raise ConfigError(f"{name} must be a table [{name}] in the configuration")
    known = {f.name: f.type for f in fields(kind)}
    values = {}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"unknown setting {key} in [{name}]; known are {', '.join(known)}")
        values[key] = _convert(known[key], f"{name}.{key}", value)
    return kind(**values)


def _convert(kind: Any, key: str, value: Any) -> Any:
    """Check a TOML value against the field's type: an enum, or one of its union of plain types."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            choices = ", ".join(str(member.value) for member in kind)
            raise ConfigError(f"{key} is {value!r}; choose one of {choices}") from None
    kinds = getattr(kind, "__args__", (kind,))
    if float in kinds and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) not in kinds:
        raise ConfigError(f"{key} is {value!r}; it must be a {kinds[0].__name__}")
    return value
