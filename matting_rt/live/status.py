"""How live video is doing, for whoever shows it."""

from dataclasses import dataclass

from matting_rt.live.plate_capture import LiveCaptureProgress
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """How a session is doing."""

    rate_fps: float
    """At which composites and placeholders leave."""
    matte_fps: float
    """At which new composites are made."""
    state: LiveState
    """What it is doing, and so what leaves."""
    latency_ms: float
    """From capture to write, the median of the last seconds."""
    dropped_share: float
    """0..1 of the frames captured in the last seconds."""
    plate: PlateCondition
    """How well the room is known."""
    known_share: float
    """0..1 of the picture whose room is known and believed."""
    quality: str
    """Of the ladder; "loading" while the network is made ready."""
    capture: LiveCaptureProgress | None
    """How far the plate is that is being taken, or what came of the last one."""
    trouble: str | None
    """The line that belongs to the state; None while nothing is wrong."""
    is_thrifty: bool = False
    """Whether few frames are matted, to save power."""
