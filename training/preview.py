"""Write a contact sheet of what training sees: frame, plate, true foreground and true alpha of a batch.

python -m training.preview --output preview.png --people DIR --photos DIR
"""

import argparse
import time
from pathlib import Path

import torch
from torchvision.io import write_png

from matting_rt.frame import FrameSize
from matting_rt.synthetic.pairs import PairSampler
from training.config import optional_path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=Path("preview.png"))
    parser.add_argument("--people", default="", help="folder of cut-out people (RGBA)")
    parser.add_argument("--photos", default="", help="folder of photographs without people")
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--height", type=int, default=192)
    parser.add_argument("--rows", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="the plate differs from the background by noise alone")
    parser.add_argument("--device", default="cpu")
    arguments = parser.parse_args()
    sampler = PairSampler(
        FrameSize(arguments.width, arguments.height),
        seed=arguments.seed,
        people=optional_path(arguments.people),
        photos=optional_path(arguments.photos),
        device=arguments.device,
        clean=arguments.clean,
    )
    start = time.perf_counter()
    pair = sampler.sample(arguments.rows)
    rate = arguments.rows / (time.perf_counter() - start)
    columns = [pair.src, pair.bgr, pair.true_fgr, pair.true_pha.expand(-1, 3, -1, -1)]
    sheet = torch.cat(list(torch.cat(columns, 3)), 1)
    write_png(sheet.mul(255).round().to(torch.uint8).cpu(), str(arguments.output))
    print(f"{arguments.output}: frame, plate, foreground, alpha; painted at {rate:.0f} pictures a second")


if __name__ == "__main__":
    main()
