import argparse
from dataclasses import asdict
from pathlib import Path

import pytest

from matting_rt.cli.__main__ import make_parser
from matting_rt.cli.options import config_of, with_options
from matting_rt.config import (
    CompositeConfig,
    Config,
    DeviceKind,
    Keep,
    PlateConfig,
    Precision,
    Preset,
)
from matting_rt.errors import ConfigError, SourceNotFoundError, UsageError


def parse(*options: str) -> argparse.Namespace:
    return make_parser().parse_args(["video", "--src", "a.mp4", "--plate", "b.png", "--output", "c.mp4", *options])


def test_without_options_the_configuration_is_the_default() -> None:
    assert config_of(parse()) == Config()


def test_options_become_configuration() -> None:
    config = config_of(
        parse("--engine", "torch", "--device", "cpu", "--precision", "fp32", "--model", "mine", "--align", "off")
    )
    assert config.engine.engine == "torch"
    assert config.engine.device is DeviceKind.CPU
    assert config.engine.precision is Precision.FP32
    assert config.engine.model == "mine"
    assert config.plate == PlateConfig(align=False)
    assert config_of(parse("--backdrop", "blur:9")).backdrop.spec == "blur:9"


@pytest.mark.parametrize("size", ["0x0", "640x0", "0640x360", "640", "640x-3"])
def test_a_size_has_two_sides(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("--size", size)
    assert f"'{size}' is not a size; give width and height in pixels" in capsys.readouterr().err


def test_every_setting_has_a_flag_of_live_video() -> None:
    line = (
        "live --camera 0 --size 640x360 --rate 15 --pixel-format mjpg --lock off --output null --quality fast "
        "--mirror output --backdrop blur --keep people --model mine --engine onnx --device cpu --precision fp32 "
        "--preset 4k --refine-mode full --backbone-scale 0.25 --refine-pixels 5000 --refine-threshold 0.5 "
        "--light-wrap 0.4 --feather 1.5 --choke=-0.2 --shadow on --person-scale 0.8 --person-position=-0.25,0.1 "
        "--check off --align off --compensate off --learn off --microphone usb"
    )
    given = asdict(config_of(make_parser().parse_args(line.split())))
    kept = [
        f"{stage}.{name}"
        for stage, defaults in asdict(Config()).items()
        for name, default in defaults.items()
        if given[stage][name] == default
    ]
    assert kept == ["composite.mirror"], "which follows from those of live"


def test_a_switch_takes_on_and_off_and_the_words_that_it_took_before() -> None:
    assert not config_of(parse("--check", "off", "--shadow", "off")).plate.check
    for words in (("--check", "on", "--shadow", "on"), ("--check", "auto", "--shadow", "keep")):
        config = config_of(parse(*words))
        assert config.plate.check
        assert config.composite.shadow


def test_what_is_not_a_choice_is_one_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    for words, message in (
        (("--preset", "8k"), "argument --preset: '8k' is not a choice; give one of auto, hd, 4k"),
        (("--align", "yes"), "argument --align: 'yes' is not a choice; give one of on, off"),
    ):
        with pytest.raises(SystemExit):
            parse(*words)
        assert message in capsys.readouterr().err


def test_what_is_kept_and_whether_the_room_is_learned_are_set_by_options(tmp_path: Path) -> None:
    assert config_of(parse()).guard.keep is Keep.AUTO
    assert config_of(parse("--keep", "people")).guard.keep is Keep.PEOPLE
    assert config_of(parse("--learn", "off")).plate == PlateConfig(learn=False)
    file = tmp_path / "mine.toml"
    file.write_text('[guard]\nkeep = "everything"\n[plate]\nlearn = false\n')
    assert config_of(parse("--config", str(file))).guard.keep is Keep.EVERYTHING
    config = config_of(parse("--config", str(file), "--keep", "auto", "--learn", "auto"))
    assert (config.guard.keep, config.plate.learn) == (Keep.AUTO, True)


@pytest.mark.parametrize(
    "command", ["video --src a --plate b --output c", "images --src a --plate b --output c", "demo --output c"]
)
def test_a_preset_is_chosen_by_name_in_every_command_that_mattes(command: str) -> None:
    arguments = make_parser().parse_args([*command.split(), "--output", "c", "--preset", "4k"])
    assert with_options(arguments, Config()).engine.preset is Preset.UHD


def test_the_person_is_set_by_options(tmp_path: Path) -> None:
    options = ("--light-wrap", "0.4", "--feather", "1.5", "--choke=-0.2", "--shadow", "keep", "--person-scale", "0.8")
    composite = config_of(parse(*options, "--person-position=-0.25,0.1")).composite
    assert composite == CompositeConfig(0.4, 1.5, -0.2, True, 0.8, -0.25, 0.1)
    file = tmp_path / "mine.toml"
    file.write_text("[composite]\nlight_wrap = 0.7\nshadow = true\n")
    assert config_of(parse("--config", str(file), "--shadow", "off")).composite == CompositeConfig(light_wrap=0.7)


def test_what_the_person_cannot_be_is_one_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("--person-scale", "9"), ("--person-scale", "nan"), ("--person-position", "0,3")):
        with pytest.raises(SystemExit):
            parse(*words)
        told = capsys.readouterr().err
        assert f"argument {words[0]}: {words[1][-1] if ',' in words[1] else words[1]} is out of its range" in told
        assert "choose a value from" in told
    with pytest.raises(SystemExit):
        parse("--person-position", "left")
    assert "'left' is not a position; write X,Y" in capsys.readouterr().err


def test_what_is_wrong_in_the_file_is_named_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[composite]\nperson_scale = 9\n")
    with pytest.raises(ConfigError, match=r"mine\.toml: composite\.person_scale is 9; .* \(line 2\)"):
        config_of(parse("--config", str(file)))


def test_an_option_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[engine]\nengine = "onnx"\nrefine_threshold = 0.2\n[plate]\nalign = false\n')
    config = config_of(parse("--config", str(file), "--engine", "torch"))
    assert config.engine.engine == "torch"
    assert config.engine.refine_threshold == 0.2
    assert not config.plate.align


def test_an_option_can_turn_on_what_the_file_turned_off(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[plate]\nalign = false\n")
    assert config_of(parse("--config", str(file), "--align", "auto")).plate.align


def test_a_configuration_that_cannot_be_read_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="check the path given to --config"):
        config_of(parse("--config", str(tmp_path / "none.toml")))
    with pytest.raises(UsageError, match="is a directory; --config takes a file"):
        config_of(parse("--config", str(tmp_path)))
    picture = tmp_path / "picture.toml"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(UsageError, match="not a text file"):
        config_of(parse("--config", str(picture)))
    picture.write_text("[engine]\nmodel = 3\n")
    with pytest.raises(ConfigError, match=r"engine\.model"):
        config_of(parse("--config", str(picture)))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--verbose", "models", "verify"],
        ["models", "--verbose", "verify"],
        ["models", "verify", "--verbose"],
    ],
)
def test_verbose_may_stand_anywhere(arguments: list[str]) -> None:
    assert make_parser().parse_args(arguments, argparse.Namespace(verbose=False)).verbose


def test_pictures_to_write_are_checked_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["images", "--src", "a", "--plate", "b", "--output", "c", "--write"]
    assert make_parser().parse_args([*arguments, "alpha,foreground"]).write == ("alpha", "foreground")
    with pytest.raises(SystemExit) as ended:
        make_parser().parse_args([*arguments, "alpha,beta"])
    assert ended.value.code == 2
    assert "'beta' cannot be written" in capsys.readouterr().err
