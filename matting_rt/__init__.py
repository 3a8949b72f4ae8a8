"""Background replacement with true hair edges, for people whose empty room the program has seen."""

import os

# ONNX Runtime connects to its makers' telemetry host unless this is set before it is imported. What is done here is
# nobody's business; and whoever imports anything of this package, comes by here first.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"
