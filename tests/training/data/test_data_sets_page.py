"""The page on data sets has a card for each that training knows, with what the registry says of it."""

import re
from pathlib import Path

import pytest

from training.data.registry import REGISTRY, DataSet

PAGE = (Path(__file__).parents[3] / "docs" / "data-sets.md").read_text(encoding="utf-8")
CARDS = {card.split("\n", 1)[0]: card for card in re.split(r"\n### |\n## ", PAGE)}


def test_every_set_has_a_card_and_every_card_a_set() -> None:
    cards = PAGE.partition("\n## Cards")[2].partition("\n## ")[0]
    assert re.findall(r"^### (\S+)$", cards, re.MULTILINE) == list(REGISTRY)


@pytest.mark.parametrize("data_set", REGISTRY.values(), ids=list(REGISTRY))
def test_a_card_says_where_a_set_is_from_and_what_is_wrong_with_it(data_set: DataSet) -> None:
    card = CARDS[data_set.name].lower()
    for part in ("source", "licence", "size", "layout", "used for", "known faults"):
        assert part in card, part


@pytest.mark.parametrize("data_set", REGISTRY.values(), ids=list(REGISTRY))
def test_a_card_has_the_folders_and_counts_of_the_registry(data_set: DataSet) -> None:
    card = CARDS[data_set.name]
    for layout in data_set.layouts:
        for part in filter(None, (layout.train, layout.valid)):
            assert part.count is None or str(part.count) in card
            for folder in part.folders:
                for name in filter(None, (folder.colours, folder.alphas)):
                    assert name in card or all(piece in card for piece in name.rsplit("/", 1)), name
