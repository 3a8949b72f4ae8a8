"""The middle of live video: settings that change while it runs, and the quality that the computer keeps up with."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from matting_rt import build
from matting_rt.compositing.base import Backdrop, Compositor
from matting_rt.config import Config, Quality
from matting_rt.errors import DeviceMemoryError, ModelError, UsageError
from matting_rt.frame import Frame
from matting_rt.guard import Guard
from matting_rt.inference.base import MattingEngine
from matting_rt.live import parts
from matting_rt.live.engine_ladder import EngineLadder, drop_tracebacks
from matting_rt.live.measuring import Measurement
from matting_rt.live.preview import Preview, View
from matting_rt.live.quality import QualityGovernor, Rung, RungCosts, find_rung
from matting_rt.live.state import Absence
from matting_rt.live.thrift import FRAME_MS, Thrift
from matting_rt.matting import Finish, MattingSetup, MattingStage, PeopleFinder
from matting_rt.outputs import ALPHA, COMPOSITE, DIFFERENCE, FOREGROUND, MIRRORED
from matting_rt.plate.live import LivePlate
from matting_rt.sinks.base import MattedFrame
from matting_rt.timing import LiveStats, resident_bytes

log = logging.getLogger(__name__)

_OUTPUT_OF = {
    View.ALPHA: ALPHA,
    View.FOREGROUND: FOREGROUND,
    View.DIFFERENCE: DIFFERENCE,
}


class _Governors(NamedTuple):
    """Of the quality: as good as the camera's rate allows, and as good as `thrift` allows."""

    usual: QualityGovernor
    thrifty: QualityGovernor


@dataclass(frozen=True, slots=True, eq=False)
class _Settings:
    """All that settings decide for a frame; exchanged by one assignment, so that no frame sees a part of a change."""

    config: Config
    governors: "_Governors"
    backdrop: Backdrop
    compositor: Compositor
    mirror_compositor: Compositor
    guard: Guard
    shows_mirrored: bool
    """Whether the preview's person is turned the other way than the output's."""

    def setup(self, engine: MattingEngine, views: frozenset[View]) -> MattingSetup:
        """
        Args:
            views: what a preview asks for.
        """
        outputs = {COMPOSITE, *(_OUTPUT_OF[view] for view in views if view in _OUTPUT_OF)}
        if View.OUTPUT in views and self.shows_mirrored:
            outputs.add(MIRRORED)
        return MattingSetup(
            engine, self.backdrop, self.compositor, self.guard, frozenset(outputs), self.mirror_compositor
        )


