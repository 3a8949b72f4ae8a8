"""Configuration to objects: the only module that knows every concrete class.

Each function imports what it builds, so that a command loads no library that it does not use.
"""

import logging
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt.config import (
    BackdropConfig,
    CompositeConfig,
    DeviceKind,
    EngineConfig,
    GuardConfig,
    Keep,
    Precision,
)
from matting_rt.engines import AUTO, ENGINES, load
from matting_rt.extras import GPU, require_extra
from matting_rt.files import user_path
from matting_rt.frame import WHOLE, Colours, Frame, FrameSize, Image, TimeRange
from matting_rt.lines import Line
from matting_rt.media.encodings import RawVideo
from matting_rt.pictures.numbered import is_sequence

if TYPE_CHECKING:
    from matting_rt.compositing.base import Backdrop, Compositor
    from matting_rt.guard import Guard
    from matting_rt.inference.base import MattingEngine
    from matting_rt.inference.person import PersonNetwork
    from matting_rt.sources.base import FrameSource
    from matting_rt.sources.image_files import ImageFilesSource

BACKDROP_COLOUR = (255, 255, 255)
"""RGB; what lies below transparent pictures: most are made for paper and for pages."""

log = logging.getLogger(__name__)


def resolve_engine(config: EngineConfig) -> EngineConfig:
    """Nothing left to "auto", by what this computer has, and the weights verified, before any work is done.

    Raises:
        UsageError: there is no such model, or what it takes is not installed.
        ConfigError: this computer cannot run what was asked for.
        WeightsError: the weights are damaged.
    """
    from matting_rt.inference.select import is_cuda_usable, opener_for, resolve, resolve_exported
    from matting_rt.model_files import find_model, is_exported

    if config.device is DeviceKind.CUDA:
        require_extra(GPU, Line("the device cuda"))
    # who wants the CPU does without half a gigabyte of the GPU's memory
    cuda_available = config.device in (DeviceKind.AUTO, DeviceKind.CUDA) and is_cuda_usable()
    if is_exported(user_path(config.model)):
        return resolve_exported(config, cuda_available)
    chosen = resolve(config, cuda_available)
    spec, engine = find_model(chosen.model), ENGINES[chosen.engine]
    opener = opener_for(spec, chosen)
    what = Line("the engine {engine}", engine=engine.name)
    if opener is engine.networks and engine.sessions is not None:  # they may take more than these
        what = Line("{model} ({variant}) in {engine}", model=spec.name, variant=spec.variant, engine=engine.label)
    require_extra(opener.extra, what)
    if opener is not engine.sessions:
        return chosen
    from matting_rt.inference.runtimes import choose_runtime

    is_free = config.engine == AUTO and config.precision is not Precision.BF16
    return choose_runtime(spec, replace(chosen, engine=AUTO if is_free else chosen.engine, precision=config.precision))


def build_engine(config: EngineConfig) -> "MattingEngine":
    """The engine of a resolved configuration, with its weights verified. Raises UsageError, WeightsError."""
    from matting_rt.inference.select import opener_for
    from matting_rt.model_files import find_model, is_exported

    if is_exported(user_path(config.model)):
        from matting_rt.inference.exported import ExportedEngine, read_exported

        return ExportedEngine(read_exported(user_path(config.model)), config)
    spec = find_model(config.model)
    opener = opener_for(spec, config)
    if opener is ENGINES[config.engine].sessions:
        from matting_rt.inference.parts import PartsEngine

        return PartsEngine(spec, config)
    engine: MattingEngine = load(opener.path)(spec, config)
    return engine


def model_variant(config: EngineConfig) -> str:
    """The name of the network that a resolved configuration runs. Raises UsageError, WeightsError."""
    from matting_rt.model_files import find_model, is_exported

    if is_exported(user_path(config.model)):
        from matting_rt.inference.exported import read_exported

        return read_exported(user_path(config.model)).spec.variant
    return find_model(config.model).variant


