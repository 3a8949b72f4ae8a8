"""Live video while it runs, and what can be done to it: what a terminal, a window and other programs have in common.

Nothing here waits for a frame: what a method asks for happens on the session's threads.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from matting_rt import __version__
from matting_rt.compositing.base import Backdrop
from matting_rt.compositing.placeholder import DrawText
from matting_rt.config import BackdropConfig, Config, EngineConfig
from matting_rt.files import user_videos_folder
from matting_rt.frame import StreamInfo
from matting_rt.live import parts
from matting_rt.live.matting import LiveMatting
from matting_rt.live.output import LiveOutput
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.plate_capture import LivePlateCapture, annotate, empty_scene_of
from matting_rt.live.preview import Preview
from matting_rt.live.recording import RecordingOutcome, RecordingProgress
from matting_rt.live.status import LiveStatus
from matting_rt.matting import MattingStage, PeopleFinder
from matting_rt.plate.capture import CapturedPlate
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate, PlateOrFile
from matting_rt.sources.base import LiveSource
from matting_rt.specs import NULL
from matting_rt.timing import LiveStats


@dataclass(frozen=True, slots=True, eq=False)
class LiveParts:
    """Everything that takes part in live video, open, before anything runs."""

    engine: EngineConfig
    """Resolved."""
    camera: str
    """What was asked for, or the name of a source of the caller's own."""
    source: LiveSource
    info: StreamInfo
    """Of what is written."""
    people: PeopleFinder
    plate: LivePlate
    matting: LiveMatting
    pipeline: LivePipeline
    preview: Preview
    stats: LiveStats
    draw_text: DrawText | None
    """Of the placeholder."""
    overwrite: bool
    """Outputs that are files where they exist."""
    recordings: Path | None
    """Where recordings go that others ask for; None: the user's folder of videos."""


