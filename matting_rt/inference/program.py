"""What every backend runs: a network behind one face, prepared for frames of one size."""

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from matting_rt.config import EngineConfig, Precision
from matting_rt.errors import ConfigError, DeviceMemoryError, FrameShapeError
from matting_rt.frame import FrameSize
from matting_rt.inference.base import LEAST_SIDE, MULTIPLE, MattingEngine, MattingStream, padded_size
from matting_rt.inference.memory import normalise_oom
from matting_rt.inference.tensor_stream import Last, TensorStream
from matting_rt.model_files import ModelSpec
from matting_rt.network.matting import scaled_side
from matting_rt.network.refiner import resize
from matting_rt.network.settings import NetworkSettings, settings_for
from matting_rt.tensors import TensorMatte
from matting_rt.weights import load_network

Program = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]
"""The five of INPUTS -> pha (B, 1, H, W) and fgr (B, 3, H, W), 0..1."""

INPUTS = ("src", "bgr", "known", "last_src", "last_pha")
"""Of every program: src and bgr (B, 3, H, W) RGB 0..1, H and W multiples of 4; known (B, 1, H/4, W/4) 0..1; the frame
before (B, 3, H, W) and the pha (B, 1, H, W) that came of it, -1 throughout where there is none. The last three are
taken by what has a use for them."""

PROGRAMS_KEPT = 4
"""Sizes that an engine stays prepared for; a folder of images can bring many."""


