"""Run the live pipeline for an hour with a fault every 20 seconds; nothing may leak, and nothing may stay broken.

    .venv/bin/python -m tools.soak --duration 3600

Faults in turn: the camera is pulled out, the network raises, hangs; the virtual camera is lost; and what a person does:
pausing, changing the backdrop, capturing a plate, using it. Ends with exit status 1 where the video did not
come back after a fault, or where threads, file descriptors or memory have grown.
"""

import argparse
import itertools
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from matting_rt.config import BackdropConfig, CameraConfig
from matting_rt.live import parts
from matting_rt.live.plate_capture import LivePlateCapture
from matting_rt.memory import keep_freed_memory
from matting_rt.timing import resident_bytes
from tools.benchmark_pipeline import RATE_FPS, SIZE, Live, assemble, painted_plate
from tools.fakes import (
    CheckingSink,
    FailingSource,
    FakeEngine,
    hang_for,
    open_descriptors,
    raise_model_error,
    used_bytes,
)

SETTLE_S = 10.0
RECOVERY_LIMIT_S = 15.0
GROWTH_LIMIT_BYTES = 20_000_000
"""Of memory that is in use."""
RAM_LIMIT_BYTES = 100_000_000
"""Of what is in RAM: freed memory that is kept for later counts, a picture of 11 MB more for each new coincidence."""
BACKDROPS = ("teal", "blur", "#203040", "blur:8")


def make_faults(
    live: Live, source: FailingSource, engine: FakeEngine, sink: CheckingSink
) -> dict[str, Callable[[], None]]:
    backdrops = itertools.cycle(BACKDROPS)

    def pause() -> None:
        live.pipeline.pause(True)
        time.sleep(1.0)
        live.pipeline.pause(False)

    def change_backdrop() -> None:
        live.matting.configure(replace(live.matting.config, backdrop=BackdropConfig(next(backdrops))))

    def capture_plate() -> None:
        """From the frames themselves; the painted scene never comes to rest, so it is given up, as often in life."""
        capture = LivePlateCapture(source, lambda captured: None, lambda line: None)
        live.pipeline.intercept(capture.feed)
        time.sleep(2.0)
        live.pipeline.end_interception()

    def fail_with(fault: Callable[[], None]) -> Callable[[], None]:
        def strike() -> None:
            engine.fault = fault

        return strike

    return {
        "camera pulled out": source.lose,
        "network raises": fail_with(raise_model_error),
        "network hangs": fail_with(hang_for(3.0)),
        "virtual camera lost": sink.lose,
        "pause": pause,
        "another backdrop": change_backdrop,
        "new plate": lambda: live.plate.replace(painted_plate(source)),
        "plate taken": capture_plate,
    }


def recovers(live: Live, sink: CheckingSink) -> bool:
    """Whether new composites are made and written again."""
    end_s = time.perf_counter() + RECOVERY_LIMIT_S
    time.sleep(0.5)
    matted, written = live.stats.matted, sink.written
    while time.perf_counter() < end_s:
        if live.stats.matted > matted + 10 and sink.written > written + 10 and live.pipeline.trouble is None:
            return True
        time.sleep(0.1)
    return False


def soak(duration_s: float, interval_s: float) -> list[str]:
    """What went wrong; empty where nothing did."""
    keep_freed_memory()
    inner = parts.build_live_source("synthetic", CameraConfig(SIZE.width, SIZE.height, RATE_FPS))
    source, engine, sink = FailingSource(inner), FakeEngine(0.01), CheckingSink()
    threads_at_start = threading.active_count()
    source.open()
    live = assemble(source, engine, sink)
    live.pipeline.start()
    time.sleep(SETTLE_S)
    wrong: list[str] = []
    faults = make_faults(live, source, engine, sink)
    rounds = itertools.cycle(faults.items())
    for strike in 2 * list(faults.values()):  # before measuring: code and buffers of every path are there then
        strike()
        recovers(live, sink)
    end_s = time.perf_counter() + duration_s
    memory, in_ram, descriptors, threads = used_bytes(), resident_bytes(), open_descriptors(), threading.active_count()
    while time.perf_counter() < end_s:
        next_s = time.perf_counter() + interval_s
        name, strike = next(rounds)
        strike()
        came_back = recovers(live, sink)
        grown = f"memory {(used_bytes() - memory) / 1e6:+.1f} MB, in RAM {(resident_bytes() - in_ram) / 1e6:+.1f} MB"
        print(f"{name}: {'recovered' if came_back else 'DID NOT RECOVER'}, {grown}", flush=True)
        if not came_back:
            wrong.append(f"the video did not come back after: {name}")
        time.sleep(max(0.0, min(next_s, end_s) - time.perf_counter()))
    faults["pause"]()  # after which kept memory is given back
    recovers(live, sink)
    growth, ram_growth = used_bytes() - memory, resident_bytes() - in_ram
    if growth > GROWTH_LIMIT_BYTES:
        wrong.append(f"memory grew by {growth / 1e6:.1f} MB")
    if ram_growth > RAM_LIMIT_BYTES:
        wrong.append(f"what is in RAM grew by {ram_growth / 1e6:.1f} MB")
    if open_descriptors() > descriptors:
        wrong.append(f"{open_descriptors() - descriptors} file descriptors were left open")
    if threading.active_count() > threads:
        wrong.append(f"threads grew from {threads} to {threading.active_count()}")
    if sink.out_of_order:
        wrong.append(f"{sink.out_of_order} frames were out of order")
    live.pipeline.stop()
    live.pipeline.join()
    live.plate.close()
    live.matting.close(1.0)
    if threading.active_count() > threads_at_start:
        wrong.append(f"left running: {', '.join(thread.name for thread in threading.enumerate())}")
    memory_text = f"memory {growth / 1e6:+.1f} MB, in RAM {ram_growth / 1e6:+.1f} MB"
    print(f"{sink.written} frames written, {live.stats.reconnects} reconnects, {memory_text}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--duration", type=float, default=3600.0, help="seconds")
    parser.add_argument("--interval", type=float, default=20.0, help="seconds from fault to fault")
    arguments = parser.parse_args()
    wrong = soak(arguments.duration, arguments.interval)
    for line in wrong:
        print(f"soak: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
