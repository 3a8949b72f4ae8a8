"""What a run says before its first step."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.data.trees import make_tree, write_paths
from training import plan
from training.config import TrainConfig
from training.data.batches import open_sources

CONFIG = TrainConfig(variant="mobilenetv2", width=512, height=512, batch=8, dataset_name="videomatte240k")


def lines(config: TrainConfig, folder: Path, device: str) -> list[str]:
    root = make_tree("videomatte240k", folder / "set")
    config = replace(config, data_paths=str(write_paths(folder, videomatte240k=root)))
    return [*plan.plan_lines("base", config, open_sources(config.data()), 1_000, 8_000, torch.device(device))]


def test_pictures_and_epochs_come_first(tmp_path: Path) -> None:
    assert lines(CONFIG, tmp_path, "cpu") == [
        "mobilenetv2 (base), rate up to 0.0015: 14 of videomatte240k before painted ones",
        "64,000 pictures of 512x512 in 8,000 steps of 8: 8.0 epochs",
        "The bar below says how long it takes, once it has measured some steps",
    ]


def test_hours_are_said_to_be_calculated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "NVIDIA A40")
    monkeypatch.setattr(plan, "count_cores", lambda: 8)
    monkeypatch.setattr(plan, "count_gmac", lambda kind, config: 14.89)
    hours = 64_000 * max(3 * 2 * 14.89e9 / 1.5e12, 0.10 / 8) / 3600
    assert lines(CONFIG, tmp_path, "cuda")[-1] == (
        f"About {hours:.1f} hours on this A40, calculated and not measured: the bar below soon knows better"
    )


def test_arithmetic_is_counted_as_it_is_published() -> None:
    config = TrainConfig(
        variant="mobilenetv2", width=1920, height=1088, backbone_scale=0.25, refine_sample_pixels=80_000
    )
    assert plan.count_gmac("refine", config) == pytest.approx(9.76, rel=0.02)  # at 1920x1080


def test_more_cores_help_until_the_card_is_what_is_waited_for() -> None:
    few, some, many, painted = (plan.expected_hours(10**6, 1.5, "A40", CONFIG, cores) for cores in (1, 8, 64, 0))
    assert few == pytest.approx(8 * some)
    assert some > many == painted


def test_the_page_of_the_cluster_has_the_hours_that_are_calculated() -> None:
    page = (Path(__file__).parents[2] / "docs" / "great-lakes.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (?:base|refine), `\w+` at (\d+)x\d+ \| (\d+) x ([\d,]+) \| `([\w-]+)` \| (.*) \|$", page, re.M
    )
    assert len(rows) == len(plan.TABLE_STAGES) * len(plan.TABLE_VARIANTS)
    for side, epochs, count, variant, figures in rows:
        gmac, *hours = (float(figure.removesuffix(" h")) for figure in figures.split(" | "))
        config = TrainConfig(variant=variant, width=int(side), height=int(side))
        pictures = int(epochs) * int(count.replace(",", ""))
        for card, shown in zip(plan.TABLE_CARDS, hours, strict=True):
            assert shown == pytest.approx(plan.expected_hours(pictures, gmac, card, config, plan.TABLE_CORES), rel=0.05)
