"""Match each entry on the left with one on the right."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import options, shape
from app.quizzes.kind import (
    Answer,
    Choice,
    Face,
    Feedback,
    FormData,
    Part,
    PartMark,
    Question,
    QuestionKind,
    UnreadableError,
    state_of,
)
from app.quizzes.kinds.gaps import FOREIGN


class Matching(QuestionKind):
    """Match left with right. Answer: ``{"pairs": {left id: right id}}``.

    Share = right pairs / left entries.
    """

    name = "matching"
    label = N_("Matching")
    hint = N_("Choose the fitting entry for each line.")

    def problems(self, question: Question) -> list[Fault]:
        """Check both lists, and that every left entry has a partner that exists."""
        faults = shape.common_problems(question, ("left", "right", "pairs", "shuffle"))
        faults += shape.entry_problems(question, "left", (2, 8), ("why",))
        faults += shape.entry_problems(question, "right", (2, 10))
        return faults or _pair_problems(question)

    def option_ids(self, question: Question) -> list[str]:
        """Return the ids on the right; the left keeps the author's order."""
        return [] if question.get("shuffle") is False else [str(entry["id"]) for entry in question["right"]]

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the left entries, each with the whole right side to choose from."""
        rows = options.listed(question, "right", order)
        choices = tuple(Choice(str(row["id"]), options.text(row)) for row in rows)
        parts = tuple(Part(str(row["id"]), options.text(row)) for row in question["left"])
        return Face(self.name, question["stem"], choices, parts=parts)

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the pairs chosen so far."""
        known = {str(entry["id"]) for entry in question["right"]}
        pairs = {}
        for entry in question["left"]:
            chosen = (form.get(f"{field}.{entry['id']}") or "").strip()
            if chosen and chosen not in known:
                raise UnreadableError(FOREIGN, chosen)
            if chosen:
                pairs[str(entry["id"])] = chosen
        return {"pairs": pairs} if pairs else None

    def right(self, question: Question) -> Answer:
        """Return the right pairs."""
        return {"pairs": {str(left): str(right) for left, right in question["pairs"].items()}}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Right pairs over left entries."""
        pairs = (answer or {}).get("pairs", {})
        right = sum(1 for left, partner in question["pairs"].items() if pairs.get(left) == partner)
        return Fraction(right, len(question["left"]))

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark every pair with its reason."""
        pairs = (answer or {}).get("pairs", {})
        texts = {str(entry["id"]): options.text(entry) for entry in question["right"]}
        marks = []
        for entry in question["left"]:
            ident = str(entry["id"])
            key, given = question["pairs"][ident], pairs.get(ident)
            share = Fraction(int(given == key))
            marks.append(
                PartMark(
                    ident, options.text(entry), texts.get(str(given)), texts[key], share, entry.get("why")
                )
            )
        share = self.grade(question, answer)
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            explain=question.get("explain"),
            parts=tuple(marks),
        )


def _pair_problems(question: Question) -> list[Fault]:
    pairs = question.get("pairs")
    if not isinstance(pairs, Mapping):
        return [Fault(("pairs",), "KM301", "pairs are missing", "write pairs: {l1: r1, l2: r2}")]
    left = {str(entry["id"]) for entry in question["left"]}
    right = {str(entry["id"]) for entry in question["right"]}
    faults = [Fault(("pairs",), "KM301", f"“{ident}” has no partner") for ident in sorted(left - set(pairs))]
    for ident, partner in pairs.items():
        if ident not in left or partner not in right:
            faults.append(
                Fault(("pairs", str(ident)), "KM301", f"{ident}: {partner} names an entry that is not there")
            )
    return faults
