"""The person network in PyTorch: what TensorFlow Lite gives for the same weights, at other sizes too."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import Tensor

from matting_rt.errors import FrameShapeError
from matting_rt.model_files import released_folder
from matting_rt.network.person import FEATURE_CHANNELS, PersonSegmenter
from matting_rt.tensors import to_tensor
from matting_rt.weights import load_person_network

REFERENCE = Path(__file__).parents[1] / "inference" / "person_reference.npz"
"""Painted people, and what TensorFlow Lite's interpreter says of them; see tools/convert_person_network.py."""


@pytest.fixture(scope="module")
def network() -> PersonSegmenter:
    return load_person_network()


def noise(height: int, width: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(1))


def test_it_gives_what_tensorflow_lite_gives(network: PersonSegmenter) -> None:
    with np.load(REFERENCE) as reference:
        images, people = reference["images"], reference["people"]
    for image, expected in zip(images, people, strict=True):
        assert 0.1 < (expected > 32768).mean() < 0.9
        with torch.inference_mode():
            person = network(to_tensor(image))[0, 0].numpy()
        assert np.abs(person - expected / 65535).max() < 1e-3


@pytest.mark.parametrize(("height", "width"), [(16, 16), (32, 48), (144, 256), (256, 144), (272, 480)])
def test_onnx_runtime_gives_the_same_at_any_size(network: PersonSegmenter, height: int, width: int) -> None:
    session = onnxruntime.InferenceSession(released_folder() / "person.onnx", providers=["CPUExecutionProvider"])
    src = noise(height, width)
    with torch.inference_mode():
        expected = network(src).numpy()
    (person,) = session.run(["person"], {"src": src.numpy()})
    assert person.shape == (1, 1, height, width)
    np.testing.assert_allclose(person, expected, atol=1e-5)


def test_its_features_are_at_a_half_to_a_sixteenth(network: PersonSegmenter) -> None:
    src = noise(96, 160)
    with torch.inference_mode():
        features = network.features(src)
        assert torch.equal(network.logits(features).sigmoid(), network(src))
    shapes = [tuple(feature.shape) for feature in features]
    assert shapes == [(1, count, 96 >> level, 160 >> level) for level, count in enumerate(FEATURE_CHANNELS, 1)]


@pytest.mark.parametrize("shape", [(1, 3, 90, 160), (1, 1, 96, 160), (3, 96, 160)])
def test_what_it_cannot_take_is_refused(network: PersonSegmenter, shape: tuple[int, ...]) -> None:
    with pytest.raises(FrameShapeError, match="multiples of 16"):
        network(torch.zeros(shape))
