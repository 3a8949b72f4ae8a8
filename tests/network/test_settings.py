"""The settings that follow from the frame's size."""

from dataclasses import replace

import pytest

from matting_rt.config import EngineConfig, Preset, RefineMode
from matting_rt.frame import FrameSize
from matting_rt.network.settings import PRESETS, NetworkSettings
from matting_rt.network.settings import settings_for as settings_of_variant


def settings_for(size: FrameSize, config: EngineConfig) -> NetworkSettings:
    return settings_of_variant(size, config, "mobilenetv2")


@pytest.mark.parametrize(
    "size",
    [FrameSize(960, 540), FrameSize(1280, 720), FrameSize(1080, 1920), FrameSize(2560, 1440), FrameSize(7680, 4320)],
)
def test_the_base_network_sees_what_it_was_trained_on(size: FrameSize) -> None:
    assert 256 <= size.short_side * settings_for(size, EngineConfig()).backbone_scale <= 512


def test_small_frames_are_halved() -> None:
    assert settings_for(FrameSize(640, 480), EngineConfig()).backbone_scale == 0.5


@pytest.mark.parametrize(("preset", "size"), [(Preset.HD, FrameSize(1920, 1080)), (Preset.UHD, FrameSize(3840, 2160))])
def test_the_presets_are_what_their_sizes_come_to(preset: Preset, size: FrameSize) -> None:
    assert settings_for(size, EngineConfig()) == PRESETS[preset]


def test_a_preset_is_taken_whatever_the_size() -> None:
    settings = settings_for(FrameSize(640, 480), EngineConfig(preset=Preset.UHD))
    assert (settings.backbone_scale, settings.refine_sample_pixels) == (0.125, 320_000)


def test_what_is_configured_wins_over_the_preset() -> None:
    hd = EngineConfig(preset=Preset.HD, refine_mode=RefineMode.FULL)
    settings = settings_for(FrameSize(640, 480), replace(hd, backbone_scale=0.4))
    assert (settings.backbone_scale, settings.refine_sample_pixels) == (0.4, 80_000)
    settings = settings_for(FrameSize(640, 480), replace(hd, refine_pixels=1600))
    assert (settings.backbone_scale, settings.refine_sample_pixels) == (0.25, 1600)
    assert settings.refine_mode == "full"


def test_what_is_configured_is_taken() -> None:
    config = EngineConfig(
        backbone_scale=0.2, refine_pixels=1600, refine_mode=RefineMode.THRESHOLDING, refine_threshold=0.3
    )
    settings = settings_for(FrameSize(1280, 720), config)
    assert (settings.backbone_scale, settings.refine_sample_pixels) == (0.2, 1600)
    assert (settings.refine_mode, settings.refine_threshold) == ("thresholding", 0.3)


def test_our_own_networks_refine_the_band_around_a_person_or_two() -> None:
    ours, theirs = (
        settings_of_variant(FrameSize(1280, 720), EngineConfig(), variant).refine_sample_pixels
        for variant in ("mobilenetv3-lite", "mobilenetv2")
    )
    assert ours == 80_179
    assert ours > 1.9 * theirs