def build_person_network(width: int = 288) -> "PersonNetwork":
    """What tells people from room, verified; for `width` see there. Raises WeightsError."""
    from matting_rt.inference.person import PersonNetwork

    return PersonNetwork(width)


def build_video_source(
    path: Path | str,
    size: FrameSize | None = None,
    *,
    stream: int | None = None,
    is_strict: bool = False,
    is_deep: bool = False,
    keeps_hdr: bool = False,
    part: TimeRange = WHOLE,
    rate_fps: Fraction | None = None,
    raw: RawVideo | None = None,
) -> "FrameSource":
    """See `VideoFileSource`; of a pattern or a directory `ImageSequenceSource`, to which alone the rate matters."""
    path = Path(path)
    if is_sequence(path) or path.is_dir():
        from matting_rt.sources.image_sequence import ImageSequenceSource

        return ImageSequenceSource(path, size, rate_fps=rate_fps, is_deep=is_deep, part=part)
    from matting_rt.sources.video_file import VideoFileSource

    return VideoFileSource(
        path,
        size,
        stream=stream,
        is_strict=is_strict,
        is_deep=is_deep,
        keeps_hdr=keeps_hdr,
        part=part,
        raw=raw,
    )


def build_moving_source(path: Path) -> "FrameSource":
    """Of a video, or of an animated picture that lies over a plain colour where it is transparent."""
    from matting_rt.pictures.formats import read_format

    found = read_format(path)
    if found is not None and found.may_move and found.pillow:
        from matting_rt.sources.animated_image import AnimatedImageSource

        return AnimatedImageSource(path, BACKDROP_COLOUR)
    return build_video_source(path)


def build_image_source(path: Path) -> "ImageFilesSource":
    from matting_rt.sources.image_files import ImageFilesSource

    return ImageFilesSource(path)


def build_guard(config: GuardConfig, *, is_file_with_plate: bool = False) -> "Guard":
    """What decides which part of a matte may leave."""
    from matting_rt.guard import Guard

    keeps_everything = config.keep is Keep.EVERYTHING or (config.keep is Keep.AUTO and is_file_with_plate)
    return Guard(keeps_everything, adds_things=config.keep is Keep.EVERYTHING)


def build_backdrop(config: BackdropConfig, *, is_live: bool = False) -> "Backdrop":
    """Files are read (pictures) or tried (videos) now, so that a wrong one is found before a model is loaded.

    Close it: a video is read on a thread of its own. For live video, nobody waits for that.
    """
    from matting_rt.compositing.backdrop_spec import parse_backdrop

    spec = parse_backdrop(config.spec)
    return spec.kind.make(spec.value, _MediaReader(is_live))


class _MediaReader:
    """As backdrops read their files."""

    def __init__(self, is_live: bool) -> None:
        self.is_live = is_live

    def read_image(self, path: Path) -> Image:
        from matting_rt.sources.image_files import load_image

        return load_image(path, BACKDROP_COLOUR)

    def open_video(self, path: Path) -> Callable[[], Generator[Frame, None, None]]:
        source = build_moving_source(path)  # the same in every loop, because it keeps its tables of colours
        with source:
            return lambda: _frames_of(source)


def build_compositor(config: CompositeConfig, colours: Colours = Colours.BT709) -> "Compositor":
    """`colours`: of frames' deep pictures."""
    from matting_rt.compositing.compositor import LayerCompositor

    return LayerCompositor(config, colours)


def video_frames(path: Path | str, start_s: float | None = None) -> Iterator[Frame]:
    """The frames of a video from its start, or from a time on; closing the iterator closes the file."""
    yield from _frames_of(build_video_source(path, part=TimeRange(start_s)))


def _frames_of(source: "FrameSource") -> Generator[Frame, None, None]:
    with source:
        yield from source
        if source.shortfall is not None:
            log.warning(Line("it is used as far as it can be read: {shortfall}", shortfall=source.shortfall))
