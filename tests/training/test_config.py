"""Settings of a run, and the flags that give them."""

import re
from dataclasses import fields
from typing import Any

import pytest
import torch

from matting_rt.config import RefineMode
from matting_rt.errors import ConfigError
from matting_rt.network.variants import build_network
from training.config import Precision, RateSchedule, Resume, TrainConfig, changes_since, to_dict
from training.data.decoded_batch import Source, Sources
from training.defaults import parameter_groups
from training.flags import parse_config
from training.plan import count_epoch_steps
from training.precision import choose_compute_type


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"width": 100}, "multiples of 16"),
        ({"height": 0}, "multiples of 16 from 64 on"),
        ({"batch": 0}, "at least 1"),
        ({"log_every": 0}, "at least 1"),
        ({"rate": -1.0}, "must not be negative"),
        ({"clip": -1.0}, "must not be negative"),
        ({"epochs": 2, "epoch_start": 2}, "epochs from 2 to 2 leave nothing"),
        ({"ema_decay": 1.0}, "from 0 to below 1"),
        ({"refine_share": 0.0}, "above 0 and up to 1"),
    ],
)
def test_settings_out_of_their_range_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        TrainConfig(**settings)


def test_a_folder_that_is_missing_is_refused_on_the_command_line_and_not_where_settings_are_read_again() -> None:
    with pytest.raises(ConfigError, match="check the path given to --valid-people"):
        parse_config("", ["--valid-people", "/no/such/folder"])
    assert TrainConfig(valid_people="/no/such/folder").valid_people == "/no/such/folder"


def test_a_batch_that_does_not_part_evenly_is_refused() -> None:
    config = TrainConfig(batch=16, accumulate=2)
    assert config.part(2) == 4
    with pytest.raises(ConfigError, match=r"do not part evenly into 6 \(3 processes, accumulate 2\); .* multiple of 6"):
        config.part(3)


def test_the_names_that_background_matting_v2_gave_mean_the_same() -> None:
    line = (
        "--dataset-name p3m10k --background-dataset bg20k --model-backbone mobilenetv3 --batch-size 4 "
        "--model-name mattingbase-mobilenetv3-p3m10k --model-last-checkpoint checkpoints/checkpoint-7.pth "
        "--epoch-start 8 --epoch-end 50 --num-workers 3 --log-train-loss-interval 10 "
        "--log-train-images-interval 2000 --log-valid-interval 5000 --model-refine-sample-pixels 80000"
    )
    config, resume = parse_config("", line.split())
    assert resume is Resume.NO
    assert config == TrainConfig(
        dataset_name="p3m10k",
        background_dataset="bg20k",
        variant="mobilenetv3",
        batch=4,
        output="runs/mattingbase-mobilenetv3-p3m10k",
        start_from="checkpoints/checkpoint-7.pth",
        epoch_start=8,
        epochs=50,
        width=512,
        height=512,
        workers=3,
        log_every=10,
        pictures_every=2000,
        save_every=5000,
        refine_sample_pixels=80_000,
    )


@pytest.mark.parametrize(
    ("kind", "line", "expected"),
    [
        ("base", "", {"width": 256, "height": 192, "batch": 16, "rate": 1.5e-3, "epochs": 0, "steps": 8000}),
        ("base", "--dataset-name p3m10k", {"width": 512, "height": 512, "batch": 16, "rate": 1.5e-3, "epochs": 8}),
        ("base", "--dataset-name=mine --model_backbone resnet50", {"width": 512, "batch": 8, "rate": 5e-4}),
        ("base", "--dataset-name p3m10k --steps 9", {"width": 512, "epochs": 0, "steps": 9}),
        ("base", "--dataset-name p3m10k --width 64", {"width": 64, "height": 512}),
        ("refine", "", {"width": 512, "height": 384, "batch": 6, "rate": 1e-3, "refined_pixels": 49_152}),
        (
            "refine",
            "--dataset-name videomatte240k:0.6,synthetic:0.4 --variant mobilenetv2",
            {"width": 2048, "height": 2048, "batch": 4, "rate": 3e-4, "refined_pixels": 80_000, "epochs": 1},
        ),
        ("edges", "", {"batch": 24, "rate": 2e-3, "output": "runs/lite-edges"}),
    ],
)
def test_defaults_are_those_of_the_sets_and_the_network(kind: str, line: str, expected: dict[str, Any]) -> None:
    config, _ = parse_config("", line.split(), kind)
    assert {name: getattr(config, name) for name in expected} == expected


