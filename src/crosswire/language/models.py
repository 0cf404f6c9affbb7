"""The ONNX models of the package, loaded to run offline and the same everywhere."""

import os
from importlib import resources
from typing import Any


def load_model(file: str) -> Any:  # noqa: ANN401
    """Load a model of the package's weights, to run on one thread of the processor."""
    # Nothing goes out unasked: the library would look up its maker's host as it is loaded.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread: a sum taken in another order would change the last bits, and processes do the parallel work.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    weights = (resources.files("crosswire") / "weights" / file).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
