"""The middle of a live session: network, backdrop and compositor, and how they change while frames go through."""

from dataclasses import replace

from matting_rt import build
from matting_rt.config import Config, EngineConfig, Quality
from matting_rt.frame import Frame, FrameSize
from matting_rt.live import parts
from matting_rt.live.engine_ladder import EngineLadder
from matting_rt.live.live_matting import LiveMatting
from matting_rt.live.measuring import Measurement
from matting_rt.live.preview import Preview
from matting_rt.live.quality import QualityGovernor, Rung, find_rung
from matting_rt.live.state import Absence
from matting_rt.matting import Backdrop, MattingStage, PeopleFinder
from matting_rt.plate.live import LivePlate
from matting_rt.sinks.base import MattedFrame, Picture
from matting_rt.specs import OutputKind, parse_output
from matting_rt.timing import LiveStats, resident_bytes


class SessionMatting:
    """Called with frames on the matting thread; configured from any other."""

    def __init__(
        self,
        config: Config,
        engine: EngineConfig,
        size: FrameSize,
        rate_fps: float,
        backdrop: Backdrop,
        people: PeopleFinder,
        preview: Preview,
        stats: LiveStats,
    ) -> None:
        """
        Args:
            engine: resolved.
            size: of the frames.
            rate_fps: at which frames come, which quality goes by.
            backdrop: of the configuration.
            people: tells people from room.
        """
        self.config = config
        self._first_frame_bytes = 0
        """What the process had in RAM when the first frame had been matted; 0 before."""
        self._backdrop, self._people = backdrop, people
        self._interval_ms, self._preview, self._stats = 1000 / rate_fps, preview, stats
        self._size, self._rungs = size, parts.build_rungs(engine, size)
        self._costs = parts.build_costs(engine, size, self._rungs)
        self._ladder = EngineLadder(lambda rung: parts.build_engine_of_rung(engine, rung), size, self._rungs)
        self._governor = self._make_governor(config.live.quality)
        self._stage: MattingStage | None = None
        self._matting: LiveMatting | None = None
        self._plate: LivePlate | None = None

    def load(self) -> None:
        """Begin to load the network, on a thread of its own; where nothing is known of its speed, measure that too."""
        if self.config.live.quality is Quality.AUTO and len(self._rungs) > 1 and not self._costs.is_measured:
            measurement = Measurement(
                self._costs, self._size, self._interval_ms, parts.paint_scene, lambda: self._ladder.is_closed
            )
            self._ladder.find(measurement.suits)
        else:
            self._ladder.want(self._governor.rung)

    @property
    def rung(self) -> Rung | None:
        """The quality in use; None while the network is being loaded."""
        return self._ladder.rung

    def configure(self, config: Config) -> None:
        """Go on with other settings from the next frame on: backdrop, composite, mirrors and quality.

        Raises:
            MattingError: the backdrop cannot be used; nothing has changed.
        """
        if config.backdrop != self.config.backdrop:
            self._backdrop = parts.build_live_backdrop(config.backdrop)
        if config.live.quality is not self.config.live.quality:
            self._governor = self._make_governor(config.live.quality)
        self.config = config
        self._set_up()

    def set_backdrop(self, backdrop: Backdrop, config: Config) -> None:
        """Go on with another backdrop, whose configuration `config` has unless it is one of the caller's own."""
        self._backdrop, self.config = backdrop, config
        self._set_up()

    def __call__(self, frame: Frame, plate: LivePlate) -> MattedFrame | Absence:
        """Matte a frame, or say why there is no composite of it."""
        if self._matting is None:
            self._plate = plate
            compositor = build.build_compositor(self.config.composite)
            self._stage = MattingStage(
                None, plate, self._backdrop, compositor, Picture.COMPOSITE, self._stats, self._people
            )
            self._matting = LiveMatting(self._stage, self._ladder, self._governor, self._preview)
            self._set_up()
        matted = self._matting(frame)
        if isinstance(matted, MattedFrame) and not self._first_frame_bytes:
            self._first_frame_bytes = resident_bytes()
        return matted

    def start_over(self) -> None:
        """The next frame does not follow the last one. From the matting thread."""
        if self._stage is not None:
            self._stage.start_over()

    def report(self) -> dict[str, object]:
        """What is used and what it takes, as plain data; no memory where the system does not tell."""
        first_bytes, now_bytes = self._first_frame_bytes, resident_bytes()
        memory = {}
        if first_bytes:
            memory = {"first_frame_mb": round(first_bytes / 1e6, 1), "now_mb": round(now_bytes / 1e6, 1)}
        return {
            "quality": "none" if self.rung is None else self.rung.name,
            "network_ready_s": round(self._ladder.warm_up_s, 3),
            "memory": memory,
        }

    def close(self, limit_s: float) -> None:
        """Release the network; one that is still being loaded is waited for so long, and then left behind.

        What frames took is remembered for the next start.
        """
        self._governor.correct_costs()
        self._ladder.close(limit_s)

    def _make_governor(self, quality: Quality) -> QualityGovernor:
        held = None if quality is Quality.AUTO else find_rung(self._rungs, quality)
        return QualityGovernor(self._interval_ms, self._costs, held)

    def _set_up(self) -> None:
        """Bring what works on frames in line with the settings; again whenever either has changed."""
        stage, matting, plate = self._stage, self._matting, self._plate
        if stage is None or matting is None or plate is None:
            return
        live, composite = self.config.live, self.config.composite
        # the engine's own window is the preview, everything else is what others see
        is_window = parse_output(live.output).kind is OutputKind.WINDOW
        mirrors = live.mirror_preview if is_window else live.mirror_output
        stage.backdrop, matting.governor = self._backdrop, self._governor
        stage.guard = build.build_guard(self.config.guard)
        plate.keeps_everything = stage.guard.keeps_everything
        stage.compositor = build.build_compositor(replace(composite, mirror=mirrors))
        stage.mirror_compositor = build.build_compositor(replace(composite, mirror=not mirrors))
        matting.shows_mirrored = not is_window and live.mirror_preview != live.mirror_output
