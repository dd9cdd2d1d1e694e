"""Put things in their right order: by place numbers, or with the buttons “up” and “down”."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

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

SCORES = ("places", "neighbours", "all")


class Ordering(QuestionKind):
    """Put the items in order. Answer: ``{"places": {item id: 1…n}}``.

    Share: ``places`` = items on their right place / items; ``neighbours`` = right neighbours /
    (items - 1); ``all`` = all or nothing. A place given to two items counts for neither.
    """

    name = "ordering"
    label = N_("Ordering")
    hint = N_("Give each line its place: 1 comes first.")

    def problems(self, question: Question) -> list[Fault]:
        """Check the items and the way they are counted."""
        faults = shape.common_problems(question, ("items", "score"))
        faults += shape.entry_problems(question, "items", (3, 8), ("why",))
        if question.get("score", "places") not in SCORES:
            faults.append(Fault(("score",), "KM004", "score is places, neighbours or all", ", ".join(SCORES)))
        return faults

    def option_ids(self, question: Question) -> list[str]:
        """Return the item ids: their order on the page is never the right one by design."""
        return [str(entry["id"]) for entry in question["items"]]

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the items in the order drawn."""
        rows = options.listed(question, "items", order)
        choices = tuple(Choice(str(row["id"]), options.text(row)) for row in rows)
        return Face(
            self.name,
            question["stem"],
            choices,
            parts=tuple(Part(choice.id, choice.text) for choice in choices),
        )

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the places given so far."""
        count = len(question["items"])
        places = {}
        for entry in question["items"]:
            typed = (form.get(f"{field}.{entry['id']}") or "").strip()
            if not typed:
                continue
            if typed not in {str(number) for number in range(1, count + 1)}:
                raise UnreadableError(N_("Places run from 1 to %(count)s."), typed, count=count)
            places[str(entry["id"])] = int(typed)
        return {"places": places} if places else None

    def right(self, question: Question) -> Answer:
        """Return the right places."""
        return {"places": {str(entry["id"]): n for n, entry in enumerate(question["items"], 1)}}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Count right places or right neighbours, or all or nothing."""
        ids = [str(entry["id"]) for entry in question["items"]]
        places = _sole((answer or {}).get("places", {}))
        right = Fraction(sum(1 for n, ident in enumerate(ids, 1) if places.get(ident) == n), len(ids))
        if question.get("score") == "all":
            return Fraction(int(right == 1))
        if question.get("score") == "neighbours":
            met = sum(1 for one, two in pairwise(ids) if one in places and places.get(two) == places[one] + 1)
            return Fraction(met, len(ids) - 1)
        return right

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Show the right order with the place each item was given."""
        places = (answer or {}).get("places", {})
        marks = []
        for n, entry in enumerate(question["items"], 1):
            given = places.get(str(entry["id"]))
            said = {"zh": str(given), "en": str(given)} if given else None
            key = {"zh": str(n), "en": str(n)}
            marks.append(
                PartMark(
                    str(entry["id"]),
                    options.text(entry),
                    said,
                    key,
                    Fraction(int(given == n)),
                    entry.get("why"),
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


def _sole(places: Mapping[str, int]) -> dict[str, int]:
    """Return the places that were given to one item only."""
    times = Counter(places.values())
    return {ident: place for ident, place in places.items() if times[place] == 1}
