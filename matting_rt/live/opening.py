"""Opens live video: everything that takes part in it is put together here."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

from matting_rt import build
from matting_rt.compositing.base import Backdrop
from matting_rt.compositing.placeholder import DrawText
from matting_rt.config import Config
from matting_rt.frame import LIVE_TIME_BASE, StreamInfo
from matting_rt.live import parts
from matting_rt.live.matting import LiveMatting
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.preview import Preview
from matting_rt.live.session import LiveParts, LiveSession
from matting_rt.memory import keep_freed_memory
from matting_rt.plate.capture import CapturedPlate
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import PlateOrFile
from matting_rt.sources.base import LiveSource
from matting_rt.timing import LiveStats

log = logging.getLogger(__name__)


def open_live(
    config: Config,
    camera: str | LiveSource = "0",
    plate: PlateOrFile | None = None,
    *,
    backdrop: Backdrop | None = None,
    record: Path | None = None,
    overwrite: bool = False,
    prepare: Callable[[LiveSession], None] = lambda session: None,
    on_message: Callable[[str], None] = log.info,
    on_plate: Callable[[CapturedPlate], None] = lambda captured: None,
    draw_text: DrawText | None = None,
) -> LiveSession:
    """Live video from a camera to `config.live.output`, running when it is returned. The network is loaded meanwhile.

    Args:
        config: of all stages; the camera's rate is also the output's.
        camera: an id, a file or folder that stands in for one, "synthetic", or a source of one's own.
        plate: the empty room, or its file; None: nothing is known of the room, until it is learned or taken.
        backdrop: in place of the configuration's, until that is changed; it must not be transparent.
        record: a video file that gets what the output gets.
        overwrite: replace the recording, or an output that is a file, where it exists.
        prepare: called before the first frame, to pause the session, say, or have it take a plate.
        on_message: called from any thread with a line that a person should see.
        on_plate: called from any thread with a plate that was taken, and is in use now; not while it is prepared.
        draw_text: draws the placeholder's English texts, in whatever language and font others should see; called on the
            output thread, once a text. None: as they are.

    Raises:
        MattingError: what cannot be used, and why; all that was opened is closed.
    """
    with ExitStack() as resources:
        opened = _open(config, camera, plate, backdrop, record, overwrite, on_message, draw_text, resources)
        session = LiveSession(opened, prepare, on_message, on_plate)
        resources.pop_all()
        return session


def _open(
    config: Config,
    camera: str | LiveSource,
    plate: PlateOrFile | None,
    backdrop: Backdrop | None,
    record: Path | None,
    overwrite: bool,
    on_message: Callable[[str], None],
    draw_text: DrawText | None,
    resources: ExitStack,
) -> LiveParts:
    """Open everything that can be wrong. `resources` closes it again, and leaves no file."""
    keep_freed_memory()  # before the threads that will share it
    engine = build.resolve_engine(config.engine)
    backdrop = backdrop or parts.build_live_backdrop(config.backdrop)
    source = parts.build_live_source(camera, config.camera) if isinstance(camera, str) else camera
    source.open()
    resources.callback(source.close)
    size = parts.check_size(source)
    info = StreamInfo(size, Fraction(config.camera.rate_fps).limit_denominator(1001), LIVE_TIME_BASE, None)
    people = build.build_person_network()
    if plate is not None:
        plate = parts.load_live_plate(plate, source, config.plate)
    live_plate = LivePlate(None if plate is None else parts.without_people(plate, people), config.plate)
    resources.callback(live_plate.close)
    preview, stats = Preview(), LiveStats(LiveSession.STAGES)
    # quality goes neither by more frames than come, nor by more than leave
    rate_fps = min(config.camera.rate_fps, float(source.info.rate_fps))
    ladder, costs = parts.build_ladder(engine, size)
    matting = LiveMatting(config, backdrop, live_plate, people, ladder, costs, rate_fps, preview, stats)
    resources.callback(matting.close, LiveSession.CLOSE_LIMIT_S)
    output = parts.open_output(config.live.output, info, overwrite)
    resources.callback(output.abort)
    recording = (
        None if record is None else parts.open_recording(record, info, overwrite, config.live.microphone, on_message)
    )
    if recording is not None:
        resources.callback(recording.abort)
    pipeline = LivePipeline(
        source,
        matting.begin,
        output,
        parts.build_placeholder(size, plate, draw_text),
        stats,
        size,
        config.camera.rate_fps,
        recording,
        matting.on_discontinuity,
        preview,
        lambda: live_plate.condition is PlateCondition.KNOWN,
        matting.is_due,
    )
    name = camera if isinstance(camera, str) else source.name
    recordings = None if record is None else record.parent
    return LiveParts(
        engine,
        name,
        source,
        info,
        people,
        live_plate,
        matting,
        pipeline,
        preview,
        stats,
        draw_text,
        overwrite,
        recordings,
    )
