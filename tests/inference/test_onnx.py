"""What ONNX Runtime alone does, with graphs made for the purpose."""

import onnx
import pytest
import torch
from onnx import TensorProto, helper

from matting_rt.config import EngineConfig, Precision
from matting_rt.errors import DeviceMemoryError, ModelError
from matting_rt.frame import FrameSize
from matting_rt.inference.onnx import OPSET, OnnxEngine, OnnxProgram, require_provider
from matting_rt.inference.program import INPUTS, Program
from matting_rt.model_files import find_model
from matting_rt.network.settings import NetworkSettings

SIZE = FrameSize(64, 64)


def hungry_program() -> bytes:
    """A graph that enlarges its input to 4 TB on the way to its outputs."""
    shape = [1, 3, SIZE.height, SIZE.width]
    height, width = shape[2:]
    greys = {"known": [1, 1, height // 4, width // 4], "last_pha": [1, 1, height, width]}
    shape_of = dict.fromkeys(INPUTS, shape) | greys
    huge = helper.make_tensor("huge", TensorProto.INT64, [5], [1 << 26, *shape])
    axes = helper.make_tensor("axes", TensorProto.INT64, [1], [0])
    channel = helper.make_tensor("channel", TensorProto.INT64, [1], [1])
    nodes = [
        helper.make_node("Expand", ["src", "huge"], ["enlarged"]),
        helper.make_node("ReduceMean", ["enlarged", "axes"], ["src_again"], keepdims=0),
        helper.make_node("Add", ["src_again", "bgr"], ["fgr"]),
        helper.make_node("ReduceMean", ["fgr", "channel"], ["pha"], keepdims=1),
    ]
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape_of[name]) for name in INPUTS]
    outputs = [
        helper.make_tensor_value_info("pha", TensorProto.FLOAT, [1, 1, *shape[2:]]),
        helper.make_tensor_value_info("fgr", TensorProto.FLOAT, shape),
    ]
    graph = helper.make_graph(nodes, "hungry", inputs, outputs, [huge, axes, channel])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    return onnx.ModelProto.SerializeToString(model)


class HungryEngine(OnnxEngine):
    def make_program(self, size: FrameSize, settings: NetworkSettings) -> Program:
        return OnnxProgram(hungry_program(), size, self.device, self.dtype)


def test_running_out_of_memory_is_told_as_pytorch_tells_it(capfd: pytest.CaptureFixture[str]) -> None:
    engine = HungryEngine(find_model("mobilenetv3-lite"), EngineConfig(precision=Precision.FP32), torch.device("cpu"))
    with pytest.raises(DeviceMemoryError, match="cpu has not enough memory for mobilenetv3-lite at 64x64") as told:
        engine.warm_up(SIZE)
    assert isinstance(told.value.__cause__, DeviceMemoryError)


def test_a_session_that_took_the_cpu_in_place_of_cuda_is_refused() -> None:
    require_provider(["CPUExecutionProvider"], torch.device("cpu"))
    require_provider(["CUDAExecutionProvider", "CPUExecutionProvider"], torch.device("cuda"))
    with pytest.raises(ModelError, match="cannot load CUDA and cuDNN"):
        require_provider(["CPUExecutionProvider"], torch.device("cuda"))
