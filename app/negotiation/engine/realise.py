"""From the decided answer to words: opener or cue line, body, tail, slots; the least recently used first.

The choice is made on keys, before any language is known. Within a run no combination is ever repeated.
"""

import re
from dataclasses import dataclass

from app.kernel.text import Bilingual
from app.negotiation.engine.cues import LAST
from app.negotiation.engine.draft import text_of
from app.negotiation.engine.draws import u01
from app.negotiation.engine.lines import Line
from app.negotiation.engine.state import Setting, State

JOIN = "|"
BEGINNING = re.compile(r"(?:^|(?<=[.?!] ))[a-z]")
TAIL_RATE = 0.55


@dataclass(frozen=True, slots=True)
class Reply:
    """What the customer says, as keys of lines and references for their slots."""

    keys: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply in one language: what he does meanwhile and what he says; either may be empty."""

    stage: str
    text: str


def _order(state: State, place: str) -> list[Line]:
    """Return the lines of *place* with the least recently used first, ties in an order drawn by lot."""
    other = "cold" if _band(state) == "warm" else "warm"
    every = state.setting.archetype.lines.at(place)
    rows = [line for line in every if line.mood != other] or list(every)
    first = int(u01(state.setting.seed, state.turn, place) * len(rows))
    said = state.said
    fresh = [line for line in rows[first:] + rows[:first] if line.key not in said]
    used = [line for line in rows if line.key in said]
    return fresh + sorted(used, key=lambda line: said[line.key])


def _band(state: State) -> str:
    return "warm" if state.meters["trust"] + state.meters["openness"] >= 0.9 else "cold"


def _pick(state: State, fronts: list[Line], bodies: list[Line], tails: list[Line]) -> tuple[str, ...]:
    """Return the first combination not spoken in this run."""
    wordy = u01(state.setting.seed, state.turn, "tail") < TAIL_RATE
    for body in bodies:
        for tail in (tails[0] if wordy and tails else None, *tails):
            for front in fronts:
                keys = tuple(line.key for line in (front, body, tail) if line)
                if JOIN.join(keys) not in state.spoken:
                    return keys
    return (bodies[0].key,)


def choose_reply(state: State, cells: tuple[str, ...], cue: str, slots: tuple[tuple[str, str], ...]) -> Reply:
    """Choose the words for the first of *cells* and note them as spoken; a last word may follow."""
    bodies = _order(state, f"body.{cells[0]}")
    fronts = _order(state, f"cue.{cue}" if cue else f"opener.{_band(state)}")
    tails = [] if cells[0] in LAST else _order(state, f"tail.{_band(state)}")
    keys = _pick(state, fronts, bodies, tails)
    keys += tuple(_order(state, f"body.{cell}")[0].key for cell in cells[1:])
    state.spoken.append(JOIN.join(keys))
    state.said.update(dict.fromkeys(keys, state.turn))
    return Reply(keys, slots)


def _fill(setting: Setting, reply: Reply) -> dict[str, Bilingual]:
    case = setting.case
    words = {
        "rival": case.rival,
        "firm": case.firm["short"],
        "customer": case.customer["short"],
        "favour": case.favour,
    }
    words.update({slot: text_of(setting, slot, value) for slot, value in reply.slots})
    return words


def _sentence(text: str, language: str) -> str:
    """Begin every English sentence with a capital after slots are filled."""
    if language != "en":
        return text
    return BEGINNING.sub(lambda found: found.group().upper(), text)


def render(setting: Setting, reply: Reply, language: str) -> tuple[Piece, ...]:
    """Return *reply* in *language* (``zh`` or ``en``), piece by piece in the order of speaking."""
    words = {slot: value.get(language) for slot, value in _fill(setting, reply).items()}
    rows = [setting.archetype.lines.by_key[key] for key in reply.keys]
    return tuple(
        Piece(line.stage.get(language), _sentence(line.text.get(language).format_map(words), language))
        for line in rows
    )


def plain(setting: Setting, reply: Reply, language: str) -> str:
    """Return *reply* as one string, stage directions in brackets."""
    left, right, glue = ("(", ")", " ") if language == "en" else ("（", "）", "")
    parts = []
    for piece in render(setting, reply, language):
        parts += [f"{left}{piece.stage}{right}"] if piece.stage else []
        parts += [piece.text] if piece.text else []
    return glue.join(parts)
