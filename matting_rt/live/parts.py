"""Configuration to the objects of live video; see `build`, of which this is the other half."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt import build
from matting_rt.config import BackdropConfig, CameraConfig, EngineConfig, PlateConfig
from matting_rt.config.setting import infos_of
from matting_rt.errors import ConfigError, SourceUnfitError
from matting_rt.files import user_path
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.live import output_kinds
from matting_rt.pictures.formats import image_suffixes
from matting_rt.specs import SYNTHETIC

if TYPE_CHECKING:
    from matting_rt.compositing.base import Backdrop
    from matting_rt.compositing.placeholder import DrawText, Placeholder
    from matting_rt.inference.base import MattingEngine
    from matting_rt.live.engine_ladder import EngineLadder
    from matting_rt.live.measuring import Scene
    from matting_rt.live.output import LiveOutput
    from matting_rt.live.quality import Rung, RungCosts
    from matting_rt.live.recording import Recording
    from matting_rt.matting import PeopleFinder
    from matting_rt.plate.store import Plate, PlateOrFile
    from matting_rt.sinks.base import FrameSink
    from matting_rt.sources.base import LiveSource
    from matting_rt.sources.camera_choice import CameraInfo
    from matting_rt.sources.microphone import MicrophoneInfo, SoundSource
    from matting_rt.sources.synthetic import SyntheticSource


_PAINTED_SHORT_SIDE = 270
"""Pixels; networks see the whole picture hardly larger, and find as much that is soft in it."""


def list_cameras() -> "list[CameraInfo]":
    """The cameras that are connected now, with what they can send."""
    from matting_rt.sources import camera_backends

    return camera_backends.list_cameras()


def list_microphones() -> "tuple[MicrophoneInfo, ...]":
    """The microphones that are connected now. Raises SourceError: there is no sound server."""
    from matting_rt.sources import microphone

    return microphone.list_microphones()


def build_live_source(camera: str, config: CameraConfig) -> "LiveSource":
    """What frames come from in live video; nothing is opened yet.

    Args:
        camera: "synthetic", a video, a picture, a folder of pictures, or else a camera as `find_camera` takes it.

    Raises:
        SourceUnfitError: a pipe or a socket.
    """
    if camera == SYNTHETIC:
        from matting_rt.sources.paced import PacedSource

        scene = build_synthetic_source(config)
        rate_fps = Fraction(config.rate_fps).limit_denominator(1001)
        return PacedSource(lambda: scene, rate_fps, SYNTHETIC, scene.plate)
    path = user_path(camera)
    if not camera.isdecimal() and (path.is_dir() or path.is_file()):
        from matting_rt.sources.paced import PacedSource

        if path.is_dir() or path.suffix.lower() in image_suffixes():
            rate_fps = Fraction(config.rate_fps).limit_denominator(1001)
            return PacedSource(lambda: build.build_image_source(path), rate_fps, path.name)
        return PacedSource(lambda: build.build_video_source(path), name=path.name)
    if path.is_fifo() or path.is_socket():
        raise SourceUnfitError(
            "{camera} is a pipe or a socket, which is no camera; give a camera, a video or a folder of pictures",
            camera=path,
        )
    from matting_rt.sources.camera import CameraSource

    return CameraSource(camera, config)


def check_size(source: "LiveSource") -> FrameSize:
    """Of an open source's frames. Raises SourceUnfitError: live video takes none so small, of a camera neither."""
    size, low = source.info.size, infos_of(CameraConfig)
    assert size is not None, "a live source has frames of one size"
    if not (low["width"].allows(size.width) and low["height"].allows(size.height)):
        raise SourceUnfitError(
            "the pictures of {camera} are {size}, and live video takes {least} or more; choose another",
            camera=source.name,
            size=size,
            least=f"{low['width'].low:g}x{low['height'].low:g}",
        )
    return size


def build_synthetic_source(config: CameraConfig) -> "SyntheticSource":
    """The painted scene at a camera's size; its plate is `plate()`."""
    from matting_rt.sources.synthetic import SyntheticSource

    return SyntheticSource(FrameSize(config.width, config.height))


def build_rungs(config: EngineConfig, size: FrameSize) -> "tuple[Rung, ...]":
    """The ladder of qualities of a resolved configuration for frames of `size`; what an exported program does is fixed.

    Raises:
        UsageError: there is no such model.
        WeightsError: it is damaged.
    """
    from matting_rt.live.quality import make_rungs
    from matting_rt.model_files import is_exported
    from matting_rt.network.settings import settings_for

    best = settings_for(size, config, build.model_variant(config))
    rungs = make_rungs(best.backbone_scale, best.refine_sample_pixels)
    return rungs[:1] if is_exported(user_path(config.model)) else rungs


def build_costs(config: EngineConfig, size: FrameSize, rungs: "tuple[Rung, ...]") -> "RungCosts":
    """What is remembered of the rungs' speed on this computer; raises as `build_rungs`."""
    from matting_rt.inference import cache
    from matting_rt.live.quality import RungCosts
    from matting_rt.model_files import find_model

    if len(rungs) == 1:
        return RungCosts(rungs)
    key = ("quality", find_model(config.model).sha256, config, size, rungs)
    return RungCosts(rungs, cache.recall(key), lambda numbers: cache.remember(key, numbers))


