"""What tests of rendered people need, which a checkout may lack: the extra `avatars`, and OpenGL over EGL."""

import pytest

from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from training.data.avatars.renderer import Renderer


@pytest.fixture(scope="session", autouse=True)
def _packages() -> None:
    for name in ("meshoptimizer", "moderngl"):
        pytest.importorskip(name, reason=f"{name} is not installed")


@pytest.fixture(scope="session")
def _opengl(_packages: None) -> None:
    try:
        with Renderer(FrameSize(32, 32)):
            pass
    except UsageError as error:
        pytest.skip(str(error))
