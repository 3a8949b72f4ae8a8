"""The page on formats has the table that encoders, help and tests go by."""

from pathlib import Path

from matting_rt.media.encoding_choice import COLUMNS, table
from matting_rt.media.encoding_tables import CODECS, CONTAINERS

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_its_table_is_the_one_that_is_printed() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    assert rows == [list(row) for row in (COLUMNS, *table())]


def test_every_codec_is_held_by_a_container_and_every_container_has_its_codecs() -> None:
    for codec in CODECS.values():
        assert codec.suffixes
        assert set(codec.suffixes) <= set(CONTAINERS)
        assert codec.quality is None or not codec.is_lossless
    for suffix, container in CONTAINERS.items():
        for name in filter(None, (container.codec, container.alpha_codec)):
            assert suffix in CODECS[name].suffixes
        if container.alpha_codec:
            assert CODECS[container.alpha_codec].holds_alpha
