"""A live session: camera, plate, network, backdrop and output put together, and the few things one does to them.

What the terminal and a window have in common. Nothing here waits for a frame: what a method asks for happens on the
session's threads.
"""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType

from matting_rt import __version__, build
from matting_rt.compositing.backdrop import Backdrop
from matting_rt.config import BackdropConfig, Config
from matting_rt.frame import LIVE_TIME_BASE, Frame, StreamInfo
from matting_rt.live import parts
from matting_rt.live.matting import SessionMatting
from matting_rt.live.output import LiveOutput, Recording
from matting_rt.live.pipeline import LivePipeline
from matting_rt.live.plate_capture import PlateTaking, annotate, empty_scene_of
from matting_rt.live.preview import Preview
from matting_rt.live.state import Absence
from matting_rt.live.status import LiveStatus
from matting_rt.matting import MattingStage
from matting_rt.memory import keep_freed_memory
from matting_rt.plate.capture import CapturedPlate
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate, PlateOrFile, forget_people
from matting_rt.sinks.base import MattedFrame
from matting_rt.sources.base import LiveSource
from matting_rt.timing import LiveStats

log = logging.getLogger(__name__)


class LiveSession:
    """What `open_live` returns: it runs until `close`, or until its `with` block is left.

    Everything that one does to it may come from any thread.
    """

    STAGES = (*LivePipeline.STAGES, *MattingStage.STAGES)
    CLOSE_LIMIT_S = 2.0

    def __init__(
        self,
        config: Config,
        camera: str | LiveSource,
        plate: PlateOrFile | None = None,
        backdrop: Backdrop | None = None,
        record: Path | None = None,
        overwrite: bool = False,
    ) -> None:
        """Open everything that can be wrong; nothing runs before `start`. For the arguments see `open_live`.

        Raises:
            MattingError: what cannot be used, and why; all that was opened is closed.
        """
        self._config, self._overwrite = config, overwrite
        self.stats = LiveStats(self.STAGES)
        self.preview = Preview()
        """What a window shows; nothing is made for it until somebody asks."""
        self._taking: PlateTaking | None = None
        self._notices: Callable[[str], None] = log.info
        self._on_plate: Callable[[CapturedPlate], None] = lambda captured: None
        self._is_started = False
        keep_freed_memory()  # before the threads that will share it
        with ExitStack() as resources:
            self._engine_config = build.resolve_engine(config.engine)
            backdrop = backdrop or parts.build_live_backdrop(config.backdrop)
            self._open_source(camera, resources)
            self._open_middle(plate, backdrop, resources)
            self._open_ends(record, resources)
            self._resources = resources.pop_all()
            """What is open until `start`."""

    def _open_source(self, camera: str | LiveSource, resources: ExitStack) -> None:
        config = self._config.camera
        source = parts.build_live_source(camera, config) if isinstance(camera, str) else camera
        source.open()
        resources.callback(source.close)
        size = source.info.size
        assert size is not None, "a live source has frames of one size"
        self.size, self.camera_name, self.camera_id, self._source = size, source.name, source.stable_id, source
        self._camera = camera if isinstance(camera, str) else source.name
        self._info = StreamInfo(size, Fraction(config.rate_fps).limit_denominator(1001), LIVE_TIME_BASE, None)

    def _open_middle(self, plate: PlateOrFile | None, backdrop: Backdrop, resources: ExitStack) -> None:
        config = self._config
        # neither more frames than come, nor more than leave
        matting_fps = min(config.camera.rate_fps, float(self._source.info.rate_fps))
        self._people = build.build_person_network()
        self._matting = SessionMatting(
            config, self._engine_config, self.size, matting_fps, backdrop, self._people, self.preview, self.stats
        )
        self._first_plate = None if plate is None else self._load_plate(plate)
        believed = None if self._first_plate is None else self._without_people(self._first_plate)
        self._plate = LivePlate(believed, config.plate)
        resources.callback(self._plate.close)

    def _open_ends(self, record: Path | None, resources: ExitStack) -> None:
        """Output and recording, and the pipeline from the source to both."""
        output = self._open_output(self._config.live.output)
        resources.callback(output.abort)
        recording = None if record is None else self._open_recording(record, self._overwrite)
        if recording is not None:
            resources.callback(recording.abort)
        self._pipeline = LivePipeline(
            self._source,
            self._process,
            output,
            parts.build_placeholder(self.size, self._first_plate),
            self.stats,
            self.size,
            self._config.camera.rate_fps,
            recording,
            self._look_again,
            self.preview,
            lambda: self._plate.condition is PlateCondition.KNOWN,
        )

    def _open_output(self, name: str, overwrite: bool = False) -> LiveOutput:
        sink = parts.build_live_sink(name, overwrite=overwrite or self._overwrite)
        sink.open(self._info)
        return LiveOutput(sink, self._info)

    def _open_recording(self, path: Path, overwrite: bool) -> Recording:
        sink = parts.build_recording(path, overwrite)
        sink.open(self._info)
        return Recording(sink, lambda text: self._notices(text))

    def start(self, on_message: Callable[[str], None], on_plate: Callable[[CapturedPlate], None]) -> None:
        """Start the threads; what is open belongs to them now. Called once, by `open_live`, as `prepare` is over."""
        self._notices, self._on_plate = on_message, on_plate
        self._resources.pop_all()
        self._is_started = True
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
            if self._is_started:
                self._pipeline.stop()
                self._pipeline.join()
            else:
                self._resources.close()
        finally:
            if self._is_started:
                self._plate.close()
            # a thread that hangs in the network still uses it: that one is left to the end of the program
            if not self._is_started or self._pipeline.is_matting_over:
                self._matting.close(limit_s - time.perf_counter())

    # --- what one does to a session

    @property
    def is_paused(self) -> bool:
        return self._pipeline.paused

    def pause(self, paused: bool) -> None:
        """Show the placeholder instead of the person; or go on."""
        self._pipeline.pause(paused)

    def take_plate(self, delay_s: float = 5.0, automatic: bool = False) -> None:
        """Take a new plate; until then others see the placeholder.

        Args:
            delay_s: time to leave the picture.
            automatic: wait instead until the picture is still, and unlike the start.
        """
        empty = empty_scene_of(self._source)
        if empty is not None:
            self._take_over(empty)
            return
        self._taking = PlateTaking(
            self._source,
            self._take_over,
            lambda line: self._notices(line),
            0.0 if automatic else delay_s,
            automatic,
            self._people.find,
        )
        self._pipeline.divert(self._taking.take)

    def cancel_plate(self) -> None:
        """Take no plate after all, and go on with the one there was."""
        self._pipeline.end_diversion()
        self._taking = None

    def use_plate(self, plate: PlateOrFile) -> None:
        """Matte with another plate from now on.

        Raises:
            PlateError: it cannot be read, is no plate, or is of another camera or size; the present one stays.
        """
        self._change_plate(self._load_plate(plate))

    def _change_plate(self, plate: Plate) -> None:
        self._plate.replace(self._without_people(plate))
        self._pipeline.writer.placeholder = parts.build_placeholder(self.size, plate)

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

    def _load_plate(self, plate: PlateOrFile) -> Plate:
        camera_id = None if self._source.is_recording else self.camera_id
        return parts.load_live_plate(plate, camera_id, self.size, self._config.plate)

    def _without_people(self, plate: Plate) -> Plate:
        return forget_people(plate, self._people.find(plate.image))

    def _take_over(self, captured: CapturedPlate) -> None:
        self._change_plate(captured.plate)
        self._on_plate(captured)

    @property
    def config(self) -> Config:
        """What is set now."""
        return self._config

    def configure(self, config: Config) -> None:
        """Go on with other settings from the next frame on: backdrop, composite, mirrors and quality. Camera, plate and
        engine stay as they were opened, and so does the output, which `set_output` changes.

        Raises:
            MattingError: the backdrop cannot be used; nothing has changed.
        """
        now = self._config
        live = replace(config.live, output=now.live.output)
        config = replace(config, engine=now.engine, plate=now.plate, camera=now.camera, live=live)
        self._matting.configure(config)
        self._config = config

    def set_backdrop(self, backdrop: str | Backdrop) -> None:
        """Change the backdrop from the next frame on. Raises MattingError; the present one stays then."""
        if isinstance(backdrop, str):
            config = BackdropConfig(backdrop)
            backdrop = parts.build_live_backdrop(config)
            self._config = replace(self._config, backdrop=config)
        self._matting.set_backdrop(backdrop, self._config)

    def set_output(self, output: str, overwrite: bool = False) -> None:
        """Write somewhere else, see `parts.build_live_sink`; returns when that has happened.

        Raises:
            MattingError: it cannot be opened, and the present output stays; or the present one cannot be finished.
        """
        opened = self._open_output(output, overwrite)
        self._config = replace(self._config, live=replace(self._config.live, output=output))
        self._matting.configure(self._config)
        self._pipeline.writer.switch_output(opened)

    def set_recording(self, path: Path | None, overwrite: bool = False) -> None:
        """Record to a video file from now on, or no longer; what was recorded before is finished.

        Raises:
            MattingError: the file cannot be written, and the present recording goes on.
        """
        recording = None if path is None else self._open_recording(path, overwrite)
        self._pipeline.writer.switch_recording(recording)

    @property
    def is_recording(self) -> bool:
        """Whether a recording takes what leaves; one that could not go on does not."""
        return self._pipeline.writer.is_recording

    def status(self) -> LiveStatus:
        stats, plate, rung, taking = self.stats, self._plate, self._matting.rung, self._taking
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
            taking=None if taking is None else taking.progress,
            trouble=reports.trouble,
        )

    def report(self) -> dict[str, object]:
        """Counts, times and settings, as plain data ready for JSON."""
        return {
            "version": __version__,
            "camera": self._camera,
            "camera_id": self.camera_id,
            "size": str(self.size),
            "rate_fps": self._config.camera.rate_fps,
            "output": self._config.live.output,
            "backdrop": self._config.backdrop.spec,
            "model": self._engine_config.model,
            "engine": self._engine_config.engine.value,
            "device": self._engine_config.device.value,
            "precision": self._engine_config.precision.value,
            **self._matting.report(),
            "plate_fit": self._plate.report(),
            "recording_lost": 0 if self._pipeline.writer.recording is None else self._pipeline.writer.recording.lost,
            **self.stats.report(),
        }

    def _look_again(self) -> None:
        """On the matting thread: the camera was out of sight, and may have been turned."""
        self._plate.doubt()
        self._matting.start_over()

    def _process(self, frame: Frame) -> MattedFrame | Absence:
        """On the matting thread."""
        return self._matting(frame, self._plate)
