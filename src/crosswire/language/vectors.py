"""Sentence and word vectors: our int8 ONNX export of all-MiniLM-L6-v2, run with onnxruntime on the processor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosswire.language.models import load_model

if TYPE_CHECKING:
    from tokenizers import Encoding

DIMENSIONS = 384
LONGEST = 256  # word pieces; what the model was trained on
SCALE = 256  # of a word's vector as whole numbers: of unit length, none of its parts reaches half


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, lower case, and a row of 384 numbers for each: its vector, times SCALE."""

    forms: tuple[str, ...]
    vectors: NDArray[np.int8]


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
    """Encode each text as a row of unit length, 384 numbers (Reimers and Gurevych 2019)."""
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, (_, (vector,)) in enumerate(_run(texts, ("vector",))):
        rows[row] = vector[0]
    return rows


def encode_words(texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Words]]:
    """Encode each text as `encode` does, and each of its words where it stands, in one pass."""
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    words = []
    for row, (encoded, (vector, pieces)) in enumerate(_run(texts, ("vector", "pieces"))):
        rows[row] = vector[0]
        words.append(_words(texts[row], encoded, pieces[0]))
    return rows, words


def _run(texts: Sequence[str], outputs: Sequence[str]) -> Iterator[tuple["Encoding", list[NDArray[np.float32]]]]:
    """Yield the word pieces of each text and what the model gives for them; without a text it is not loaded.

    One text at a time: int8 activations are scaled over a whole batch, so that a text's vector
    would otherwise hang on its neighbours.
    """
    for text in texts:
        session, tokenizer = _model()
        encoded = tokenizer.encode(text)
        yield encoded, session.run(outputs, {"input_ids": np.array([encoded.ids], dtype=np.int64)})


def _words(text: str, encoded: "Encoding", pieces: NDArray[np.float32]) -> Words:
    found: dict[int, list[int]] = {}
    for piece, word in enumerate(encoded.word_ids):
        if word is not None:
            found.setdefault(word, []).append(piece)
    forms = {word: text[slice(*(encoded.word_to_chars(word) or (0, 0)))].lower() for word in found}
    told = [word for word in found if forms[word][:1].isalnum()]
    vectors = np.stack([pieces[found[word]].mean(axis=0) for word in told]) if told else pieces[:0]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return Words(tuple(forms[word] for word in told), np.rint(vectors * SCALE).clip(-127, 127).astype(np.int8))
