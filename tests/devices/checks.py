"""What the check scripts of the virtual machine share: one printed line a check, colours, and programs that read."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

LEVELS = 3
"""How far a colour may be off after a round trip through another program."""
READ_LIMIT_S = 300.0
"""ffmpeg takes some 3 s here, its first start longer, and many times that where the computer is busy."""

_failed: list[str] = []


@contextmanager
def check(sentence: str) -> Iterator[None]:
    """Print whether the body holds; what it raises is printed, and the checks go on."""
    start_s = time.perf_counter()
    try:
        yield
    except Exception as error:
        _failed.append(sentence)
        print(f"FAIL  {sentence}: {type(error).__name__}: {error}")
    else:
        print(f"ok    {sentence} ({time.perf_counter() - start_s:.1f} s)")


def finish() -> None:
    """End the script, with status 1 when a check failed."""
    print(f"{len(_failed)} checks failed" if _failed else "no check failed")
    sys.exit(1 if _failed else 0)


def wait_until(holds: Callable[[], bool], limit_s: float = 10.0) -> None:
    """Raises TimeoutError."""
    end_s = time.perf_counter() + limit_s
    while not holds():
        if time.perf_counter() > end_s:
            raise TimeoutError(f"not so within {limit_s:g} s")
        time.sleep(0.05)


def colour_bars(width: int, height: int) -> npt.NDArray[np.uint8]:
    """Crimson, green, blue and a grey ramp, each a quarter of the width; uint8 (H, W, 3) RGB."""
    image = np.zeros((height, width, 3), dtype=np.uint8)
    quarter = width // 4
    for column, colour in enumerate([(220, 20, 60), (30, 200, 40), (40, 60, 210)]):
        image[:, column * quarter : (column + 1) * quarter] = colour
    image[:, 3 * quarter :] = np.linspace(0, 255, height).astype(np.uint8)[:, None, None]
    return image


def read_picture(device: str, width: int, height: int) -> npt.NDArray[np.uint8]:
    """One frame of a camera as ffmpeg, which knows nothing of us, sees it; uint8 (H, W, 3) RGB."""
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-fpsprobesize", "0"]
    command += ["-f", "v4l2", "-i", device]
    command += ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    run = subprocess.run(command, capture_output=True, timeout=READ_LIMIT_S, check=False)
    if run.returncode != 0 or len(run.stdout) != width * height * 3:
        raise RuntimeError(f"ffmpeg read {len(run.stdout)} bytes and said {run.stderr.decode().strip()!r}")
    return np.frombuffer(run.stdout, dtype=np.uint8).reshape(height, width, 3)


def read_planes(device: str) -> bytes:
    """One frame of a camera as v4l2-ctl gets it, not converted: it starts in a fraction of ffmpeg's time."""
    command = ["v4l2-ctl", "-d", device, "--stream-mmap", "--stream-count=1", "--stream-to=-"]
    run = subprocess.run(command, capture_output=True, timeout=READ_LIMIT_S, check=False)
    if run.returncode != 0 or not run.stdout:
        raise RuntimeError(f"v4l2-ctl read {len(run.stdout)} bytes and said {run.stderr.decode().strip()!r}")
    return run.stdout


def assert_same_colours(seen: npt.NDArray[np.uint8], sent: npt.NDArray[np.uint8]) -> None:
    """Within `LEVELS`, away from the edges between colours, where chroma is shared."""
    quarter = sent.shape[1] // 4
    inside = [column for bar in range(4) for column in range(bar * quarter + 4, (bar + 1) * quarter - 4)]
    off = np.abs(seen[:, inside].astype(int) - sent[:, inside]).max(axis=(0, 1))
    assert off.max() <= LEVELS, f"red, green and blue are off by up to {off.tolist()}"