class ProgramEngine(MattingEngine):
    """An engine that prepares a program for each size of frames, and pads frames to what programs take."""

    def __init__(self, spec: ModelSpec, config: EngineConfig, device: torch.device | None = None) -> None:
        """
        Args:
            spec: the weights to run.
            config: with engine, device and precision resolved (see `resolve`).
            device: where to run; None: the configuration's.
        """
        self.spec = spec
        self.config = config
        self.device = device = torch.device(config.device.value) if device is None else device
        self.dtype = torch.float16 if config.precision is Precision.FP16 else torch.float32
        self.device_name, self.precision_name = str(device), config.precision.value
        self._programs: OrderedDict[FrameSize, Program] = OrderedDict()
        self._checked: set[FrameSize] = set()

    @abstractmethod
    def make_program(self, size: FrameSize, settings: NetworkSettings, batch: int = 1) -> Program:
        """Prepare for frames of `size`, whose sides are multiples of 4, `batch` at once.

        Raises:
            ModelError: it cannot run here.
        """

    def settings(self, size: FrameSize) -> NetworkSettings:
        """What the network runs with on frames of `size`."""
        return settings_for(size, self.config, self.spec.variant)

    def warm_up(self, size: FrameSize) -> None:
        self._program(size)

    def new_stream(self, size: FrameSize) -> MattingStream:
        return TensorStream(self, size)

    def matte_tensors(
        self, src: Tensor, bgr: Tensor, known: Tensor | None = None, last: Last | None = None
    ) -> TensorMatte:
        """Matte one picture.

        Values are looked at in the first frame of a size only: that catches 0..255, the one mistake that is made, and a
        GPU need not report back to the host in every frame.

        Args:
            src: (1, 3, H, W) RGB 0..1, the frame, any H and W of at least LEAST_SIDE.
            bgr: (1, 3, H, W) RGB 0..1, the plate, aligned to the frame and compensated for its light.
            known: (1, 1, any size) 0..1, how far the plate is known; where it is 0, `bgr` means nothing. None: wholly.
            last: the frame before, of the same video and size; None: there is none. A network without a memory, or
                one that believes every plate, takes no notice of it or of `known`.

        Returns:
            fgr and pha of (1, 3 and 1, H, W), 0..1, on `device`. fgr is valid until the next call, pha for good.

        Raises:
            FrameShapeError: the tensors do not fit: sizes that differ, not RGB, values outside 0..1.
        """
        pha, fgr = self._run(self._program(self._checked_size(src, bgr)), src, bgr, known, last)
        return TensorMatte(fgr=fgr, pha=pha)

    def matte_tensors_detailed(
        self, src: Tensor, bgr: Tensor, known: Tensor | None = None, last: Last | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """pha, fgr as `matte_tensors`, and err, ref as `MatteDetails`, 0..1. Raises ConfigError: it has neither."""
        raise ConfigError(
            "the engine {name} gives neither errors nor refined cells; choose the engine torch", name=self.name
        )

    def close(self) -> None:
        self._programs.clear()
        if self.device.type == "cuda":
            # PyTorch would keep the memory for itself: from other programs, and from ONNX Runtime's next engine. A
            # device that has failed has none to give back.
            with suppress(RuntimeError):
                torch.cuda.empty_cache()

    def _checked_size(self, src: Tensor, bgr: Tensor) -> FrameSize:
        """Of both; raises FrameShapeError."""
        check_pictures(src, bgr)
        size = FrameSize(width=src.shape[3], height=src.shape[2])
        if size not in self._checked:
            check_range(src, "the frame")
            check_range(bgr, "the plate")
            self._checked.add(size)
        return size

    def _run(
        self,
        program: Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], tuple[Tensor, ...]],
        src: Tensor,
        bgr: Tensor,
        known: Tensor | None,
        last: Last | None,
    ) -> list[Tensor]:
        """What a program gives for pictures of any size, each cut to theirs."""
        size = FrameSize(width=src.shape[3], height=src.shape[2])
        whole = padded_size(size)
        with torch.inference_mode(), normalise_oom(self.name):
            pictures = [pad(x.to(self.device, self.dtype), whole) for x in (src, bgr, *(last or ()))]
            src, bgr, *rest = map(to_channels_last, pictures)
            memory = rest or nothing_before(src)
            given = program(src, bgr, self._to_cells(known, whole), *memory)
        return [x[:, :, : size.height, : size.width] for x in given]

    def _to_cells(self, known: Tensor | None, size: FrameSize) -> Tensor:
        """(1, 1, H/4, W/4), as programs take it."""
        cells = (size.height // MULTIPLE, size.width // MULTIPLE)
        if known is None:
            return torch.ones(1, 1, *cells, device=self.device, dtype=self.dtype)
        return F.interpolate(known.to(self.device, self.dtype), size=cells, mode="bilinear", align_corners=False)

    def _program(self, size: FrameSize) -> Program:
        size = padded_size(size)
        if size not in self._programs:
            try:
                with normalise_oom(self.name):
                    program = self.make_program(size, self.settings(size))
                with torch.inference_mode(), normalise_oom(self.name):
                    grey = torch.full((1, 3, size.height, size.width), 0.5, device=self.device, dtype=self.dtype)
                    grey = to_channels_last(grey)
                    inputs = (grey, grey, self._to_cells(None, size), *nothing_before(grey))
                    for _ in range(3):  # TorchScript compiles in its second run, and allocators settle in the third
                        program(*inputs)
            except DeviceMemoryError as error:
                raise DeviceMemoryError(
                    "{device} has not enough memory for {model} at {size}; choose a smaller model or smaller frames",
                    device=self.device,
                    model=self.spec.name,
                    size=size,
                ) from error
            self._programs[size] = program
        self._programs.move_to_end(size)
        while len(self._programs) > PROGRAMS_KEPT:
            self._programs.popitem(last=False)
        return self._programs[size]


class RefinedMatte(nn.Module):
    """MattingRefine, reduced to what leaves the engine."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        src: Tensor,
        bgr: Tensor,
        known: Tensor | None = None,
        last_src: Tensor | None = None,
        last_pha: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """See INPUTS. Without the last three, as BackgroundMattingV2's own files are called, nothing is left out."""
        pha, fgr, _, _, _, _ = self.network(src, bgr, known, last_src, last_pha)
        return pha, fgr

    def matte_detailed(
        self, src: Tensor, bgr: Tensor, known: Tensor, last_src: Tensor, last_pha: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """pha and fgr, and err and ref as in `MatteDetails`."""
        pha, fgr, _, _, err_sm, ref_sm = self.network(src, bgr, known, last_src, last_pha)
        size = list(src.shape[2:])
        err = F.interpolate(err_sm, size=size, mode="bilinear", align_corners=False)
        return pha, fgr, err, F.interpolate(ref_sm, size=size, mode="nearest")


class CoarseMatte(nn.Module):
    """MattingBase on a small picture, as MattingRefine runs it, and its matte enlarged to the frame."""

    def __init__(self, network: nn.Module, scale: float) -> None:
        super().__init__()
        self.network = network
        self.scale = scale

    def forward(
        self,
        src: Tensor,
        bgr: Tensor,
        known: Tensor | None = None,
        last_src: Tensor | None = None,
        last_pha: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """See INPUTS; it has no memory."""
        coarse = self.coarse(src, bgr, known)
        return coarse[:, :1], (src + coarse[:, 1:4]).clamp(0, 1)

    def matte_detailed(
        self, src: Tensor, bgr: Tensor, known: Tensor, last_src: Tensor, last_pha: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """pha and fgr, and err and ref as in `MatteDetails`."""
        coarse = self.coarse(src, bgr, known)
        pha, err = coarse[:, :1], coarse[:, 4:]
        return pha, (src + coarse[:, 1:4]).clamp(0, 1), err, torch.zeros_like(pha)

    def coarse(self, src: Tensor, bgr: Tensor, known: Tensor | None) -> Tensor:
        """(B, 5, H, W): alpha, the foreground's residual, and the expected error."""
        size = [(self.small_side(side) + 31) // 32 * 32 for side in src.shape[2:]]
        small_src, small_bgr = resize(F.avg_pool2d(src, 2), size), resize(F.avg_pool2d(bgr, 2), size)
        pha, residual, err, _ = self.network.decode(small_src, small_bgr, known)  # type: ignore[operator]
        coarse = torch.cat([pha, residual, err], dim=1)
        return F.interpolate(coarse, size=list(src.shape[2:]), mode="bilinear", align_corners=False)

    def small_side(self, side: int) -> int:
        if torch.jit.is_scripting():  # type: ignore[attr-defined]
            return int(side * self.scale)
        return scaled_side(side, self.scale)


def load_program(spec: ModelSpec, settings: NetworkSettings) -> nn.Module:
    """The network behind the face of a Program, in evaluation mode, fp32, on the CPU."""
    if spec.kind == "base":
        return CoarseMatte(load_network(spec), settings.backbone_scale).eval()
    network = load_network(
        spec,
        backbone_scale=settings.backbone_scale,
        refine_mode=settings.refine_mode,
        refine_sample_pixels=settings.refine_sample_pixels,
        refine_threshold=settings.refine_threshold,
    )
    return RefinedMatte(network).eval()


def load_static_program(spec: ModelSpec, settings: NetworkSettings) -> nn.Module:
    """As `load_program`, with shapes that depend on those of the pictures alone: see `Refiner.is_static`."""
    program = load_program(spec, settings)
    if isinstance(program, RefinedMatte):
        program.network.refiner.is_static = True  # type: ignore[union-attr]  # Refiner or EdgeNetwork
    return program


def nothing_before(src: Tensor) -> Last:
    """What a program is given with a first frame `src` (B, 3, H, W): it stands for no frame and no alpha."""
    pha = torch.full_like(src[:, :1], -1, memory_format=torch.contiguous_format)
    return Last(torch.full_like(src, -1), pha)


def to_channels_last(x: Tensor) -> Tensor:
    """`x` (1, C, H, W) in the one layout that programs are warmed with: TorchScript compiles anew for another.

    On CUDA channels last, as frames come from the host and as tensor cores take them.
    """
    return x.contiguous(memory_format=torch.channels_last) if x.is_cuda else x


def pad(x: Tensor, size: FrameSize) -> Tensor:
    """`x` (1, C, H, W) continued to the right and below with its last pixels."""
    right, below = size.width - x.shape[3], size.height - x.shape[2]
    return F.pad(x, (0, right, 0, below), mode="replicate") if right or below else x


def check_pictures(src: Tensor, bgr: Tensor) -> None:
    """Raise FrameShapeError unless both are (1, 3, H, W) of one size, H and W at least LEAST_SIDE."""
    for name, x in (("frame", src), ("plate", bgr)):
        if x.dim() != 4 or x.shape[:2] != (1, 3) or not x.is_floating_point():
            raise FrameShapeError(
                "the {name} is {kind} of shape {shape}; give RGB as floating point of shape (1, 3, H, W)",
                name=name,
                kind=x.dtype,
                shape=tuple(x.shape),
            )
    height, width = src.shape[2:]
    if bgr.shape != src.shape:
        raise FrameShapeError(
            "the frame is {width}x{height} and the plate {plate_width}x{plate_height}; they must be of one size",
            width=width,
            height=height,
            plate_width=bgr.shape[3],
            plate_height=bgr.shape[2],
        )
    if min(height, width) < LEAST_SIDE:
        raise FrameShapeError(
            "the frame is {width}x{height}; both sides must be at least {least} pixels",
            width=width,
            height=height,
            least=LEAST_SIDE,
        )


def check_range(x: Tensor, name: str) -> None:
    """Raise FrameShapeError unless all values are in 0..1, give or take what half precision and filters add."""
    low, high = (value.item() for value in x.aminmax())
    if not (low >= -0.01 and high <= 1.01):
        raise FrameShapeError(
            "{name} holds values from {low:g} to {high:g}; give RGB in the range 0..1", name=name, low=low, high=high
        )
