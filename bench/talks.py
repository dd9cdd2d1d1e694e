"""The negotiation engine alone: turns per second of processor time."""

import time
from pathlib import Path

from app.content.reader import read_tree
from app.negotiation.engine.archetype import read_archetype
from app.negotiation.engine.case import read_case
from app.negotiation.engine.run import replay
from app.negotiation.engine.selfplay import script

SECONDS = 3.0


def turns_per_second(root: Path) -> float:
    """Play every archetype's own script on every case, seed after seed, for three processor seconds."""
    docs = {key: document.doc for key, document in read_tree(root).index().items()}
    moves, plays = docs["moves", "moves"], []
    cases = [read_case(doc) for (kind, _), doc in docs.items() if kind == "case"]
    for (kind, slug), doc in docs.items():
        if kind == "archetype":
            archetype = read_archetype(doc, docs["lines", slug], moves)
            plays += [(case, archetype, script(case, doc["scripts"]["matched"])) for case in cases]
    turns, seed, began = 0, 0, time.process_time()
    while time.process_time() - began < SECONDS:
        seed += 1
        for case, archetype, acts in plays:
            turns += len(replay(case, archetype, seed, acts)[1])
    return turns / (time.process_time() - began)
