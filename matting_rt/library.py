"""A network, a picture or a video by one call; `matting_rt` hands these on, docs/library.md shows them."""

import os
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast, overload

import numpy as np

from matting_rt import build
from matting_rt.batch.job_spec import VideoJob
from matting_rt.batch.open_job import JobProgress
from matting_rt.batch.opening import open_batch
from matting_rt.build_plates import build_learned_plate
from matting_rt.compositing.base import Backdrop
from matting_rt.config import BackdropConfig, Config, DeviceKind, EngineConfig, Precision
from matting_rt.errors import ConfigError, FrameShapeError, UsageError
from matting_rt.frame import AnyImage, DeepImage, Frame
from matting_rt.inference.base import MattingEngine
from matting_rt.lines import Line
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND
from matting_rt.pictures.depth import WHITE, to_levels
from matting_rt.plate.check import check_plate
from matting_rt.plate.fitted import FittedPlate
from matting_rt.plate.store import Plate, load_plate
from matting_rt.sources.image_files import load_image
from matting_rt.timing import PipelineStats

File: TypeAlias = str | os.PathLike[str]

_AUTO = "auto"
_Kind = TypeVar("_Kind", bound=Enum)


class MattedImage(NamedTuple):
    """What `matte_image` makes of a picture, at its size and in its kind of numbers."""

    composite: AnyImage
    """(H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha where the backdrop is transparent."""
    alpha: AnyImage
    """(H, W)."""
    foreground: AnyImage
    """(H, W, 4) RGBA: the person cut out, in their own colours, with straight alpha."""


def matte_image(
    image: AnyImage | File,
    plate: Plate | AnyImage | File | None,
    backdrop: File | Backdrop | None = None,
    *,
    config: Config | None = None,
    engine: MattingEngine | None = None,
) -> MattedImage:
    """Put the person of a picture in front of something else. The plate is aligned to it and brought into its light.

    Args:
        image: (H, W, 3) RGB, uint8, uint16 or float32 0..1 (beyond which values are kept); or a file, of which 8 bits
            a channel are read.
        plate: the same view without the person, of any of these kinds too; None: people alone, by the network that
            knows them without a plate, with rougher edges.
        backdrop: see `BackdropConfig`, or one of your own; None: the configuration's.
        config: of engine, plate, guard, backdrop and composite; None: all as the program does by itself.
        engine: of `load_engine`, which saves a second a picture; None: the configuration's, loaded for this one.

    Raises:
        MattingError: something cannot be read or used, or the plate does not show the picture's scene.
    """
    config = config or Config()
    name = "the picture" if isinstance(image, np.ndarray) else Path(image).name
    picture = image if isinstance(image, np.ndarray) else load_image(Path(image))
    _require_picture(picture, Line("the picture"))
    room, behind = None if plate is None else _plate_of(plate), _backdrop_of(backdrop, config)
    if room is not None and config.plate.check:
        check_plate(room)
    opening = nullcontext(engine) if engine is not None else _build(config.engine)
    with closing(behind), opening as opened:
        setup = MattingSetup(
            opened,
            behind,
            build.build_compositor(config.composite),
            build.build_guard(config.guard, is_file_with_plate=room is not None),
            frozenset({COMPOSITE, ALPHA, FOREGROUND}),
        )
        fitter = build_learned_plate(config.plate) if room is None else FittedPlate(room, config.plate, name)
        people = build.build_person_network()
        stage = MattingStage(fitter, PipelineStats(MattingStage.STAGES), people)
        deep = None if picture.dtype == np.uint8 else cast(DeepImage, picture)
        matted = stage.process(Frame(to_levels(picture), 0, 0, Fraction(1), name, deep=deep), setup)
    return MattedImage(*map(matted.picture, (COMPOSITE, ALPHA, FOREGROUND)))


