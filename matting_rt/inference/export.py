"""Exporting a network as a file for other programs, which is compared with PyTorch before it gets its name."""

import importlib.util
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from matting_rt.config import EngineConfig, Precision
from matting_rt.errors import ConfigError, ModelError
from matting_rt.files import replacing
from matting_rt.frame import FrameSize
from matting_rt.inference.base import MULTIPLE
from matting_rt.inference.exported import METADATA_NAME, ExportFormat, to_metadata
from matting_rt.inference.onnx_export import export_program
from matting_rt.inference.program import load_program, load_static_program
from matting_rt.inference.torchscript import script_program
from matting_rt.inference.verify import Difference, compare, reader_of
from matting_rt.model_files import ModelSpec
from matting_rt.network.settings import NetworkSettings

SIZES = ((1, FrameSize(256, 144)), (3, FrameSize(180, 320)), (2, FrameSize(640, 480)))
"""Batches and sizes that a file for any size is compared at."""
MEAN_LIMITS = {Precision.FP32: 1e-4, Precision.FP16: 5e-3}
"""Mean absolute difference (0..1) from PyTorch in single precision that is refused. The largest says nothing: where two
cells are expected to err alike, rounding decides which of them is refined."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is written."""

    format: ExportFormat
    settings: NetworkSettings
    """Fixed in the file."""
    precision: Precision = Precision.FP32
    """FP32 or FP16."""
    size: FrameSize | None = None
    """Of the only frames that an ONNX file takes, one at a time; None: any."""

    def __post_init__(self) -> None:
        """Raise ConfigError for what cannot be exported, whether by the settings' own limits or by the format's."""
        EngineConfig(backbone_scale=self.settings.backbone_scale, refine_pixels=self.settings.refine_sample_pixels)
        if self.precision is Precision.AUTO:
            raise ConfigError("an exported file needs a precision; choose fp32 or fp16")
        if self.size and self.format is not ExportFormat.ONNX:
            raise ConfigError("a TorchScript file takes frames of any size; leave the size out")
        if self.size and any(side % MULTIPLE for side in self.size):
            raise ConfigError(
                "the size is {size}; both sides must be multiples of {multiple}", size=self.size, multiple=MULTIPLE
            )


def export_model(
    spec: ModelSpec,
    options: ExportOptions,
    path: Path,
    on_difference: Callable[[Difference], None] = lambda difference: None,
) -> None:
    """Write the file, and compare what it gives with PyTorch; it gets its name when they agree.

    Args:
        path: an existing file is replaced; its folder is made where it is missing.
        on_difference: called with each comparison as it is made.

    Raises:
        ModelError: the file does not give what PyTorch gives, or cannot be made; nothing is left under its name.
    """
    dtype = torch.float16 if options.precision is Precision.FP16 else torch.float32
    metadata = to_metadata(spec, options.settings, options.precision, options.size)
    if options.format is ExportFormat.TORCHSCRIPT:
        content = script_program(spec, options.settings, dtype, {METADATA_NAME: json.dumps(metadata)})
    else:
        content = export_program(spec, options.settings, options.size, dtype, metadata)
    with replacing(path) as part:
        part.write_bytes(content)
        for difference in _differences(spec, options, part):
            on_difference(difference)
            if not difference.mean <= MEAN_LIMITS[options.precision]:  # a comparison that NaN fails too
                raise ModelError(
                    "{path} was not written: in {runtime} its matte differs from PyTorch's by "
                    "{difference:.2g} on average, and {limit:g} is the limit",
                    path=path,
                    runtime=difference.runtime,
                    difference=difference.mean,
                    limit=MEAN_LIMITS[options.precision],
                )


def _differences(spec: ModelSpec, options: ExportOptions, path: Path) -> Iterator[Difference]:
    load = load_static_program if options.format is ExportFormat.ONNX else load_program
    reference = load(spec, options.settings)
    sizes = [(1, options.size)] if options.size else SIZES
    for runtime in runtimes(options.format):
        yield from compare(runtime, reader_of(runtime, path), reference, options.precision, sizes)


def runtimes(kind: ExportFormat) -> tuple[str, ...]:
    """What a file is tried in here."""
    if kind is ExportFormat.TORCHSCRIPT:
        return ("TorchScript",)
    has_openvino = importlib.util.find_spec("openvino") is not None
    return ("ONNX Runtime", "OpenVINO") if has_openvino else ("ONNX Runtime",)
