"""What can be chosen among for a setting: the value, as files and flags spell it, and its label for a person."""

from matting_rt.config.setting import Choice


class DeviceKind(Choice):
    """Where the network runs."""

    AUTO = "auto", "Automatic"
    """CUDA where there is one, else the CPU."""
    CPU = "cpu", "Processor"
    CUDA = "cuda", "Graphics card (CUDA)"
    DIRECTML = "directml", "Graphics card (DirectML, Windows)"
    """Any GPU under Windows, with onnxruntime-directml in place of onnxruntime. Not tried by anybody yet."""
    COREML = "coreml", "Graphics card (Core ML, macOS)"
    """Apple's GPU and neural engine, with macOS's onnxruntime. Not tried by anybody yet."""


class Precision(Choice):
    """Floating-point width of the network."""

    AUTO = "auto", "Automatic"
    """fp16 on CUDA; on a CPU bf16 where both the processor and the engine compute in it, else fp32."""
    FP16 = "fp16", "Half (fp16)"
    BF16 = "bf16", "Half (bf16)"
    FP32 = "fp32", "Full (fp32)"


class RefineMode(Choice):
    """Where the refiner works at full resolution."""

    SAMPLING = "sampling", "Highest-error areas"
    """The cells of largest predicted error, up to a fixed number of pixels."""
    THRESHOLDING = "thresholding", "All areas above the threshold"
    """The cells whose predicted error is above a threshold; in ONNX Runtime up to the same fixed number of pixels."""
    FULL = "full", "Everywhere (slow)"


class Preset(Choice):
    """How small the base network's picture is and how much is refined."""

    AUTO = "auto", "By frame size"
    HD = "hd", "HD"
    """BackgroundMattingV2's settings for 1920x1080: scale 0.25, 80,000 pixels."""
    UHD = "4k", "4K"
    """BackgroundMattingV2's settings for 3840x2160: scale 0.125, 320,000 pixels."""


class Keep(Choice):
    """What is put in front of the backdrop, of all that differs from the plate."""

    AUTO = "auto", "Automatic"
    """Everything in files that have a plate; else people."""
    PEOPLE = "people", "People and what they hold"
    EVERYTHING = "everything", "Whatever differs from the plate"


class PixelFormat(Choice):
    """How a camera sends its frames."""

    AUTO = "auto", "Automatic"
    """Motion JPEG where the wanted size and rate need it, else YUYV."""
    MJPG = "mjpg", "Motion JPEG"
    YUYV = "yuyv", "YUYV"


class Quality(Choice):
    """How much work goes into each live frame."""

    AUTO = "auto", "Automatic"
    """As much as the computer keeps up with."""
    FAST = "fast", "Fast"
    BALANCED = "balanced", "Balanced"
    BEST = "best", "Best"
