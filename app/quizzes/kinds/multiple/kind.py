"""Pick every right option."""

from collections.abc import Sequence
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
    OptionMark,
    Question,
    QuestionKind,
    UnreadableError,
    state_of,
)


class Multiple(QuestionKind):
    """Pick every right option. Answer: ``{"picks": [id, …]}`` in the author's order.

    Share = (right ticks - wrong ticks) / right options, at least 0: ticking everything earns no
    more than knowing nothing. ``partial: false`` makes it all or nothing.
    """

    name = "multiple"
    label = N_("Several answers")
    hint = N_("Choose all that apply. A wrong tick takes back a right one.")

    def problems(self, question: Question) -> list[Fault]:
        """Check the shape, the options and that at least one of them is right."""
        faults = shape.common_problems(question, ("options", "shuffle", "partial"))
        faults += shape.option_problems(question)
        if shape.key_count(question) == 0:
            faults.append(Fault(("options",), "KM301", "no option is correct; mark at least one"))
        return faults

    def option_ids(self, question: Question) -> list[str]:
        """Return the option ids, unless the author fixed their order."""
        return options.movable_ids(question)

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show stem and options."""
        rows = options.ordered(question, order)
        return Face(self.name, question["stem"], tuple(Choice(str(o["id"]), options.text(o)) for o in rows))

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the ticked ids; refuse one that the question does not offer."""
        ticked = {value.strip() for value in form.getlist(field)} - {""}
        if not ticked:
            return None
        known = options.ids(question)
        if not ticked <= set(known):
            foreign = ", ".join(sorted(ticked - set(known)))
            raise UnreadableError(
                N_("This option does not belong to the question. Choose one of those shown."), foreign
            )
        return {"picks": [ident for ident in known if ident in ticked]}

    def right(self, question: Question) -> Answer:
        """Return the right options."""
        right = options.correct_ids(question)
        return {"picks": [ident for ident in options.ids(question) if ident in right]}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Right ticks less wrong ticks, over the number of right options."""
        if answer is None:
            return Fraction(0)
        right, picks = options.correct_ids(question), set(answer["picks"])
        if question.get("partial") is False:
            return Fraction(int(picks == right))
        return max(Fraction(0), Fraction(len(picks & right) - len(picks - right), len(right)))

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark every option as ticked or not, right or wrong, with its reason."""
        picks = set(answer["picks"]) if answer else set()
        share = self.grade(question, answer)
        marks = tuple(
            OptionMark(
                str(o["id"]), options.text(o), o["id"] in picks, o.get("correct") is True, o.get("why")
            )
            for o in options.ordered(question, order)
        )
        state = state_of(share, answer)
        return Feedback(self.name, question["stem"], share, state, marks, explain=question.get("explain"))
