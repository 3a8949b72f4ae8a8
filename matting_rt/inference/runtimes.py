"""Which runtime computes our own networks on this processor: the one that was faster, when both were measured here."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from matting_rt.config import EngineConfig, Precision
from matting_rt.engines import AUTO, ENGINES, load
from matting_rt.errors import ConfigError
from matting_rt.extras import missing_packages
from matting_rt.frame import FrameSize
from matting_rt.inference.cache import remembered
from matting_rt.inference.parts import PartsEngine

if TYPE_CHECKING:
    from matting_rt.model_files import ModelSpec

_SIZE = FrameSize(640, 360)
_FRAMES = 8
_RATE_FPS = 10
_LIMIT_S = 1.0
"""Besides what it takes to open both; a busy computer measures a frame or two."""


def choose_runtime(spec: "ModelSpec", config: EngineConfig) -> EngineConfig:
    """
    Args:
        spec: of a whole network of ours.
        config: not on CUDA; engine and precision as they were asked for.

    Returns:
        The same with nothing left to "auto".

    Raises:
        ConfigError: bf16 is asked for where there is none.
        MattingError: the model's parts cannot be read or made.
    """
    asked = _candidates(config.device.value) if config.engine == AUTO else [config.engine]
    chosen = [replace(config, engine=engine, precision=_precision(engine, config.precision)) for engine in asked]
    if len(chosen) == 1:
        return chosen[0]
    names = {f"{each.engine} {each.precision.value}": each for each in chosen}
    key = ("runtimes", spec.sha256, *names)
    took_ms = remembered(key, lambda: dict(zip(names, _measure(spec, chosen), strict=True)))
    return names[min(names, key=lambda name: took_ms[name])]


def _candidates(device: str) -> list[str]:
    """The engines that "auto" may choose among for networks in parts, of those that are installed."""
    return [
        engine.name
        for engine in ENGINES.values()
        if device in engine.auto_devices
        and engine.sessions is not None
        and device in engine.sessions.devices
        and not missing_packages(engine.sessions.extra)
    ]


def _precision(engine: str, asked: Precision) -> Precision:
    question = ENGINES[engine].has_bf16
    if asked is Precision.FP32 or question is None:
        return Precision.FP32
    has_bf16 = load(question)()
    if asked is Precision.BF16 and not has_bf16:
        raise ConfigError("the precision is bf16, in which this processor does not compute; choose fp32 or auto")
    return Precision.BF16 if has_bf16 else Precision.FP32


def _measure(spec: "ModelSpec", configs: list[EngineConfig]) -> list[float]:
    """The fewest milliseconds a frame that each took, frame by frame in turns: what else runs here slows down all."""
    from matting_rt.synthetic.film import RenderedClip

    clip = RenderedClip(_SIZE, _RATE_FPS, _FRAMES / _RATE_FPS)
    plate = clip.plate()
    engines = [PartsEngine(spec, config) for config in configs]
    try:
        streams = [engine.open_stream(_SIZE) for engine in engines]
        for stream in streams:
            stream.set_plate(plate)
        fewest_ms = [float("inf")] * len(streams)
        end_s = time.perf_counter() + _LIMIT_S
        for image, _ in clip.frames():
            if time.perf_counter() > end_s and max(fewest_ms) < float("inf"):
                break
            for index, stream in enumerate(streams):
                started_s = time.perf_counter()
                stream.matte(image)
                fewest_ms[index] = min(fewest_ms[index], 1000 * (time.perf_counter() - started_s))
    finally:
        for engine in engines:
            engine.close()
    return fewest_ms
