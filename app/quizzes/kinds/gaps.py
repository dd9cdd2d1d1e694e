"""Gaps: the places of a cloze or a table that are filled by choosing, with words, or with a number.

A value is ``{"pick": id}``, ``{"text": words}`` or ``{"value": "11", "typed": "11 %"}``.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import options, quantity, shape, wording
from app.quizzes.engine.numbers import NotANumberError, read_number
from app.quizzes.kind import Answer, Choice, FormData, Part, PartMark, Text, UnreadableError

Gap = Mapping[str, Any]
Value = dict[str, str]
LONGEST = 200
FOREIGN = N_("This option does not belong to the question. Choose one of those shown.")
TOO_LONG = N_("That is longer than an answer can be here. Say it in fewer words.")
_KEYS = {
    "options": ("options",),
    "accept": ("accept", "typos"),
    "answer": ("answer", "tolerance", "tolerance_percent", "unit", "accept_units"),
}


def style(gap: Gap) -> str:
    """Return how *gap* is filled: ``options``, ``accept`` or ``answer`` (“” for none or several)."""
    found = [key for key in _KEYS if key in gap]
    return found[0] if len(found) == 1 else ""


def problems(gap: Gap, path: shape.Path, also: Iterable[str] = ()) -> list[Fault]:
    """Return what is wrong with *gap*, which stands at *path*; *also* are keys its owner reads."""
    how = style(gap)
    if not how:
        hint = "give one of options, accept, answer"
        return [Fault(path, "KM301", "the gap does not say how it is filled", hint)]
    faults = shape.unknown_keys(gap, (*_KEYS[how], "why", *also), path)
    if how == "options":
        faults += _choice_problems(gap, path)
    else:
        faults += shape.reason_problems(gap, path)
        faults += accept_problems(gap, path) if how == "accept" else quantity.problems(gap, path)
    return faults


def _choice_problems(gap: Gap, path: shape.Path) -> list[Fault]:
    faults = [Fault((*path, *f.path), f.code, f.message, f.hint) for f in shape.option_problems(gap)]
    count = shape.key_count(gap)
    if count != 1:
        faults.append(
            Fault((*path, "options"), "KM301", f"{count} options are correct; it must be exactly one")
        )
    return faults


def accept_problems(spec: Gap, path: shape.Path) -> list[Fault]:
    """Return what is wrong with ``accept: {zh: […], en: […]}`` and ``typos`` of *spec*."""
    sides = spec.get("accept")
    if not isinstance(sides, Mapping):
        return [Fault((*path, "accept"), "KM301", "accept is written as {zh: [words], en: [words]}")]
    faults = [
        Fault((*path, "accept", side), "KM301", f"no {side} answer is accepted", "give at least one word")
        for side in ("zh", "en")
        if not isinstance(sides.get(side), list) or not any(wording.core(str(w)) for w in sides[side])
    ]
    if spec.get("typos", 0) not in (0, 1):
        faults.append(Fault((*path, "typos"), "KM004", "typos is 0 or 1"))
    return faults


def option_ids(gap_id: str, gap: Gap) -> list[str]:
    """Return the ids of a drop-down's options, each with its gap's before it (``net.a``)."""
    return [f"{gap_id}.{ident}" for ident in options.ids(gap)] if style(gap) == "options" else []


def part(gap_id: str, gap: Gap, text: Text, order: Sequence[str]) -> Part:
    """Return *gap* without its key; the options stand in *order*."""
    choices: tuple[Choice, ...] = ()
    if style(gap) == "options":
        own = [name.partition(".")[2] for name in order if name.startswith(f"{gap_id}.")]
        choices = tuple(Choice(str(o["id"]), options.text(o)) for o in options.ordered(gap, own))
    return Part(gap_id, text, choices, gap.get("unit"))


def read_all(gaps: Mapping[str, Gap], form: FormData, field: str) -> Answer | None:
    """Return ``{"gaps": {id: value}}`` of the filled gaps, ``None`` if none is; raise UnreadableError."""
    values: dict[str, Value] = {}
    typed = {ident: (form.get(f"{field}.{ident}") or "").strip() for ident in gaps}
    failed: UnreadableError | None = None
    for ident, gap in gaps.items():
        try:
            value = read(gap, typed[ident])
        except UnreadableError as error:
            failed = failed or error
            values[ident] = {"typed": typed[ident], "text": typed[ident]}
            continue
        if value is not None:
            values[ident] = value
    if failed is not None:
        raise UnreadableError(str(failed.message), failed.typed, draft={"gaps": values}, **failed.params)
    return {"gaps": values} if values else None


def read(gap: Gap, typed: str) -> Value | None:
    """Return what was filled in, ``None`` for nothing; UnreadableError says what cannot be read."""
    if not typed:
        return None
    how = style(gap)
    if how == "options":
        if typed not in options.ids(gap):
            raise UnreadableError(FOREIGN, typed)
        return {"pick": typed}
    if how == "answer":
        try:
            return {"value": str(read_number(typed, quantity.units(gap))), "typed": typed}
        except NotANumberError as error:
            raise UnreadableError(error.msgid, typed, None, **error.params) from error
    if len(typed) > LONGEST:
        raise UnreadableError(TOO_LONG, typed)
    return {"text": typed}


def right(gap: Gap) -> Value:
    """Return what belongs in *gap*."""
    how = style(gap)
    if how == "options":
        return {"pick": next(iter(options.correct_ids(gap)))}
    if how == "answer":
        return {"value": str(Fraction(str(gap["answer"]))), "typed": str(gap["answer"])}
    return {"text": wording.accepted(gap)[0]}


def share(gap: Gap, value: Value | None) -> Fraction:
    """Return 1 for a right value, 0 for anything else."""
    if not value:
        return Fraction(0)
    how = style(gap)
    if how == "options":
        return Fraction(int(value.get("pick") in options.correct_ids(gap)))
    if how == "answer":
        return Fraction(int(quantity.hits(gap, Fraction(value["value"]))))
    return Fraction(int(wording.matches(value["text"], wording.accepted(gap), int(gap.get("typos", 0)))))


def mean(gaps: Mapping[str, Gap], answer: Answer | None) -> Fraction:
    """Return the mean share of *gaps*, an empty one counting 0."""
    values = (answer or {}).get("gaps", {})
    return sum((share(gap, values.get(ident)) for ident, gap in gaps.items()), Fraction(0)) / len(gaps)


def mark(gap_id: str, gap: Gap, text: Text, value: Value | None) -> PartMark:
    """Return *gap* marked: given, expected, share, and the reason (of the option chosen, if it has one)."""
    return PartMark(gap_id, text, _given(gap, value), _expected(gap), share(gap, value), _why(gap, value))


def _option(gap: Gap, ident: object) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next((o for o in gap["options"] if o["id"] == ident), {})
    return found


def _given(gap: Gap, value: Value | None) -> Text | None:
    if not value:
        return None
    if "pick" in value:
        return options.text(_option(gap, value["pick"]))
    said = value.get("typed") or value.get("text", "")
    return {"zh": said, "en": said}


def _expected(gap: Gap) -> Text:
    how = style(gap)
    if how == "options":
        return options.text(_option(gap, next(iter(options.correct_ids(gap)))))
    if how == "answer":
        return quantity.with_unit(gap)
    return {side: str(gap["accept"][side][0]) for side in ("zh", "en")}


def _why(gap: Gap, value: Value | None) -> Text | None:
    if style(gap) != "options":
        return gap.get("why")
    chosen = (value or {}).get("pick") or next(iter(options.correct_ids(gap)))
    why: Text | None = _option(gap, chosen).get("why") or gap.get("why")
    return why
