"""PyTorch itself, operation by operation: no preparation, and the reference that the other engines must agree with."""

from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.inference.program import CoarseMatte, Program, ProgramEngine, RefinedMatte, load_program
from matting_rt.inference.tensor_stream import Last
from matting_rt.network.settings import NetworkSettings


class TorchEngine(ProgramEngine):
    name = "torch"

    def make_program(self, size: FrameSize, settings: NetworkSettings, batch: int = 1) -> Program:
        return load_program(self.spec, settings).to(self.device, self.dtype)

    def matte_tensors_detailed(
        self, src: Tensor, bgr: Tensor, known: Tensor | None = None, last: Last | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Of a network without a refiner, no cell is refined."""
        program = self._program(self._checked_size(src, bgr))
        assert isinstance(program, RefinedMatte | CoarseMatte)
        pha, fgr, err, ref = self._run(program.matte_detailed, src, bgr, known, last)
        return pha, fgr, err, ref
