"""Pick the one right option."""

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


class Single(QuestionKind):
    """Pick the one right option. Answer: ``{"pick": id}``."""

    name = "single"
    label = N_("One answer")
    hint = N_("Choose one.")

    def problems(self, question: Question) -> list[Fault]:
        """Check the shape, the options and that exactly one of them is right."""
        faults = shape.common_problems(question, ("options", "shuffle")) + shape.option_problems(question)
        count = shape.key_count(question)
        if count != 1:
            faults.append(
                Fault(("options",), "KM301", f"{count} options are correct; it must be exactly one")
            )
        return faults

    def option_ids(self, question: Question) -> list[str]:
        """Return the option ids, unless the author fixed their order."""
        return options.movable_ids(question)

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show stem and options."""
        rows = options.ordered(question, order)
        return Face(self.name, question["stem"], tuple(Choice(str(o["id"]), options.text(o)) for o in rows))

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the chosen id; refuse one that the question does not offer."""
        pick = (form.get(field) or "").strip()
        if not pick:
            return None
        if pick not in options.ids(question):
            raise UnreadableError(
                N_("This option does not belong to the question. Choose one of those shown."), pick
            )
        return {"pick": pick}

    def right(self, question: Question) -> Answer:
        """Return the right option."""
        return {"pick": next(i for i in options.ids(question) if i in options.correct_ids(question))}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """All or nothing."""
        return Fraction(int(answer is not None and answer["pick"] in options.correct_ids(question)))

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark every option as chosen or not, right or wrong, with its reason."""
        pick = answer["pick"] if answer else None
        share = self.grade(question, answer)
        marks = tuple(
            OptionMark(str(o["id"]), options.text(o), o["id"] == pick, o.get("correct") is True, o.get("why"))
            for o in options.ordered(question, order)
        )
        state = state_of(share, answer)
        return Feedback(self.name, question["stem"], share, state, marks, explain=question.get("explain"))
