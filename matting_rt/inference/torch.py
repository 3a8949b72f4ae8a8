"""PyTorch itself, operation by operation: no preparation, and the reference that the other engines must agree with."""

from matting_rt.frame import FrameSize
from matting_rt.inference.program import Program, ProgramEngine, load_program
from matting_rt.network.settings import NetworkSettings


class TorchEngine(ProgramEngine):
    name = "torch"

    def make_program(self, size: FrameSize, settings: NetworkSettings) -> Program:
        return load_program(self.spec, settings).to(self.device, self.dtype)
