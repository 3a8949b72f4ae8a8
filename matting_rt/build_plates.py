"""Plates of files, to objects: as `build`, for what fits the plate to the frames of a job from files to files."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt.build import build_image_source, build_person_network, build_video_source, video_frames
from matting_rt.config import PlateConfig
from matting_rt.frame import Frame, StreamInfo
from matting_rt.lines import Line
from matting_rt.pictures.formats import image_suffixes

if TYPE_CHECKING:
    from matting_rt.inference.person import PersonNetwork
    from matting_rt.plate.base import PlateFitter
    from matting_rt.plate.fitted import PlatePerImage
    from matting_rt.plate.from_video import VideoPlate
    from matting_rt.plate.store import Plate
    from matting_rt.sources.base import FrameSource
    from matting_rt.sources.image_files import ImageFilesSource

log = logging.getLogger(__name__)

OnFrame = Callable[[int, int | None], None]
"""Called once a frame of a video that is read for a plate, with how many were read, and of how many if known."""


@dataclass(frozen=True, slots=True)
class MattedVideo:
    """What a plate has to know of the video that is matted."""

    path: Path
    info: StreamInfo | None = None
    """A picture that was grabbed from it fits, whatever its pixels' shape; None: as if they were square."""
    stream: int | None = None
    """Of its video streams, see `build_video_source`."""
    start_s: float | None = None
    """When the frames begin that are matted, see `build_video_source`."""


def build_learned_plate(config: PlateConfig) -> "PlateFitter":
    """The plate of a video of which nothing is known: it is learned while the frames go by."""
    from matting_rt.plate.live import LivePlate

    return LivePlate(None, config, beside=False)


def build_plate(
    path: Path | None,
    video: MattedVideo,
    config: PlateConfig,
    people: "PersonNetwork | None" = None,
    on_frame: OnFrame = lambda read, count: None,
) -> "PlateFitter":
    """The plate for a video.

    Args:
        path: a picture of the empty room, or a video of it, whose median is the plate, or each of whose frames is that
            of the same frame of `video` where the camera moves; None: what each shot of `video` shows where nobody is
            near.
        video: which is matted.
        people: follow and learn the plate as live video does, for people alone; None: believe it as it is.
        on_frame: see `OnFrame`.
    """
    from matting_rt.plate.check import check_plate
    from matting_rt.plate.fitted import PlatePerImage
    from matting_rt.plate.paired import PlateFrames
    from matting_rt.plate.store import load_plate

    if path is None:
        return _build_shot_plates(video, config, people, on_frame)
    if path.suffix.lower() in image_suffixes():
        plate, info = load_plate(path), video.info
        if info is not None and info.size is not None and info.stored_size is not None:
            plate = plate.with_square_pixels(info.stored_size, info.size)
    else:
        built = _read_plate(path, on_frame)
        if built.has_moving_camera:
            log.warning(
                Line(
                    "the camera moves in {plate}: each of its frames is the plate of the same frame of {video}",
                    plate=path,
                    video=video.path,
                )
            )
            return PlatePerImage(PlateFrames(video_frames(path, video.start_s), path.name, config.check), config)
        plate = built.plate
    if config.check:
        check_plate(plate)
    return _build_fitter(plate, video, config, people)


def _build_shot_plates(
    video: MattedVideo, config: PlateConfig, people: "PersonNetwork | None", on_frame: OnFrame
) -> "PlateFitter":
    from matting_rt.plate.film import ShotPlates, plates_from_frames

    finder, rate_fps = people or build_person_network(), None if video.info is None else video.info.rate_fps
    with build_video_source(video.path, stream=video.stream, rate_fps=rate_fps) as source:
        film = plates_from_frames(_watched(source, on_frame), video.path.name, finder.find)
    own = replace(config, check=False)  # it is of this very scene
    return ShotPlates(film, lambda plate: _build_fitter(plate, video, own, people))


def _build_fitter(
    plate: "Plate", video: MattedVideo, config: PlateConfig, people: "PersonNetwork | None"
) -> "PlateFitter":
    from matting_rt.plate.fitted import FittedPlate
    from matting_rt.plate.live import LivePlate
    from matting_rt.plate.store import forget_people

    if people is None:
        return FittedPlate(plate, config, video.path.name)
    return LivePlate(forget_people(plate, people.find(plate.image)), config, beside=False, at_once=True)


def _read_plate(path: Path, on_frame: OnFrame) -> "VideoPlate":
    """What a video of the empty room shows most of the time."""
    from matting_rt.plate.from_video import plate_from_frames

    with build_video_source(path) as source:
        built = plate_from_frames(_watched(source, on_frame), path.name)
        if source.shortfall is not None:
            log.warning(Line("the plate is built from what there is: {shortfall}", shortfall=source.shortfall))
    return built


def _watched(source: "FrameSource", on_frame: OnFrame) -> Iterator[Frame]:
    """The frames of an open video, each of which is reported."""
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
