"""A live session: camera, plate, network, backdrop and output put together, and the few things one does to them.

What the terminal and a window have in common. Nothing here waits for a frame: what a method asks for happens on the
session's threads.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from matting_rt import build, build_live
from matting_rt.config import BackdropConfig, CompositeConfig, Config, Quality
from matting_rt.errors import PlateError
from matting_rt.frame import LIVE_TIME_BASE, Frame, StreamInfo
from matting_rt.pipeline.live import Diversion, LivePipeline
from matting_rt.pipeline.live_matting import LiveMatting
from matting_rt.pipeline.live_output import LiveOutput, Recording
from matting_rt.pipeline.matting import MattingStage
from matting_rt.pipeline.quality import LADDER, EngineLadder, QualityGovernor
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate
from matting_rt.plate_taking import LOOKING, PlateTaking
from matting_rt.sinks.base import MattedFrame, Picture
from matting_rt.timing import LiveStats

log = logging.getLogger(__name__)

_FIRST_STEP = {Quality.AUTO: 0, Quality.BEST: 0, Quality.BALANCED: 2, Quality.FAST: 4}


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """How a session is doing."""

    rate_fps: float
    """At which composites and placeholders leave."""
    matte_fps: float
    """At which new composites are made."""
    is_ready: bool
    """Whether the network has been made ready."""
    latency_ms: float
    """From capture to write, the median of the last seconds."""
    dropped_share: float
    """0..1 of the captured frames."""
    plate: str
    """The state of the plate in words."""
    is_plate_stale: bool
    is_plate_confirmed: bool
    """Whether the plate is known to show the room; else others see the placeholder."""
    is_taking_plate: bool
    quality: str
    is_paused: bool
    trouble: str | None
    """The line that says why there is no composite, or no output; None while all is well."""


class LiveSession:
    """From `open` to `close`. What one does to a session between `start` and `close` may come from any thread."""

    STAGES = (*LivePipeline.STAGES, *MattingStage.STAGES)

    def __init__(self, config: Config, camera: str, record: Path | None = None, overwrite: bool = False) -> None:
        """
        Args:
            config: of all stages; the camera's rate is also the output's.
            camera: an id, a file or folder that stands in for one, or "synthetic".
            record: a video file that gets what the output gets.
            overwrite: replace the recording, or an output that is a file, where it exists.
        """
        self.config = config
        self.stats = LiveStats(self.STAGES)
        self._camera, self._record, self._overwrite = camera, record, overwrite
        self._plate: LivePlate | None = None
        self._stage: MattingStage | None = None
        self._matting: LiveMatting | None = None
        self._ladder: EngineLadder | None = None
        self._notices: Callable[[str], None] = log.info
        self._resources = ExitStack()
        """What is open until `start`."""
        self._is_started = False

    def open(self, plate: Path | None) -> None:
        """Open everything that can be wrong; nothing runs yet.

        Args:
            plate: the picture of the empty room; None: it is taken, or asked for, with `take_plate`.

        Raises:
            MattingError: what cannot be used, and why; all that was opened is closed.
        """
        try:
            self._open(plate)
        except BaseException:
            self._resources.close()
            raise

    def _open(self, plate: Path | None) -> None:
        config = self.config
        self._engine_config = build.resolve_engine(config.engine)
        self._backdrop = build_live.build_live_backdrop(config.backdrop)
        source = build_live.build_live_source(self._camera, config.camera)
        source.open()
        self._resources.callback(source.close)
        size = source.info.size
        assert size is not None, "a live source has frames of one size"
        self.size, self.camera_name, self._source = size, source.name, source
        self._source_fps = float(source.info.rate_fps)
        first = build_live.load_live_plate(plate, source.stable_id, size, config.plate) if plate is not None else None
        rate_fps = config.camera.rate_fps
        info = StreamInfo(size, Fraction(rate_fps).limit_denominator(1001), LIVE_TIME_BASE, None)
        sink = build_live.build_live_sink(config.live.output, overwrite=self._overwrite)
        sink.open(info)
        self._resources.callback(sink.abort)
        recording = None
        if self._record is not None:
            file = build_live.build_recording(self._record, self._overwrite)
            file.open(info)
            self._resources.callback(file.abort)
            recording = Recording(file, lambda text: self._notices(text))
        self._output = LiveOutput(sink, info)
        self._pipeline = LivePipeline(
            source,
            self._process,
            self._output,
            build_live.build_placeholder(size, first),
            self.stats,
            size,
            rate_fps,
            recording,
            self._look_again,
        )
        if first is not None:
            self._use(first)

    def start(self, notices: Callable[[str], None] = log.info) -> None:
        """Start the threads; what `open` has opened belongs to them now.

        Args:
            notices: called from any of the threads with a line that a person should see.
        """
        self._notices = notices
        self._resources.pop_all()
        self._is_started = True
        self.stats.start()
        self._pipeline.start()

    def stop(self) -> None:
        self._pipeline.stop()

    def wait(self, limit_s: float) -> bool:
        """Wait until the session ends by itself, for `limit_s` at most; whether it has."""
        return self._pipeline.wait(limit_s)

    def close(self) -> None:
        """Stop, and release everything. Raises PipelineError where a thread failed, SinkError."""
        try:
            if self._is_started:
                self._pipeline.stop()
                self._pipeline.join()
            else:
                self._resources.close()
        finally:
            if self._plate is not None:
                self._plate.close()
            if self._ladder is not None:
                self._ladder.close()

    # --- what one does to a session

    @property
    def has_plate(self) -> bool:
        return self._plate is not None

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
        empty = self._source.empty_scene()
        if empty is not None:
            self._use(Plate(empty, self.camera_name))
            return
        taking = PlateTaking(
            self._source, self._use, lambda line: self._notices(line), 0.0 if automatic else delay_s, automatic
        )
        self._pipeline.divert(Diversion(taking.take, LOOKING))

    def set_backdrop(self, spec: str) -> None:
        """Change the backdrop from the next frame on. Raises MattingError; the present one stays then."""
        backdrop = build_live.build_live_backdrop(BackdropConfig(spec))
        self._backdrop = backdrop
        if self._stage is not None:
            self._stage.backdrop = backdrop
        self.config = replace(self.config, backdrop=BackdropConfig(spec))

    def set_composite(self, composite: CompositeConfig) -> None:
        """Change how the person is put in front of the backdrop, from the next frame on."""
        self.config = replace(self.config, composite=composite)
        if self._stage is not None:
            self._stage.compositor = build.build_compositor(composite)

    def status(self) -> LiveStatus:
        stats, plate = self.stats, self._plate
        condition = plate.condition if plate is not None else None
        return LiveStatus(
            rate_fps=stats.write_rate.rate_fps,
            matte_fps=stats.matte_rate.rate_fps,
            is_ready=self._stage is not None and self._stage.is_warm(self.size),
            latency_ms=stats.latency.recent_median_ms(),
            dropped_share=stats.replaced / max(stats.captured, 1),
            plate="none" if condition is None else str(condition),
            is_plate_stale=condition is not None and condition.is_stale,
            is_plate_confirmed=plate is not None and plate.is_confirmed,
            is_taking_plate=self._pipeline.is_diverted,
            quality="loading" if self._ladder is None else self._ladder.step.name,
            is_paused=self.is_paused,
            trouble=self._pipeline.trouble,
        )

    def report(self) -> dict[str, object]:
        """Counts, times and settings, as plain data ready for JSON."""
        return {
            "camera": self._camera,
            "size": str(self.size),
            "rate_fps": self.config.camera.rate_fps,
            "output": self.config.live.output,
            "backdrop": self.config.backdrop.spec,
            "model": self._engine_config.model,
            "engine": self._engine_config.engine.value,
            "device": self._engine_config.device.value,
            "quality": "none" if self._ladder is None else self._ladder.step.name,
            "plate_fit": {} if self._plate is None else self._plate.report(),
            **self.stats.report(),
        }

    # --- on the matting thread

    def _look_again(self) -> None:
        """The camera was out of sight and may have been turned: the plate has to prove itself first."""
        if self._plate is not None:
            self._plate.doubt()

    def _process(self, frame: Frame) -> MattedFrame | None:
        """Matte a frame; the first one loads the network, while the output shows the placeholder."""
        plate = self._plate
        if plate is None:
            raise PlateError("there is no plate yet; step out of the picture and take one")
        if self._matting is None:
            self._matting = self._load(plate)
        matted = self._matting(frame)
        # before it is known that the plate shows this room at all, its matte may be the room itself
        return matted if plate.is_confirmed else None

    def _load(self, plate: LivePlate) -> LiveMatting:
        config = self.config
        quality = config.live.quality
        steps = LADDER[_FIRST_STEP[quality] :]
        self._ladder = EngineLadder(
            lambda step: build_live.build_engine_of_step(
                self._engine_config, self.size, step.refine_share, step.scale_share
            ),
            self.size,
            steps,
        )
        # neither more frames than come, nor more than leave
        rate_fps = min(config.camera.rate_fps, self._source_fps)
        governor = QualityGovernor(1000 / rate_fps, len(steps), adapts=quality is Quality.AUTO)
        compositor = build.build_compositor(config.composite)
        stage = MattingStage(self._ladder.engine, plate, self._backdrop, compositor, Picture.COMPOSITE, self.stats)
        self._stage = stage
        # what was asked for while the network was loaded found no stage to change
        stage.backdrop, stage.compositor = self._backdrop, build.build_compositor(self.config.composite)
        return LiveMatting(stage, self._ladder, governor)

    def _use(self, plate: Plate) -> None:
        """Matte with another plate from now on."""
        if self._plate is None:
            self._plate = LivePlate(plate, self.config.plate, self.camera_name)
        else:
            self._plate.replace(plate)
        self._pipeline.set_placeholder(build_live.build_placeholder(self.size, plate))
