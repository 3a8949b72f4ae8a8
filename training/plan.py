"""What a run is going to do, said before its first step: pictures, epochs, and about how many hours.

    python -m training.plan                 the table of docs/great-lakes.md

Hours are calculated, not measured: the arithmetic of a step (three times that of the network's forward pass, which is
counted) at an assumed share of what a card can do, or what the cores decode at the rate of one that was measured,
whichever takes longer.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import torch
from torch.utils.flop_counter import FlopCounterMode

from matting_rt.network.variants import build_network
from training.config import TrainConfig
from training.cores import count_cores
from training.data.decoded_batch import Source, Sources
from training.defaults import default_settings

CARD_TFLOPS = {"V100": 125, "A40": 150, "A100": 312, "H100": 989, "H200": 989}
"""Dense half-precision tensor arithmetic, 1e12 operations a second, of NVIDIA's data sheets."""
SHARE_OF_PEAK = {"resnet50": 0.1, "resnet101": 0.1}
OTHER_SHARE = 0.01
"""Assumed: dense convolutions keep a card busy, depthwise ones wait for its memory."""
CORE_S_SMALL, CORE_S_LARGE = 0.10, 0.16
"""Seconds of a core for a picture of up to 1024x1024, and for a larger one: to decode and crop a JPEG of 1920x1080, its
alpha and a photograph of 1920x1280 (`DecodedBatches` at 512x512 and 2048x2048, one thread of a busy EPYC server)."""
PAINTED_EPOCH = 10_000
"""Pictures of an epoch where there is no set to go through once: as many as P3M-10k has."""
TABLE_STAGES = (
    ("base", "p3m10k", 9_421, 50),
    ("base", "videomatte240k", 240_709, 8),
    ("refine", "videomatte240k", 240_709, 1),
)
"""Kind, set, its pictures (of VideoMatte240K the frames of all clips), epochs."""
TABLE_VARIANTS = ("mobilenetv3-lite", "mobilenetv3", "mobilenetv2", "resnet50")
TABLE_CARDS, TABLE_CORES = ("V100", "A40", "A100"), 8


def count_epoch_steps(sources: Sources, config: TrainConfig) -> int:
    """Steps in which each foreground of the sets is shown once."""
    items = sum(source.item_count(config.clip_length) for source in sources.foregrounds)
    return math.ceil((items * config.clip_length or PAINTED_EPOCH) / config.batch)


def plan_lines(
    kind: str, config: TrainConfig, sources: Sources, epoch_steps: int, steps_left: int, device: torch.device
) -> Iterator[str]:
    """What a person is told before the first step.

    Args:
        kind: base or refine.
        epoch_steps: steps in which each foreground is shown once.
        steps_left: of the whole schedule.
    """
    shown, behind = _describe(sources.foregrounds), _describe(sources.backgrounds)
    yield f"{config.variant} ({kind}), rate up to {config.rate:g}: {shown} before {behind}"
    pictures, epochs = steps_left * config.batch, steps_left / epoch_steps
    yield f"{pictures:,} pictures of {config.size} in {steps_left:,} steps of {config.batch}: {epochs:.1f} epochs"
    if config.minutes:
        yield f"It ends after {config.minutes:g} minutes, however far it is"
        return
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else ""
    card = next((card for card in CARD_TFLOPS if card in name), None)
    if card is None:
        yield "The bar below says how long it takes, once it has measured some steps"
        return
    cores = 0 if sources.are_painted else count_cores()
    hours = expected_hours(pictures, count_gmac(kind, config), card, config, cores)
    yield f"About {hours:.1f} hours on this {card}, calculated and not measured: the bar below soon knows better"


def _describe(sources: Sequence[Source]) -> str:
    parts = [
        "painted ones" if each.listing is None else f"{len(each.listing):,} of {each.listing.data_set.name}"
        for each in sources
    ]
    return " and ".join(parts)


def count_gmac(kind: str, config: TrainConfig) -> float:
    """1e9 multiplications of a forward pass of one picture, counted on shapes alone."""
    with torch.device("meta"):
        network = build_network(
            config.variant, kind, backbone_scale=config.backbone_scale, refine_sample_pixels=config.refined_pixels
        )
        picture = torch.zeros(1, 3, config.height, config.width)
        with FlopCounterMode(display=False) as counter:
            network.eval()(picture, picture)
    return float(counter.get_total_flops()) / 2e9


def expected_hours(pictures: int, gmac: float, card: str, config: TrainConfig, cores: int) -> float:
    """
    Args:
        gmac: of a forward pass of one picture; backwards it is twice as much.
        card: of CARD_TFLOPS.
        cores: that decode; 0: nothing is decoded.
    """
    share = SHARE_OF_PEAK.get(config.variant, OTHER_SHARE)
    computing_s = 3 * 2 * gmac * 1e9 / (CARD_TFLOPS[card] * 1e12 * share)
    core_s = CORE_S_SMALL if max(config.size) <= 1024 else CORE_S_LARGE
    return pictures * max(computing_s, core_s / cores if cores else 0.0) / 3600


def table_lines() -> Iterator[str]:
    """Markdown: a row for a set and a network, the hours on each card."""
    yield f"| trained | pictures | network | GMAC a picture | {' | '.join(TABLE_CARDS)} |"
    yield f"|---|---|---|---|{'---|' * len(TABLE_CARDS)}"
    for kind, name, count, epochs in TABLE_STAGES:
        for variant in TABLE_VARIANTS:
            settings = default_settings(kind, name, variant, is_length_given=False)
            config = replace(TrainConfig(), **settings, variant=variant)
            gmac, pictures = count_gmac(kind, config), count * epochs
            hours = [expected_hours(pictures, gmac, card, config, TABLE_CORES) for card in TABLE_CARDS]
            cells = " | ".join(f"{each:.1f} h" for each in hours)
            yield f"| {kind}, `{name}` at {config.size} | {epochs} x {count:,} | `{variant}` | {gmac:.1f} | {cells} |"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    sys.stdout.writelines(f"{line}\n" for line in table_lines())
