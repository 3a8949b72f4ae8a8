from dataclasses import fields

import pytest

from matting_rt.config import (
    BackdropConfig,
    Config,
    DeviceKind,
    EngineConfig,
    GuardConfig,
    Keep,
    PlateConfig,
    Preset,
    RefineMode,
    from_toml,
    to_toml,
)
from matting_rt.config.setting import infos_of
from matting_rt.errors import ConfigError
from matting_rt.inference.select import DEFAULT_MODEL

EVERYTHING_CHANGED = Config(
    engine=EngineConfig(
        model="resnet50",
        engine="torch",
        device=DeviceKind.CPU,
        preset=Preset.UHD,
        refine_mode=RefineMode.THRESHOLDING,
        backbone_scale=0.25,
        refine_pixels=5000,
        refine_threshold=0.7,
    ),
    plate=PlateConfig(check=False, align=False, compensate=False, learn=False),
    guard=GuardConfig(Keep.PEOPLE),
    backdrop=BackdropConfig("blur:8"),
)


@pytest.mark.parametrize("config", [Config(), EVERYTHING_CHANGED], ids=["defaults", "everything changed"])
def test_a_configuration_survives_the_way_through_toml(config: Config) -> None:
    assert from_toml(to_toml(config)) == config


def test_what_toml_leaves_out_keeps_its_default() -> None:
    assert from_toml("[plate]\nalign = false") == Config(plate=PlateConfig(align=False))


def test_a_whole_number_serves_where_a_fraction_is_meant() -> None:
    assert from_toml("[engine]\nrefine_threshold = 1").engine.refine_threshold == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("engine =", "not valid TOML"),
        ("[lens]\nfocus = 1", r"unknown table \[lens\]"),
        ("[engine]\nmodle = 'x'", "unknown setting modle"),
        ("engine = 3", "must be a table"),
        ("[engine]\nengine = 'tensorflow'", "choose one of auto, onnx, openvino, torchscript"),
        ("[engine]\npreset = '8k'", "choose one of auto, hd, 4k"),
        ("[plate]\nalign = 'yes'", "plate.align is 'yes'; it must be true or false"),
        ("[engine]\nrefine_pixels = true", "must be a whole number"),
        ("[engine]\nmodel = 3", r"engine\.model is 3; it must be a text"),
        ("[camera]\nrate_fps = '30'", r"camera\.rate_fps is '30'; it must be a number"),
        ("[engine]\nbackbone_scale = 0.6", "backbone_scale is 0.6; choose a value above 0 and up to 0.5"),
        ("[engine]\nbackbone_scale = nan", "above 0 and up to 0.5"),
        ("[composite]\nedge_feather_px = 30", r"composite\.edge_feather_px is 30; choose a value from 0 to 20 px"),
        ("[engine]\nrefine_pixels = 3", "16 or more"),
        ("[engine]\nrefine_threshold = 2.0", "from 0 to 1"),
    ],
)
def test_what_is_wrong_in_toml_is_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        from_toml(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[plate]\nalign = true\n\n[engine]\nmodle = 'x'", 5),
        ("# mine\n[engine]\nbackbone_scale = 0.6", 3),
        ("[plate]\n\n[lens]\nfocus = 1", 3),
        ("engine = 3", 1),
        ("\n[camera]\n  rate_fps = '30'", 3),
    ],
)
def test_what_is_wrong_in_toml_is_found_in_its_line(text: str, line: int) -> None:
    with pytest.raises(ConfigError, match=rf"\(line {line}\)$"):
        from_toml(text)


def test_a_mistake_in_the_syntax_is_found_in_its_line() -> None:
    with pytest.raises(ConfigError, match="line 2"):
        from_toml("[engine]\nmodel = \n")


def test_every_setting_has_a_label_and_whole_sentences_of_help() -> None:
    for stage in fields(Config):
        for name, info in infos_of(type(getattr(Config(), stage.name))).items():
            assert info.label, name
            assert info.help[0].isupper(), name
            assert info.help.endswith("."), name


def test_the_help_names_the_model_that_is_the_default() -> None:
    assert f"by default {DEFAULT_MODEL}." in infos_of(EngineConfig)["model"].help.lower()
