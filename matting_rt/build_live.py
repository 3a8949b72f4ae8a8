"""Configuration to the objects of live video; see `build`, of which this is the other half."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt import build
from matting_rt.config import BackdropConfig, EngineConfig, PlateConfig
from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize

if TYPE_CHECKING:
    from matting_rt.compositing.backdrop import Backdrop
    from matting_rt.compositing.placeholder import Placeholder
    from matting_rt.inference.base import MattingEngine
    from matting_rt.plate.store import Plate
    from matting_rt.sinks.base import FrameSink


def build_engine_of_step(
    config: EngineConfig, size: FrameSize, refine_share: float, scale_share: float
) -> "MattingEngine":
    """The engine of a resolved configuration, doing a share (0..1) of the work that suits frames of `size`."""
    from matting_rt.network.settings import settings_for

    best = settings_for(size, config)
    return build.build_engine(
        replace(
            config,
            backbone_scale=best.backbone_scale * scale_share,
            refine_pixels=max(16, int(best.refine_sample_pixels * refine_share)),
        )
    )


def build_live_backdrop(config: BackdropConfig) -> "Backdrop":
    """As `build.build_backdrop`, but a camera cannot be transparent. Raises ConfigError."""
    from matting_rt.compositing.backdrop_spec import BackdropKind, parse_backdrop

    if parse_backdrop(config.spec).kind is BackdropKind.TRANSPARENT:
        raise ConfigError(
            "live video cannot be transparent; choose a colour for the other program to key out, e.g. lime"
        )
    return build.build_backdrop(config)


def build_placeholder(size: FrameSize, plate: "Plate | None") -> "Placeholder":
    """What live video shows instead of a composite, drawn on the plate where there is one."""
    from matting_rt.compositing.placeholder import Placeholder

    return Placeholder(size, None if plate is None else plate.image)


def build_recording(path: Path, overwrite: bool) -> "FrameSink":
    """A video file that gets what others see. Raises ConfigError: the name's suffix is no video's."""
    from matting_rt.sinks.video_file import VideoFileSink

    return VideoFileSink(path, overwrite=overwrite)


def load_live_plate(path: Path, camera_id: str, size: FrameSize, config: PlateConfig) -> "Plate":
    """A plate from a file, for a camera.

    Args:
        camera_id: what names the camera in a plate's metadata.
        size: of the camera's frames.

    Raises:
        PlateError: it cannot be read, is no plate, or is of another camera or size.
    """
    from matting_rt.plate.check import check_plate
    from matting_rt.plate.store import check_fits_camera, load_plate

    plate = load_plate(path)
    check_fits_camera(plate, camera_id, size)
    if config.check:
        check_plate(plate)
    return plate
