"""The schema knows every setting, and every setting fits what the engine takes."""

from dataclasses import asdict
from enum import Enum

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from gui.settings.schema import SCHEMA, setting
from gui.settings.setting import PROGRAM, Kind, ProgramSettings, read, with_value
from matting_rt.config import Config
from matting_rt.errors import ConfigError
from matting_rt.model_files import PERSON, released_models

SLIDERS = [entry for entry in SCHEMA if entry.kind is Kind.SLIDER]


def test_the_schema_holds_every_setting_once() -> None:
    stages = asdict(Config()) | {PROGRAM: asdict(ProgramSettings())}
    keys = [f"{stage}.{name}" for stage, table in stages.items() for name in table]
    assert sorted(entry.key for entry in SCHEMA) == sorted(keys)


@pytest.mark.parametrize("entry", SLIDERS, ids=lambda entry: entry.key)
def test_the_ends_of_a_range_are_taken_and_the_default_lies_between(entry) -> None:  # type: ignore[no-untyped-def]
    for end in (entry.info.low, entry.info.high):
        assert read(*with_value(Config(), ProgramSettings(), entry.key, end), entry.key) == end
    assert entry.info.low <= entry.default <= entry.info.high


@pytest.mark.parametrize(
    "entry", [entry for entry in SCHEMA if isinstance(entry.default, Enum)], ids=lambda entry: entry.key
)
def test_the_choices_are_all_there_are(entry) -> None:  # type: ignore[no-untyped-def]
    assert {value for value, _ in entry.choices} == set(type(entry.default))


def test_what_is_shown_has_a_name_and_a_sentence_of_help() -> None:
    assert all(entry.label and entry.help.endswith(".") for entry in SCHEMA)


def test_values_are_shown_as_a_person_reads_them() -> None:
    assert setting("composite.light_wrap").to_text(0.25) == "25 %"
    assert setting("composite.edge_feather_px").to_text(1.5) == "1.5 px"
    assert setting("plate.align").to_text(True) == "on"
    assert setting("program.keep_in_tray").to_text(setting("program.keep_in_tray").default) == "Ask"


def test_a_value_out_of_range_is_refused() -> None:
    with pytest.raises(ConfigError, match="light_wrap is 2"):
        with_value(Config(), ProgramSettings(), "composite.light_wrap", 2.0)


def test_every_released_model_can_be_chosen() -> None:
    names = [value for value, _ in setting("engine.model").choices]
    assert names[0] == "auto"
    assert set(names) >= {model.name for model in released_models() if model.kind != PERSON}
    assert PERSON not in names