class LiveSession:
    """What `open_live` returns: it runs until `close`, or until its `with` block is left.

    Everything that one does to it may come from any thread.
    """

    STAGES = (*LivePipeline.STAGES, *MattingStage.STAGES)
    CLOSE_LIMIT_S = 2.0

    def __init__(
        self,
        opened: LiveParts,
        prepare: Callable[["LiveSession"], None],
        on_message: Callable[[str], None],
        on_plate: Callable[[CapturedPlate], None],
    ) -> None:
        """Prepare and start; from then on what is open belongs to the session. For the arguments see `open_live`."""
        self._opened, self._pipeline, self._matting, self._plate = opened, opened.pipeline, opened.matting, opened.plate
        self._source = opened.source
        self._on_message = on_message
        self._on_plate: Callable[[CapturedPlate], None] = lambda captured: None
        self._capture: LivePlateCapture | None = None
        self._configuring = threading.Lock()
        """Held by whoever makes new settings of the present ones."""
        self.stats = opened.stats
        self.preview = opened.preview
        """What a window shows; nothing is made for it until somebody asks."""
        assert opened.info.size is not None, "a live source has frames of one size"
        self.size, self.camera_name, self.camera_id = opened.info.size, self._source.name, self._source.stable_id
        if self.config.live.output == NULL:  # the session is there without an output, so it outlives one
            self._pipeline.writer.open_without_window = self._go_on_without_output
        prepare(self)
        self._on_plate = on_plate
        self.stats.start()
        self._matting.load()
        self._pipeline.start()

    def __enter__(self) -> "LiveSession":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def stop(self) -> None:
        """Finish output and recording, without waiting for it."""
        self._pipeline.stop()

    def wait(self, limit_s: float) -> bool:
        """Wait until the session ends by itself, for `limit_s` at most; whether it has."""
        return self._pipeline.wait(limit_s)

    def close(self) -> None:
        """Stop, and release everything, within seconds whatever hangs. Raises PipelineError where a thread failed."""
        limit_s = time.perf_counter() + self.CLOSE_LIMIT_S
        try:
            self._pipeline.stop()
            self._pipeline.join()
        finally:
            self._plate.close()
            # a thread that hangs in the network still uses it: that one is left to the end of the program
            if self._pipeline.is_matting_over:
                self._matting.close(limit_s - time.perf_counter())

    # --- what one does to a session

    @property
    def is_paused(self) -> bool:
        return self._pipeline.paused

    def pause(self, paused: bool) -> None:
        """Show the placeholder instead of the person; or go on."""
        self._pipeline.pause(paused)

    def set_thrifty(self, is_thrifty: bool) -> None:
        """Matte seldom what stands still, and only as well as a small share of one core allows, see `thrift`; or fully
        again.

        For a preview that nobody looks at closely; whatever leaves is as slow.
        """
        self._matting.set_thrifty(is_thrifty)

    def capture_plate(self, delay_s: float = 5.0, automatic: bool = False) -> None:
        """Capture a new plate; until then others see the placeholder.

        Args:
            delay_s: time to leave the picture.
            automatic: wait instead until the picture is still, and unlike the start.
        """
        empty = empty_scene_of(self._source)
        if empty is not None and (automatic or delay_s <= 0):
            self._take_over(empty)
            return
        self._capture = LivePlateCapture(
            self._source,
            self._take_over,
            self._on_message,
            0.0 if automatic else delay_s,
            automatic,
            self._opened.people.find,
        )
        self._pipeline.intercept(self._capture.feed)

    def cancel_capture(self) -> None:
        """Capture no plate after all, and go on with the one there was."""
        self._pipeline.end_interception()
        self._capture = None

    def use_plate(self, plate: PlateOrFile) -> None:
        """Matte with another plate from now on.

        Raises:
            PlateError: it cannot be read, is no plate, or is of another camera or size; the present one stays.
        """
        self._change_plate(parts.load_live_plate(plate, self._source, self.config.plate))

    def _change_plate(self, plate: Plate) -> None:
        self._plate.replace(parts.without_people(plate, self._opened.people))
        self._pipeline.writer.placeholder = parts.build_placeholder(self.size, plate, self._opened.draw_text)

    @property
    def plate(self) -> Plate | None:
        """What is known of the room by now; None: nothing."""
        return self._plate.plate

    @property
    def learned_plate(self) -> Plate | None:
        """The plate with what was learned, ready to be remembered; None where nothing was, or too little is known."""
        plate = self._plate.learned
        if plate is None or self._source.is_recording:
            return None
        return annotate(CapturedPlate(plate, None, (), 1), self._source).plate

    def _take_over(self, captured: CapturedPlate) -> None:
        self._change_plate(captured.plate)
        self._on_plate(captured)

    @property
    def config(self) -> Config:
        """What is set now."""
        return self._matting.config

    def configure(self, config: Config) -> None:
        """Continue with other settings from the next frame on: backdrop, composite, mirrors and quality. Camera, plate
        and engine stay as they were opened, and so does the output, which `set_output` changes.

        Raises:
            MattingError: the backdrop cannot be used; nothing has changed.
        """
        with self._configuring:
            now = self.config
            live = replace(config.live, output=now.live.output)
            self._matting.configure(replace(config, engine=now.engine, plate=now.plate, camera=now.camera, live=live))

    def set_backdrop(self, backdrop: str | Backdrop) -> None:
        """Change the backdrop from the next frame on. Raises MattingError; the present one stays then."""
        with self._configuring:
            config = self.config
            if isinstance(backdrop, str):
                config = replace(config, backdrop=BackdropConfig(backdrop))
                backdrop = parts.build_live_backdrop(config.backdrop)
            self._matting.set_backdrop(backdrop, config)

    def set_output(self, output: str, overwrite: bool = False) -> None:
        """Write somewhere else, see `output_kinds`; returns when that has happened.

        A session that was opened with "null" goes on without an output when the person closes the window that is its
        output: `config.live.output` is "null" then. Any other ends.

        Raises:
            MattingError: it cannot be opened, and the present output stays; or the present one cannot be finished.
        """
        opened = parts.open_output(output, self._opened.info, overwrite or self._opened.overwrite)
        with self._configuring:
            now = self.config
            self._matting.configure(replace(now, live=replace(now.live, output=output)))
        self._pipeline.writer.switch_output(opened)

    def _go_on_without_output(self) -> LiveOutput:
        with self._configuring:
            now = self.config
            self._matting.configure(replace(now, live=replace(now.live, output=NULL)))
        return parts.open_output(NULL, self._opened.info, False)

    def set_recording(self, path: Path | None, overwrite: bool = False) -> None:
        """Record to a video file from now on, or no longer; what was recorded before is finished. The microphone is
        that of the configuration.

        Raises:
            MattingError: the file cannot be written, and the present recording goes on.
        """
        recording = None
        if path is not None:
            microphone = self.config.live.microphone
            recording = parts.open_recording(path, self._opened.info, overwrite, microphone, self._on_message)
        self._pipeline.writer.switch_recording(recording)

    def pause_recording(self, is_paused: bool) -> None:
        """Leave out of the recording what happens from now on, picture and sound; or go on, without a gap."""
        recording = self._pipeline.writer.recording
        if recording is not None:
            recording.pause(is_paused)

    @property
    def recording(self) -> RecordingProgress | None:
        """How far the recording is; None: there is none."""
        recording = self._pipeline.writer.recording
        return None if recording is None or recording.has_ended else recording.progress

    @property
    def recordings(self) -> tuple[RecordingOutcome, ...]:
        """What came of each recording that there was, the first one first; known for good once it has ended."""
        return tuple(recording.outcome for recording in self._pipeline.writer.recordings)

    @property
    def recordings_folder(self) -> Path:
        """Where recordings and still pictures go that nobody gives a path."""
        return user_videos_folder() if self._opened.recordings is None else self._opened.recordings

    def save_still(self, path: Path) -> None:
        """Write what others see now as a picture; a PNG file. Raises MattingError."""
        parts.save_picture(self._pipeline.writer.newest, path)

    @property
    def is_recording(self) -> bool:
        """Whether a recording takes what leaves; one that could not go on does not."""
        return self._pipeline.writer.is_recording

    def status(self) -> LiveStatus:
        stats, plate, rung, capture = self.stats, self._plate, self._matting.rung, self._capture
        reports = self._pipeline.reports
        captured_fps = stats.capture_rate.rate_fps
        return LiveStatus(
            rate_fps=stats.write_rate.rate_fps,
            matte_fps=stats.matte_rate.rate_fps,
            state=reports.state,
            latency_ms=stats.latency.recent_median_ms(),
            dropped_share=max(0.0, 1 - stats.matte_rate.rate_fps / captured_fps) if captured_fps else 0.0,
            plate=plate.condition,
            known_share=plate.known_share,
            quality="loading" if rung is None else rung.name,
            capture=None if capture is None else capture.progress,
            trouble=reports.trouble,
            is_thrifty=self._matting.is_thrifty,
        )

    def report(self) -> dict[str, object]:
        """Counts, times and settings, as plain data ready for JSON."""
        config, engine = self.config, self._opened.engine
        return {
            "version": __version__,
            "camera": self._opened.camera,
            "camera_id": self.camera_id,
            "size": str(self.size),
            "rate_fps": config.camera.rate_fps,
            "output": config.live.output,
            "backdrop": config.backdrop.spec,
            "model": engine.model,
            "engine": engine.engine,
            "device": engine.device.value,
            "precision": engine.precision.value,
            **self._matting.report(),
            "plate_fit": self._plate.report(),
            "recording_lost": 0 if self._pipeline.writer.recording is None else self._pipeline.writer.recording.lost,
            **self.stats.report(),
        }
