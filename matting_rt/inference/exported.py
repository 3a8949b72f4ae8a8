"""Exported files: the network as a program of its own, in one file, that other programs can load too.

docs/export.md says what such a file takes and gives. One that we wrote says in its metadata what it holds; one that
says nothing is not run, because nobody knows what its outputs mean.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from google.protobuf.message import Message

from matting_rt.config import EngineConfig, Precision
from matting_rt.engines import AUTO
from matting_rt.errors import ConfigError, MattingError, UsageError, WeightsError, reason_of
from matting_rt.frame import FrameSize
from matting_rt.inference.program import INPUTS, Program, ProgramEngine
from matting_rt.inference.torchscript import without_deprecation
from matting_rt.model_files import FORMAT, ModelSpec, sha256_of
from matting_rt.network.settings import NetworkSettings
from matting_rt.pytorch_files import open_archive, read_content, read_part, repacked

if TYPE_CHECKING:
    from onnx import TensorProto

METADATA_NAME = "matting-rt.json"
"""Of the text inside a TorchScript file; an ONNX file has the same entries as its metadata."""


class ExportFormat(str, Enum):
    """What a network is exported as."""

    TORCHSCRIPT = "torchscript"
    ONNX = "onnx"

    @property
    def engine(self) -> str:
        """The engine that runs such a file."""
        return self.value


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """An exported file, and what its metadata says."""

    spec: ModelSpec
    """`path` and `sha256` are of the exported file."""
    format: ExportFormat
    precision: Precision
    """FP32 or FP16."""
    settings: NetworkSettings
    """Fixed when it was exported."""
    size: FrameSize | None
    """Of the only frames that it takes; None: any."""


def to_metadata(
    spec: ModelSpec, settings: NetworkSettings, precision: Precision, size: FrameSize | None
) -> dict[str, str]:
    """What an exported file says of itself."""
    return {
        "format": FORMAT,
        "variant": spec.variant,
        "kind": spec.kind,
        "weights_sha256": spec.sha256,
        "precision": precision.value,
        "size": str(size or "any"),
        "inputs": " ".join(INPUTS),
        **{name: str(value) for name, value in asdict(settings).items()},
    }


def read_exported(path: Path) -> ExportedModel:
    """What an exported file says it is; none of its code is run.

    Raises:
        WeightsError: it is damaged, or was not written by this program, or by a version whose files take other inputs.
    """
    kind = ExportFormat.ONNX if path.suffix.lower() == ".onnx" else ExportFormat.TORCHSCRIPT
    metadata = _onnx_metadata(path) if kind is ExportFormat.ONNX else _torchscript_metadata(path)
    if metadata.get("format") != FORMAT:
        raise WeightsError(
            "{path} was not written by Matting RT: it does not say what network it holds; export a "
            "checkpoint anew with: matting-rt models export",
            path=path,
        )
    if metadata.get("inputs") != " ".join(INPUTS):
        raise WeightsError("{path} was written by another version of Matting RT; export it anew", path=path)
    try:
        settings = NetworkSettings(
            float(metadata["backbone_scale"]),
            int(metadata["refine_sample_pixels"]),
            metadata["refine_mode"],
            float(metadata["refine_threshold"]),
        )
        size = None if metadata["size"] == "any" else FrameSize(*map(int, metadata["size"].split("x")))
        spec = ModelSpec(path.stem, metadata["variant"], metadata["kind"], path, sha256_of(path))
        return ExportedModel(spec, kind, Precision(metadata["precision"]), settings, size)
    except (KeyError, ValueError, TypeError) as error:
        raise WeightsError("{path} has damaged metadata ({error}); export it anew", path=path, error=error) from None


def _onnx_metadata(path: Path) -> Mapping[str, str]:
    import onnx  # not installed everywhere: TorchScript files are read without it

    try:
        model = onnx.load_model_from_string(read_content(path))
    except MattingError:
        raise
    except Exception as error:  # protobuf has kinds of its own, which are not part of its interface
        raise WeightsError(
            "{path} is not a whole ONNX file ({reason}); export it anew", path=path, reason=reason_of(error)
        ) from None
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in _tensors_in(model)):
        raise WeightsError("{path} takes its weights from other files; export it anew, with all in one file", path=path)
    return {entry.key: entry.value for entry in model.metadata_props}


def _tensors_in(message: Message) -> "Iterator[TensorProto]":
    """All tensors of a model, in graphs within graphs too."""
    from onnx import TensorProto

    for field, value in message.ListFields():
        if field.message_type is not None:
            for item in [value] if isinstance(value, Message) else value:
                if isinstance(item, TensorProto):
                    yield item
                yield from _tensors_in(item)


def _torchscript_metadata(path: Path) -> Mapping[str, str]:
    try:
        with open_archive(path) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith(f"/extra/{METADATA_NAME}")]
            found = json.loads(read_part(archive, parts[0])) if parts else {}
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, RecursionError) as error:
        raise WeightsError(
            "{path} is not a whole TorchScript file ({error}); export it anew", path=path, error=error
        ) from None
    is_text = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    return found if is_text else {}


def fit_config(exported: ExportedModel, config: EngineConfig) -> EngineConfig:
    """`config` with what the file leaves no choice about filled in.

    Raises:
        UsageError: another engine is asked for than runs this file.
        ConfigError: another setting is asked for than it was exported with.
    """
    path, engine = exported.spec.path, exported.format.engine
    if config.engine not in (AUTO, engine):
        raise UsageError(
            "{path} is of the engine {engine}, not {asked}; give its weights instead",
            path=path,
            engine=engine,
            asked=config.engine,
        )
    for name, asked, fixed in (
        ("backbone_scale", config.backbone_scale, exported.settings.backbone_scale),
        ("refine_pixels", config.refine_pixels, exported.settings.refine_sample_pixels),
    ):
        if asked is not None and asked != fixed:
            raise ConfigError(
                "{path} was exported with {name} {fixed:g}, not {asked:g}; export it anew with that",
                path=path,
                name=name,
                fixed=fixed,
                asked=asked,
            )
    precision = config.precision
    if exported.format is ExportFormat.ONNX:
        if precision not in (Precision.AUTO, exported.precision):
            raise ConfigError(
                "{path} was exported in {exported_precision}; export it anew in {precision}",
                path=path,
                exported_precision=exported.precision.value,
                precision=precision.value,
            )
        precision = exported.precision
    return replace(config, engine=engine, precision=precision)


class ExportedEngine(ProgramEngine):
    """Runs an exported file."""

    def __init__(self, exported: ExportedModel, config: EngineConfig, device: torch.device | None = None) -> None:
        """As its base, with a configuration from `fit_config`."""
        super().__init__(exported.spec, config, device)
        self.exported = exported
        self.name = exported.format.value

    def make_program(self, size: FrameSize, settings: NetworkSettings, batch: int = 1) -> Program:
        """`settings` are those of the file, whatever suits the size. Raises ConfigError for what it does not take."""
        path, only = self.spec.path, self.exported.size
        if only is not None and batch > 1:
            raise ConfigError(
                "{path} was exported for single frames of {only}; export it for any size", path=path, only=only
            )
        if only not in (None, size):
            raise ConfigError(
                "{path} was exported for frames of {only}, not {size}; export it for any size",
                path=path,
                only=only,
                size=size,
            )
        try:
            if self.exported.format is ExportFormat.ONNX:
                from matting_rt.inference.onnx import OnnxProgram

                return OnnxProgram(read_content(path), size, self.device, self.dtype, batch)
            with without_deprecation():
                script = torch.jit.load(io.BytesIO(repacked(path)), map_location=self.device)
                program: Program = torch.jit.freeze(script.to(self.dtype).eval())
                return program
        except (MattingError, torch.OutOfMemoryError):
            raise
        except Exception as error:  # of damaged bytes both libraries raise many kinds
            raise WeightsError(
                "{path} is damaged ({reason}); export it anew", path=path, reason=reason_of(error)
            ) from None
