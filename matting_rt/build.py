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
    PlateConfig,
    Precision,
)
from matting_rt.encodings import RawVideo
from matting_rt.engines import AUTO, ENGINES, load
from matting_rt.extras import GPU, require_extra
from matting_rt.files import user_path
from matting_rt.frame import Colours, Frame, FrameSize, Image, StreamInfo
from matting_rt.frame_patterns import is_sequence
from matting_rt.image_formats import image_suffixes
from matting_rt.lines import Line

if TYPE_CHECKING:
    from matting_rt.compositing.base import Backdrop, Compositor
    from matting_rt.guard import Guard
    from matting_rt.inference.base import MattingEngine
    from matting_rt.inference.person import PersonNetwork
    from matting_rt.plate.base import PlateFitter
    from matting_rt.plate.fitted import PlatePerImage
    from matting_rt.plate.store import Plate
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
    start_s: float | None = None,
    end_s: float | None = None,
    rate_fps: Fraction | None = None,
    raw: RawVideo | None = None,
) -> "FrameSource":
    """See `VideoFileSource`; of a pattern or a directory `ImageSequenceSource`, to which alone the rate matters."""
    path = Path(path)
    if is_sequence(path) or path.is_dir():
        from matting_rt.sources.image_sequence import ImageSequenceSource

        return ImageSequenceSource(path, size, rate_fps=rate_fps, is_deep=is_deep, start_s=start_s, end_s=end_s)
    from matting_rt.sources.video_file import VideoFileSource

    return VideoFileSource(
        path,
        size,
        stream=stream,
        is_strict=is_strict,
        is_deep=is_deep,
        keeps_hdr=keeps_hdr,
        start_s=start_s,
        end_s=end_s,
        raw=raw,
    )


def build_moving_source(path: Path) -> "FrameSource":
    """Of a video, or of an animated picture that lies over a plain colour where it is transparent."""
    from matting_rt.image_formats import read_format

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


def build_learned_plate(config: PlateConfig) -> "PlateFitter":
    """The plate of a video of which nothing is known: it is learned while the frames go by."""
    from matting_rt.plate.live import LivePlate

    return LivePlate(None, config, beside=False)


def build_plate(
    path: Path | None,
    source: Path,
    config: PlateConfig,
    on_frame: Callable[[int, int | None], None] = lambda read, count: None,
    people: "PersonNetwork | None" = None,
    stream: int | None = None,
    info: StreamInfo | None = None,
    start_s: float | None = None,
) -> "PlateFitter":
    """The plate for a video.

    Args:
        path: a picture of the empty room, or a video of it, whose median is the plate, or each of whose frames is that
            of the same frame of `source` where the camera moves; None: what each shot of `source` shows where nobody
            is near.
        source: the video to matte.
        on_frame: called once a frame of a video that is read for it, with how many were read, and of how many if known.
        people: follow and learn the plate as live video does, for people alone; None: believe it as it is.
        stream: of the video streams of `source`, see `build_video_source`.
        info: of `source`: a picture that was grabbed from it fits, whatever its pixels' shape; and its rate.
        start_s: when the frames of `source` begin that are matted, see `build_video_source`.
    """
    from matting_rt.plate.check import check_plate
    from matting_rt.plate.film import ShotPlates, plates_from_frames
    from matting_rt.plate.fitted import FittedPlate, PlatePerImage
    from matting_rt.plate.from_video import plate_from_frames
    from matting_rt.plate.live import LivePlate
    from matting_rt.plate.paired import PlateFrames
    from matting_rt.plate.store import forget_people, load_plate

    def fitter(plate: "Plate", config: PlateConfig) -> "PlateFitter":
        if people is None:
            return FittedPlate(plate, config, source.name)
        return LivePlate(forget_people(plate, people.find(plate.image)), config, beside=False, at_once=True)

    if path is None:
        finder = people or build_person_network()
        with build_video_source(source, stream=stream, rate_fps=None if info is None else info.rate_fps) as video:
            film = plates_from_frames(_watched(video, on_frame), source.name, finder.find)
        own = replace(config, check=False)  # it is of this very scene
        return ShotPlates(film, lambda plate: fitter(plate, own))
    if path.suffix.lower() in image_suffixes():
        plate = load_plate(path)
        if info is not None and info.size is not None and info.stored_size is not None:
            plate = plate.with_square_pixels(info.stored_size, info.size)
    else:
        with build_video_source(path) as video:
            built = plate_from_frames(_watched(video, on_frame), path.name)
            if video.shortfall is not None:
                log.warning(Line("the plate is built from what there is: {shortfall}", shortfall=video.shortfall))
        if built.has_moving_camera:
            log.warning(
                Line(
                    "the camera moves in {plate}: each of its frames is the plate of the same frame of {video}",
                    plate=path,
                    video=source,
                )
            )
            return PlatePerImage(PlateFrames(video_frames(path, start_s), path.name, config.check), config)
        plate = built.plate
    if config.check:
        check_plate(plate)
    return fitter(plate, config)


def _watched(source: "FrameSource", on_frame: Callable[[int, int | None], None]) -> Iterator[Frame]:
    """The frames of an open video, each of which is told."""
    for read, frame in enumerate(source, 1):
        on_frame(read, source.info.frame_count)
        yield frame


def build_paired_plates(path: Path, source: "ImageFilesSource", config: PlateConfig) -> "PlatePerImage":
    """A plate for every picture of `source`, which must be open; `path` is a picture or a directory of them."""
    from matting_rt.plate.fitted import PlatePerImage
    from matting_rt.plate.paired import PairedPlates, pair_by_name

    plates = build_image_source(path)
    with plates:
        for line in plates.notes:
            log.warning(line)
        paths = pair_by_name(source.pictures, plates.pictures)
    return PlatePerImage(PairedPlates(paths, config.check), config)


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
    yield from _frames_of(build_video_source(path, start_s=start_s))


def _frames_of(source: "FrameSource") -> Generator[Frame, None, None]:
    with source:
        yield from source
        if source.shortfall is not None:
            log.warning(Line("it is used as far as it can be read: {shortfall}", shortfall=source.shortfall))
