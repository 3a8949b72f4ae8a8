"""Measure how fast the network alone is, with the flags of BackgroundMattingV2.

    python tools/inference_speed_test.py --model-type torchscript --model-backbone mobilenetv3 --model-path model.pth \\
        --resolution 1920 1080

Without --model-path the weights are random. Unlike the original it warms up first, waits for the device in each
iteration, and prints percentiles. Decoding, the plate, the composite and encoding are not in it: `matting-rt video
--report` measures those too.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # by its file's name it sees its own folder alone

from matting_rt.cli.paths import require_file
from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from tools import seed_flags

if TYPE_CHECKING:
    from torch import Tensor

WARM_UPS = 5


def main(words: Sequence[str] | None = None) -> int:
    parser = seed_flags.make_parser(__doc__)
    seed_flags.add_model_flags(parser, needs_path=False)
    seed_flags.add_device_flag(parser)
    parser.add_argument("--batch-size", type=int, default=1, metavar="N")
    parser.add_argument("--resolution", type=int, nargs=2, metavar=("W", "H"), help="of random pictures")
    parser.add_argument("--image-src", type=Path, metavar="FILE", help="a picture, in place of --resolution")
    parser.add_argument("--image-bgr", type=Path, metavar="FILE", help="its plate, of the same size")
    parser.add_argument("--precision", choices=seed_flags.PRECISIONS, help="default: float32")
    parser.add_argument("--iterations", type=int, default=1000, metavar="N", help="default: 1000")
    return seed_flags.run_script(run, parser, words)


def run(arguments: argparse.Namespace) -> None:
    if arguments.batch_size < 1 or arguments.iterations < 1:
        raise UsageError("--batch-size and --iterations must be 1 or more")
    for path, option in ((arguments.image_src, "--image-src"), (arguments.image_bgr, "--image-bgr")):
        if path is not None:
            require_file(path, option)
    import torch

    from matting_rt.build import build_engine, resolve_engine
    from matting_rt.inference.base import MULTIPLE, padded_size
    from matting_rt.inference.program import ProgramEngine

    with ExitStack() as stack, torch.inference_mode():
        src, bgr = (x.repeat(arguments.batch_size, 1, 1, 1) for x in _pictures(arguments))
        size = FrameSize(src.shape[3], src.shape[2])
        if size != padded_size(size):
            raise UsageError(f"the pictures are {size}; both sides must be multiples of 4")
        arguments.model_path = arguments.model_path or seed_flags.random_weights(arguments, stack)
        config = resolve_engine(seed_flags.engine_config(arguments, stack))
        engine = build_engine(config)
        stack.callback(engine.close)
        assert isinstance(engine, ProgramEngine)
        program = engine.make_program(size, engine.settings(size), arguments.batch_size)
        src, bgr = (x.to(engine.device, engine.dtype) for x in (src, bgr))
        known, last_pha = torch.ones_like(src[:, :1, ::MULTIPLE, ::MULTIPLE]), torch.rand_like(src[:, :1])
        times_s = measure(lambda: program(src, bgr, known, src, last_pha), engine.device_name, arguments.iterations)
    p50, p95, p99 = (x * 1000 for x in torch.tensor(times_s).quantile(torch.tensor([0.5, 0.95, 0.99])).tolist())
    print(f"{engine.name}, {engine.device}, {config.precision.value}, {arguments.batch_size} x {size}")
    print(f"p50 {p50:.2f} ms, p95 {p95:.2f} ms, p99 {p99:.2f} ms over {len(times_s)} iterations")
    print(f"{arguments.batch_size * len(times_s) / sum(times_s):.1f} pictures a second")


def _pictures(arguments: argparse.Namespace) -> "tuple[Tensor, Tensor]":
    """src and bgr, (1, 3, H, W)."""
    import torch

    from matting_rt.plate.store import load_plate
    from matting_rt.tensors import to_tensor

    if arguments.image_src is None and arguments.image_bgr is None:
        width, height = arguments.resolution or (1920, 1080)
        if min(width, height) < 64:
            raise UsageError(f"--resolution is {width}x{height}; both sides must be at least 64 pixels")
        return torch.rand(1, 3, height, width), torch.rand(1, 3, height, width)
    if arguments.image_src is None or arguments.image_bgr is None or arguments.resolution is not None:
        raise UsageError("give either --resolution, or both --image-src and --image-bgr")
    src, bgr = (to_tensor(load_plate(path).image) for path in (arguments.image_src, arguments.image_bgr))
    if src.shape != bgr.shape:
        raise UsageError(f"{arguments.image_src} and {arguments.image_bgr} are not of one size")
    return src, bgr


def measure(once: Callable[[], object], device_name: str, count: int) -> list[float]:
    """Seconds that each of `count` calls takes until its result is there, after some that are not counted.

    Args:
        device_name: of the engine that computes it, as `MattingEngine.device_name`.
    """
    import torch

    times_s = []
    for index in range(WARM_UPS + count):
        start_s = time.perf_counter()
        once()
        if device_name.startswith("cuda"):
            torch.cuda.synchronize(device_name)
        if index >= WARM_UPS:
            times_s.append(time.perf_counter() - start_s)
    return times_s


if __name__ == "__main__":
    sys.exit(main())