class LiveMatting:
    """What `LivePipeline` begins and finishes each frame with; configured from any thread, one at a time."""

    def __init__(
        self,
        config: Config,
        backdrop: Backdrop,
        plate: LivePlate,
        people: PeopleFinder,
        ladder: EngineLadder,
        costs: RungCosts,
        rate_fps: float,
        preview: Preview,
        stats: LiveStats,
    ) -> None:
        """
        Args:
            backdrop: of the configuration, or one of the caller's own.
            people: tells people from room.
            ladder: makes the engines; closed by `close`.
            costs: of the ladder's rungs.
            rate_fps: at which frames come, which quality goes by.
            preview: gets what it asks for besides the composite.
            stats: with the timers of `MattingStage.STAGES`.
        """
        self._plate, self._ladder, self._costs, self._preview = plate, ladder, costs, preview
        self._interval_ms = 1000 / rate_fps
        self._thrift = Thrift(1 / rate_fps)
        self.is_thrifty = False
        """See `set_thrifty`."""
        self._stage = MattingStage(plate, stats, people)
        self._settings = self._make_settings(config, backdrop, self._make_governors(config.live.quality))
        self._out_of_memory: ModelError | None = None
        self._first_frame_bytes = 0
        """What the process had in RAM when the first frame had been matted; 0 before."""

    # --- from any thread

    def load(self) -> None:
        """Begin to load the network, on a thread of its own; where nothing is known of its speed, measure that too."""
        ladder, settings = self._ladder, self._settings
        if settings.config.live.quality is Quality.AUTO and len(ladder.rungs) > 1 and not self._costs.is_measured:
            measurement = Measurement(
                self._costs, ladder.size, self._interval_ms, parts.paint_scene, lambda: ladder.is_closed
            )
            ladder.find(measurement.suits)
        else:
            ladder.want(self._governor(settings).rung)

    @property
    def config(self) -> Config:
        """What is set now."""
        return self._settings.config

    def set_thrifty(self, is_thrifty: bool) -> None:
        """Matte as seldom and as cheaply as `thrift` says, or fully."""
        self.is_thrifty = self._plate.is_thrifty = is_thrifty

    @property
    def rung(self) -> Rung | None:
        """The quality in use; None while the network is being loaded."""
        return self._ladder.rung

    def configure(self, config: Config) -> None:
        """Continue with other settings from the next frame on: backdrop, composite, guard, mirrors and quality.

        Raises:
            MattingError: the backdrop cannot be used; nothing has changed.
        """
        now = self._settings
        backdrop, governors = now.backdrop, now.governors
        if config.backdrop != now.config.backdrop:
            backdrop = parts.build_live_backdrop(config.backdrop)
        if config.live.quality is not now.config.live.quality:
            governors = self._make_governors(config.live.quality)
        self._exchange(self._make_settings(config, backdrop, governors))

    def set_backdrop(self, backdrop: Backdrop, config: Config) -> None:
        """Continue with another backdrop, whose configuration `config` has unless it is one of the caller's own."""
        self._exchange(self._make_settings(config, backdrop, self._settings.governors))

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
        self._settings.governors.usual.correct_costs()
        self._settings.backdrop.close()
        self._ladder.close(limit_s)

    def _exchange(self, settings: _Settings) -> None:
        before, self._settings = self._settings.backdrop, settings
        self._thrift.start_over()
        if before is not settings.backdrop:
            before.close()

    def _governor(self, settings: _Settings) -> QualityGovernor:
        """Of the quality that is wanted now."""
        return settings.governors.thrifty if self.is_thrifty else settings.governors.usual

    def _make_governors(self, quality: Quality) -> _Governors:
        held = None if quality is Quality.AUTO else find_rung(self._ladder.rungs, quality)
        return _Governors(*(QualityGovernor(ms, self._costs, held) for ms in (self._interval_ms, FRAME_MS)))

    def _make_settings(self, config: Config, backdrop: Backdrop, governors: _Governors) -> _Settings:
        live = config.live
        return _Settings(
            config,
            governors,
            backdrop,
            compositor=build.build_compositor(replace(config.composite, mirror=live.mirror_output)),
            mirror_compositor=build.build_compositor(replace(config.composite, mirror=not live.mirror_output)),
            guard=build.build_guard(config.guard),
            shows_mirrored=live.mirror_preview != live.mirror_output,
        )

    # --- from the matting thread, and the one that finishes frames

    def on_discontinuity(self) -> None:
        """The next frame does not follow the last one: the camera was out of sight, and may have been turned."""
        self._thrift.start_over()
        self._plate.require_recheck()
        self._stage.on_discontinuity()

    def is_due(self, frame: Frame) -> bool:
        """Whether a frame that has come is to be matted; where not, the last composite shows the same."""
        return not self.is_thrifty or self._thrift.is_due(frame.image, self._settings.backdrop.moves)

    def begin(self, frame: Frame) -> Finish | Absence:
        """Begin a frame; what finishes it is called on the finishing thread, and thinks about the quality of the next.

        Raises:
            ModelError: the device is out of memory, and the next frames are tried at less quality; no engine can be
                made.
            MattingError: as MattingStage.
        """
        settings = self._settings
        governor = self._governor(settings)
        self._want(governor)
        engine, views = self._ladder.engine, self._preview.views
        if engine is None:
            if self._out_of_memory is not None:
                raise self._out_of_memory
            return Absence.NOT_READY
        self._out_of_memory = None
        self._plate.keeps_everything = settings.guard.keeps_everything
        with self._lowering_quality(governor):
            begun = self._stage.begin_live(frame, settings.setup(engine, views))
        return begun if isinstance(begun, Absence) else partial(self._finish, begun, governor)

    def _finish(self, finish: Finish, governor: QualityGovernor) -> MattedFrame:
        with self._lowering_quality(governor):
            matted = finish()
        # what a frame takes while another rung is wanted says nothing of that rung
        if governor.rung == self._ladder.rung:
            governor.observe(self._stage.frame_ms, self._stage.network_ms)
        if not self._first_frame_bytes:
            self._first_frame_bytes = resident_bytes()
        return self._show(matted)

    @contextmanager
    def _lowering_quality(self, governor: QualityGovernor) -> Iterator[None]:
        try:
            yield
        except DeviceMemoryError as error:
            log.debug("out of memory", exc_info=error)
            drop_tracebacks(error)
            raise self._lower_quality(governor) from error
        except UsageError as error:  # the other thread has closed the engine meanwhile
            if self._out_of_memory is None:
                raise
            raise self._out_of_memory from error

    def _show(self, matted: MattedFrame) -> MattedFrame:
        """Give the preview what it asked for; only composites go on from here."""
        for view, output in _OUTPUT_OF.items():
            if matted.find(output) is not None:
                self._preview.put(view, matted.levels(output))
        return matted.keeping(COMPOSITE, MIRRORED)

    def _lower_quality(self, governor: QualityGovernor) -> ModelError:
        if not governor.give_up():
            return ModelError("out of memory even at the lowest quality; choose smaller frames")
        # the failed engine, and those kept of other rungs, would leave no room for the one of the rung below
        self._stage.release_engine()
        self._ladder.release()
        self._out_of_memory = ModelError("out of memory; lowering quality")
        self._ladder.want(governor.rung)
        return self._out_of_memory

    def _want(self, governor: QualityGovernor) -> None:
        """Ask for the engine of the governor's rung, or the next below that can be made."""
        while (error := self._ladder.error_of(governor.rung)) is not None:
            if not governor.give_up():
                if self._ladder.engine is None:
                    raise ModelError("{error}", error=error) from error
                return
        self._ladder.want(governor.rung)