def matte_video(
    source: File,
    plate: File | None,
    output: File,
    backdrop: File | Backdrop | None = None,
    *,
    alpha_output: File | None = None,
    overwrite: bool = False,
    config: Config | None = None,
    on_progress: Callable[[JobProgress], None] = lambda progress: None,
) -> dict[str, Any]:
    """Put the people of a video in front of something else; its audio and its times are kept.

    `open_batch` does more: pause, other outputs, whole folders of pictures.

    Args:
        plate: a picture or a video of the empty room; None: what the video shows where nobody is near.
        output: its suffix says what it is: .mp4, .mov, .mkv or .webm.
        backdrop: see `BackdropConfig`, or one of your own; None: the configuration's.
        alpha_output: also write the alpha, as a grey video.
        config: of engine, plate, guard, backdrop and composite; None: all as the program does by itself.
        on_progress: called about ten times a second; what it raises ends the job, and nothing is written.

    Returns:
        Counts, times and settings as plain data: "frames_written", "rate_fps", "engine" and others.

    Raises:
        MattingError: something cannot be read, used or written; nothing is left under the name of any output.
    """
    config = config or Config()
    if backdrop is not None and not isinstance(backdrop, Backdrop):
        config = replace(config, backdrop=_backdrop_config(backdrop))
    job = VideoJob(
        Path(source),
        None if plate is None else Path(plate),
        Path(output),
        {} if alpha_output is None else {"alpha": Path(alpha_output)},
        overwrite,
        config,
    )
    with open_batch(job, backdrop=backdrop if isinstance(backdrop, Backdrop) else None) as batch:
        return batch.run(lambda: on_progress(batch.progress))


def _plate_of(plate: Plate | AnyImage | File) -> Plate:
    if isinstance(plate, Plate):
        return plate
    if not isinstance(plate, np.ndarray):
        return load_plate(plate)
    _require_picture(plate, Line("the plate"))
    return Plate(to_levels(plate))


def _backdrop_of(backdrop: File | Backdrop | None, config: Config) -> Backdrop:
    if isinstance(backdrop, Backdrop):
        return backdrop
    return build.build_backdrop(config.backdrop if backdrop is None else _backdrop_config(backdrop))


def _backdrop_config(backdrop: File) -> BackdropConfig:
    if not isinstance(backdrop, str | Path):
        kind = type(backdrop).__name__
        raise ConfigError("the backdrop is of the type {kind}; give a text, a path, or a Backdrop", kind=kind)
    return BackdropConfig(str(backdrop))


def _require_picture(image: AnyImage, name: str) -> None:
    if str(image.dtype) not in WHITE or image.ndim != 3 or image.shape[2] != 3:
        raise FrameShapeError(
            "{name} is {dtype} of shape {shape}; give uint8, uint16 or float32 of shape (H, W, 3), RGB",
            name=name,
            dtype=str(image.dtype),
            shape=str(image.shape),
        )


@overload
def load_engine(model: EngineConfig) -> MattingEngine: ...


@overload
def load_engine(
    model: File = _AUTO, *, device: str = _AUTO, engine: str = _AUTO, precision: str = _AUTO
) -> MattingEngine: ...


def load_engine(
    model: File | EngineConfig = _AUTO,
    *,
    device: str = _AUTO,
    engine: str = _AUTO,
    precision: str = _AUTO,
) -> MattingEngine:
    """A network, ready to open streams; close it, or leave its `with` block, when all of them have ended.

    Args:
        model: a released or imported model's name, the path of a weights file or of an exported program, or "auto"; or
            a whole configuration, beside which nothing else is given.
        device: "auto", "cpu" or "cuda".
        engine: "auto", or a row of `engines.ENGINES`.
        precision: "auto", or one of `Precision`.

    Raises:
        UsageError: there is no such model, or what it takes is not installed.
        ConfigError: there is no such device, engine or precision, or this computer has none.
        WeightsError: the weights are damaged.
    """
    if not isinstance(model, EngineConfig):
        return _build(
            EngineConfig(
                os.fspath(model),
                engine=engine,
                device=_one_of(DeviceKind, "device", device),
                precision=_one_of(Precision, "precision", precision),
            )
        )
    if {device, engine, precision} != {_AUTO}:
        raise UsageError("device, engine and precision belong into the configuration that is given with them")
    return _build(model)


def _build(config: EngineConfig) -> MattingEngine:
    return build.build_engine(build.resolve_engine(config))


def _one_of(kinds: type[_Kind], name: str, value: str) -> _Kind:
    try:
        return kinds(value)
    except ValueError:
        choices = ", ".join(str(kind.value) for kind in kinds)
        raise ConfigError(
            "the {name} is {value!r}; choose one of {choices}", name=name, value=value, choices=choices
        ) from None
