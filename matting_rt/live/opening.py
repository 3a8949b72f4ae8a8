"""Opens live video."""

import logging
from collections.abc import Callable
from pathlib import Path

from matting_rt.compositing.backdrop import Backdrop
from matting_rt.config import Config
from matting_rt.live.session import LiveSession
from matting_rt.plate.capture import CapturedPlate
from matting_rt.plate.store import PlateOrFile
from matting_rt.sources.base import LiveSource

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

    Raises:
        MattingError: what cannot be used, and why; all that was opened is closed.
    """
    session = LiveSession(config, camera, plate, backdrop, record, overwrite)
    try:
        prepare(session)
        session.start(on_message, on_plate)
    except BaseException:
        session.close()
        raise
    return session
