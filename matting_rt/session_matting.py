"""The middle of a live session: network, backdrop and compositor, and how they change while frames go through."""

from dataclasses import replace

from matting_rt import build, build_live
from matting_rt.config import Config, EngineConfig, Quality
from matting_rt.frame import Frame, FrameSize
from matting_rt.live.state import Absence
from matting_rt.pipeline.live_matting import LiveMatting
from matting_rt.pipeline.matting import Backdrop, MattingStage, PeopleFinder
from matting_rt.pipeline.preview import Preview
from matting_rt.pipeline.quality import LADDER, EngineLadder, QualityGovernor, QualityStep
from matting_rt.plate.live import LivePlate
from matting_rt.sinks.base import MattedFrame, Picture
from matting_rt.timing import LiveStats, resident_bytes

_FIRST_STEP = {Quality.AUTO: 0, Quality.BEST: 0, Quality.BALANCED: 2, Quality.FAST: 4}


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
        self._rate_fps, self._preview, self._stats = rate_fps, preview, stats
        self._ladder = EngineLadder(
            lambda step: build_live.build_engine_of_step(engine, size, step.refine_share, step.scale_share), size
        )
        self._governor = self._make_governor(config.live.quality)
        self._stage: MattingStage | None = None
        self._matting: LiveMatting | None = None
        self._plate: LivePlate | None = None

    def load(self) -> None:
        """Begin to load the network, on a thread of its own."""
        self._ladder.want(self._governor.step)

    @property
    def step(self) -> QualityStep | None:
        """The quality in use; None while the network is being loaded."""
        return self._ladder.step

    def configure(self, config: Config) -> None:
        """Go on with other settings from the next frame on: backdrop, composite, mirrors and quality.

        Raises:
            MattingError: the backdrop cannot be used; nothing has changed.
        """
        if config.backdrop != self.config.backdrop:
            self._backdrop = build_live.build_live_backdrop(config.backdrop)
        if config.live.quality is not self.config.live.quality:
            self._governor = self._make_governor(config.live.quality)
        self.config = config
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
            "quality": "none" if self.step is None else self.step.name,
            "network_ready_s": round(self._ladder.warm_up_s, 3),
            "memory": memory,
        }

    def close(self, limit_s: float) -> None:
        """Release the network; one that is still being loaded is waited for so long, and then left behind."""
        self._ladder.close(limit_s)

    def _make_governor(self, quality: Quality) -> QualityGovernor:
        return QualityGovernor(1000 / self._rate_fps, len(LADDER), _FIRST_STEP[quality], quality is Quality.AUTO)

    def _set_up(self) -> None:
        """Bring what works on frames in line with the settings; again whenever either has changed."""
        stage, matting, plate = self._stage, self._matting, self._plate
        if stage is None or matting is None or plate is None:
            return
        live, composite = self.config.live, self.config.composite
        # the engine's own window is the preview, everything else is what others see
        mirrors = live.mirror_preview if live.output == "window" else live.mirror_output
        stage.backdrop, matting.governor = self._backdrop, self._governor
        stage.guard = build.build_guard(self.config.guard)
        plate.keeps_everything = stage.guard.keeps_everything
        stage.compositor = build.build_compositor(replace(composite, mirror=mirrors))
        stage.mirror_compositor = build.build_compositor(replace(composite, mirror=not mirrors))
        matting.shows_mirrored = live.output != "window" and live.mirror_preview != live.mirror_output
