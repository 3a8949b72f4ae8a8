"""How a live session is doing, for what shows it."""

from matting_rt.session import LiveStatus

WELL = LiveStatus(
    rate_fps=30.0,
    matte_fps=29.6,
    is_ready=True,
    latency_ms=48.0,
    dropped_share=0.0,
    plate="fresh",
    is_plate_stale=False,
    is_plate_confirmed=True,
    is_taking_plate=False,
    quality="full",
    is_paused=False,
    taking=None,
    trouble=None,
)
