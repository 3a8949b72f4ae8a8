"""How a live session is doing, for what shows it."""

from matting_rt import LiveStatus
from matting_rt.live.state import LiveState
from matting_rt.plate.condition import PlateCondition

WELL = LiveStatus(
    rate_fps=30.0,
    matte_fps=29.6,
    state=LiveState.LIVE,
    latency_ms=48.0,
    dropped_share=0.0,
    plate=PlateCondition.KNOWN,
    known_share=1.0,
    quality="full",
    capture=None,
    trouble=None,
)
