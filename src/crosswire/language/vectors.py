"""Sentence vectors: our int8 ONNX export of all-MiniLM-L6-v2, run with onnxruntime on the processor."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswire.language.models import load_model

DIMENSIONS = 384
LONGEST = 256  # word pieces; what the model was trained on


@cache
def _model() -> tuple[Any, Any]:
    from tokenizers import Tokenizer

    session = load_model("sentences.onnx")
    weights = resources.files("crosswire") / "weights"
    tokenizer = Tokenizer.from_str((weights / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return session, tokenizer


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode each text as a row of unit length, 384 numbers (Reimers and Gurevych 2019).

    One text at a time: int8 activations are scaled over a whole batch, so that a text's vector
    would otherwise hang on its neighbours.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    session, tokenizer = _model()
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        (vector,) = session.run(None, {"input_ids": ids})
        rows[row] = vector[0]
    return rows