def build_ladder(config: EngineConfig, size: FrameSize) -> "tuple[EngineLadder, RungCosts]":
    """The engines of a resolved configuration, and what is remembered of their speed; raises as `build_rungs`."""
    from matting_rt.live.engine_ladder import EngineLadder

    rungs = build_rungs(config, size)
    return EngineLadder(lambda rung: build_engine_of_rung(config, rung), size, rungs), build_costs(config, size, rungs)


def build_engine_of_rung(config: EngineConfig, rung: "Rung") -> "MattingEngine":
    """The engine of a resolved configuration at one of its rungs. Raises UsageError, WeightsError."""
    return build.build_engine(replace(config, backbone_scale=rung.backbone_scale, refine_pixels=rung.refine_pixels))


def paint_scene(size: FrameSize) -> "Scene":
    """Somebody who moves so much that nothing of a frame is as in the one before, for measuring: what the demo shows.

    It is painted small and enlarged, because that is quicker.
    """
    import cv2

    from matting_rt.synthetic.film import RenderedClip

    shrinks = max(1.0, size.short_side / _PAINTED_SHORT_SIDE)
    clip = RenderedClip(FrameSize(round(size.width / shrinks), round(size.height / shrinks)), 10, 4 / 10)
    plate, *frames = (
        cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
        for picture in (clip.plate(), *(image for image, _ in clip.frames()))
    )
    return plate, frames


def build_live_backdrop(config: BackdropConfig) -> "Backdrop":
    """As `build.build_backdrop`, but a camera cannot be transparent. Raises ConfigError."""
    from matting_rt.compositing.backdrop_spec import parse_backdrop

    if parse_backdrop(config.spec).kind.is_transparent:
        raise ConfigError(
            "live video cannot be transparent; choose a colour for the other program to key out, e.g. lime"
        )
    return build.build_backdrop(config, is_live=True)


def build_placeholder(size: FrameSize, plate: "Plate | None", draw_text: "DrawText | None" = None) -> "Placeholder":
    """What live video shows instead of a composite, drawn on the plate where there is one."""
    from matting_rt.compositing.placeholder import Placeholder

    return Placeholder(size, None if plate is None else plate.image, draw_text)


def open_output(output: str, info: StreamInfo, overwrite: bool) -> "LiveOutput":
    """An output as `parse_output` takes it, open for a stream like `info`. Raises MattingError."""
    from matting_rt.live.output import LiveOutput

    sink = output_kinds.build_live_sink(output, overwrite=overwrite)
    sink.open(info)
    return LiveOutput(sink, info)


def build_recording(path: Path, overwrite: bool, has_sound: bool = False) -> "FrameSink":
    """A video file that gets what others see. Raises ConfigError: the name's suffix is not a video's."""
    from matting_rt.sinks.video_file import VideoFileSink

    return VideoFileSink(path, overwrite=overwrite, is_live=True, has_sound=has_sound)


def build_microphone(microphone: str) -> "SoundSource":
    """A microphone as `LiveConfig.microphone` names it; nothing is opened yet."""
    from matting_rt.sources.microphone import Microphone

    return Microphone(microphone)


def open_recording(
    path: Path, info: StreamInfo, overwrite: bool, microphone: str, on_message: Callable[[str], None]
) -> "Recording":
    """A recording, open for a stream like `info`; `on_message` is told what goes wrong with it.

    Args:
        microphone: whose sound is recorded, see `LiveConfig.microphone`; it is opened when the recording starts.

    Raises:
        MattingError: it cannot be written, or there is hardly any room for it.
    """
    from matting_rt.live.disk_room import require_room
    from matting_rt.live.hearing import Hearing
    from matting_rt.live.recording import Recording

    sink = build_recording(path, overwrite, bool(microphone))
    sink.open(info)
    try:
        require_room(path.parent)
    except BaseException:
        sink.abort()
        raise
    hearing = Hearing(build_microphone(microphone), on_message) if microphone else None
    return Recording(sink, on_message, path, hearing)


def save_picture(image: Image, path: Path) -> None:
    """Write a picture as a PNG file. Raises SinkExistsError, SinkError."""
    from matting_rt.sinks.image_files import write_png
    from matting_rt.unfinished_file import check_free, sink_error

    check_free(path, overwrite=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)  # of two that come at the same time, one has the name
    except OSError as error:
        check_free(path, overwrite=False)
        raise sink_error(path, error) from error
    try:
        write_png(path, image)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def load_live_plate(plate: "PlateOrFile", source: "LiveSource", config: PlateConfig) -> "Plate":
    """A plate for an open camera, read where it is a file.

    Raises:
        ConfigError: it is "auto", as videos take it.
        PlateError: it cannot be read, is no plate, or is of another camera or size.
    """
    from matting_rt.plate.check import check_plate
    from matting_rt.plate.store import Plate, check_fits_camera, load_plate

    if plate == "auto":
        raise ConfigError("the plate of live video is no file auto; give None, and it is learned while frames go by")
    plate = plate if isinstance(plate, Plate) else load_plate(plate)
    size = source.info.size
    assert size is not None, "a live source has frames of one size"
    check_fits_camera(plate, None if source.is_recording else source.stable_id, size)
    if config.check:
        check_plate(plate)
    return plate


def without_people(plate: "Plate", people: "PeopleFinder") -> "Plate":
    """The same plate, unknown where it shows somebody."""
    from matting_rt.plate.store import forget_people

    return forget_people(plate, people.find(plate.image))