def test_best_is_chosen_on_enough_pictures() -> None:
    assert TrainConfig().valid_pictures >= 96


def test_the_originals_networks_learn_at_its_rates_and_all_parts_do() -> None:
    rates = {"base": [1e-4, 5e-4, 5e-4], "refine": [5e-5, 5e-5, 1e-4, 3e-4]}
    for kind, expected in rates.items():
        config, _ = parse_config("", ["--variant", "mobilenetv2"], kind)
        network = build_network("mobilenetv2", kind)
        groups = parameter_groups(network, kind, "mobilenetv2")
        assert [config.rate * group["factor"] for group in groups] == pytest.approx(expected)
        learning = [each for group in groups for each in group["params"]]
        assert [id(each) for each in learning] == [id(each) for each in network.parameters()]


def test_a_refiner_without_context_is_the_originals_alone() -> None:
    line = "--model-refine-kernel-size 1 --variant"
    assert parse_config("", [*line.split(), "mobilenetv2"], "refine")[0].refine_kernel_size == 1
    with pytest.raises(ConfigError, match="the refiner of mobilenetv3 has no kernels of size 1"):
        parse_config("", [*line.split(), "mobilenetv3"], "refine")


def test_a_flag_that_was_renamed_keeps_its_old_name() -> None:
    assert parse_config("", ["--settle-pictures", "7"])[0].calibration_pictures == 7


def test_choices_and_resuming_are_read() -> None:
    config, resume = parse_config(
        "", ["--schedule", "constant", "--precision", "fp32", "--refine-mode", "full", "--resume"]
    )
    assert config.schedule is RateSchedule.CONSTANT
    assert config.refine_mode is RefineMode.FULL
    assert (config.precision, resume) == (Precision.FP32, Resume.YES)
    assert parse_config("", ["--resume", "if-there"])[1] is Resume.IF_THERE


def test_the_help_explains_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_config("Train.", ["--help"])
    assert ended.value.code == 0
    words = " ".join(capsys.readouterr().out.replace("│", " ").split())
    for field in fields(TrainConfig):
        entry = re.split(rf"--{field.name.replace('_', '-')}(?= [A-Z{{]|,)", words, maxsplit=1)[1]
        detailed = entry.split("(default:", 1)[0].split("}", 1)[-1]
        assert len(detailed.split()) > 2, f"{field.name} has no sentence"


def test_a_name_and_an_output_contradict_each_other() -> None:
    with pytest.raises(ConfigError, match="give one of them"):
        parse_config("", ["--model-name", "a", "--output", "b"])


def test_an_epoch_shows_each_foreground_once() -> None:
    painted = Sources((Source(1.0, None),), (Source(1.0, None),))
    assert count_epoch_steps(painted, TrainConfig(batch=32)) == 313  # of the 10,000 that painted ones count for


def test_a_cpu_computes_in_fp32_and_in_bf16_if_asked() -> None:
    cpu = torch.device("cpu")
    assert choose_compute_type(Precision.AUTO, cpu) is torch.float32
    assert choose_compute_type(Precision.BF16, cpu) is torch.bfloat16
    with pytest.raises(ConfigError, match="a CPU trains in fp32"):
        choose_compute_type(Precision.FP16, cpu)


@pytest.mark.parametrize("has_bf16", [True, False])
def test_a_processor_without_bf16_says_that_it_is_slow(
    has_bf16: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("training.precision.computes_in_bf16", lambda: has_bf16)
    choose_compute_type(Precision.BF16, torch.device("cpu"))
    assert ("--precision fp32 is faster" in caplog.text) is not has_bf16


def test_a_run_that_goes_on_names_what_it_learns_otherwise() -> None:
    before = to_dict(TrainConfig(batch=2, output="runs/a", workers=1)) | {"gone": 1}
    assert changes_since(before, TrainConfig(batch=2, output="runs/b", workers=3)) == []
    (line,) = changes_since(before, TrainConfig(batch=4, rate=1e-4))
    assert line == "goes on with other settings than before: batch 4 (was 2), rate 0.0001 (was 0.0015)"
