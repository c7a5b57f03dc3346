"""``python -m geomap.places.training [CORPORA]``: train the tagger that ships.

Reads only the files that may train what ships (CC0, CC BY, OGL, public domain, CC BY-SA parts) and
sentences of our own. The same files and gazetteer give the same model.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from geomap.gazetteer import Gazetteer, open_gazetteer
from geomap.language.tokens import tokenise
from geomap.model.text import Block, Document, SegmentedText, Sentence, Span
from geomap.places.clues import clues_of
from geomap.places.tagger import MODEL
from geomap.places.training.examples import Example, Filler, tagged, typed_documents
from geomap.places.zones import Reading

#: Files that may train what ships: how often each is read, and of every how many sentences one is.
#: The old newspapers are noisy: a third of them keeps their weight below that of today's text.
TAGGED = (("wikigold_en", 2, 1), ("re3d_en", 1, 1), ("europeana_fr", 1, 3))
TYPED = ("newseye_fr",)
#: One example in this many is read without the gazetteer, so that context counts too.
BLIND_EVERY = 6
#: One in this many without the lists of people's names.
NAMELESS_EVERY = 4
PARAMETERS = {"c1": 0.25, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 1}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m geomap.places.training", description=__doc__)
    here = Path(__file__).resolve()
    parser.add_argument(
        "corpora", nargs="?", type=Path, default=here.parents[4] / "shared" / "corpora"
    )
    parser.add_argument("-o", "--output", type=Path, default=here.parents[1] / MODEL)
    parser.add_argument("--iterations", type=int, default=PARAMETERS["max_iterations"])
    arguments = parser.parse_args()
    import pycrfsuite

    gazetteer = open_gazetteer()
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({**PARAMETERS, "max_iterations": arguments.iterations})
    count: Counter[str] = Counter()
    for number, example in enumerate(examples(arguments.corpora, gazetteer)):
        blind = number % BLIND_EVERY == 0
        nameless = number % NAMELESS_EVERY == 1
        for items, tags in sequences(example, gazetteer, blind=blind, nameless=nameless):
            trainer.append(items, tags)
            count[example.source] += 1
    trainer.train(str(arguments.output))
    for source, zones in sorted(count.items()):
        sys.stderr.write(f"{source}: {zones} zones\n")
    sys.stderr.write(f"{arguments.output}: {arguments.output.stat().st_size} bytes\n")


def examples(corpora: Path, gazetteer: Gazetteer) -> Iterator[Example]:
    """All training examples in a fixed order."""
    for name, times, every in TAGGED:
        read = list(islice(tagged(corpora / f"{name}.jsonl"), 0, None, every))
        for _ in range(times):
            yield from read
    for name in TYPED:
        yield from typed_documents(corpora / f"{name}.jsonl")
    for seed, lang in enumerate(("fr", "en")):
        yield from Filler(lang, gazetteer, seed).examples()


def sequences(
    example: Example, gazetteer: Gazetteer, *, blind: bool, nameless: bool
) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Clues and tags of the zones of an example."""
    segmented = one_sentence(example.text, example.lang)
    if not segmented.sentences:
        return
    sentence = segmented.sentences[0]
    reading = Reading(segmented, gazetteer)
    zones = list(reading.zones(sentence))
    for number, zone in enumerate(zones):
        before = zones[number - 1] if number else None
        behind = zones[number + 1] if number + 1 < len(zones) else None
        yield (
            clues_of(
                reading,
                sentence,
                zone,
                before=before,
                behind=behind,
                blind=blind,
                nameless=nameless,
            ),
            tags_of(reading, zone.first, zone.last, example),
        )


def tags_of(reading: Reading, first: int, last: int, example: Example) -> list[str]:
    """BIO tags of tokens; a name that only begins outside the zone begins at its first token."""
    tags = []
    inside: tuple[int, int, str] | None = None
    for at in range(first, last):
        start, end = reading.starts[at], reading.ends[at]
        name = next((n for n in example.names if n[0] < end and start < n[1]), None)
        if name is None:
            tags.append("O")
        else:
            tags.append(f"{'I' if name == inside else 'B'}-{name[2]}")
        inside = name
    return tags


def one_sentence(text: str, lang: str) -> SegmentedText:
    """A sentence by itself, segmented."""
    tokens = tokenise(text)
    document = Document("example", text, "", lang=lang)
    span = Span(0, len(text))
    sentences = (Sentence(0, span, 0, len(tokens), 0, 0),) if len(tokens) else ()
    return SegmentedText(document, lang, tokens, sentences, (Block(0, span, 0, len(sentences)),))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
