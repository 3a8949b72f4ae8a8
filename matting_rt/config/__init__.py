"""Configuration: one frozen dataclass per stage, checked when built, to and from TOML.

`stages` has every setting, `choices` what some are chosen among, `setting` what is known of one, `toml` the file.
"""

from matting_rt.config.choices import (
    DeviceKind,
    Keep,
    PixelFormat,
    Precision,
    Preset,
    Quality,
    RefineMode,
)
from matting_rt.config.stages import (
    BackdropConfig,
    CameraConfig,
    CompositeConfig,
    Config,
    EngineConfig,
    GuardConfig,
    LiveConfig,
    PlateConfig,
)
from matting_rt.config.toml import from_toml, to_toml

__all__ = [
    "BackdropConfig",
    "CameraConfig",
    "CompositeConfig",
    "Config",
    "DeviceKind",
    "EngineConfig",
    "GuardConfig",
    "Keep",
    "LiveConfig",
    "PixelFormat",
    "PlateConfig",
    "Precision",
    "Preset",
    "Quality",
    "RefineMode",
    "from_toml",
    "to_toml",
]
