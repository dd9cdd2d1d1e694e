"""What is typed into the four steps. What a move means is decided by the services, not here."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.platform.forms import Form, choice

LONGEST, NOTES = 600, 4000
needed = InputRequired(_l("Please choose one."))
short = Length(max=LONGEST, message=_l("Please keep this under 600 characters."))

SURENESS = (
    choice("13", _l("No idea yet (one in eight)")),
    choice("25", _l("A hunch (25 %)")),
    choice("40", _l("More likely than any other (40 %)")),
    choice("60", _l("Probably (60 %)")),
    choice("80", _l("Rather sure (80 %)")),
    choice("95", _l("Almost certain (95 %)")),
)


class TickField(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StartForm(Form):
    """How to play."""

    mode = RadioField(
        _l("How do you want to play?"),
        choices=(
            choice("practice", _l("Practice: a line shows his trust and patience as you talk")),
            choice("graded", _l("Graded: a plain mask, no help; the result counts")),
        ),
        default="practice",
    )
    archetype = SelectField(
        _l("Which customer in practice?"), description=_l("In a graded run the customer is drawn by lot.")
    )
    client_key = HiddenField()


class JudgeForm(Form):
    """What the customer seems to be today, how surely, and by which signs."""

    archetype = RadioField(_l("Which type does he behave like today?"), [needed], validate_choice=False)
    percent = SelectField(
        _l("How sure are you?"),
        choices=SURENESS,
        default="13",
        coerce=str,
        description=_l("An honest doubt scores better than a bold mistake."),
    )
    cues = TickField(_l("Which signs make you think so?"), validate_choice=False)


class CorrectForm(JudgeForm):
    """A judgement revised in the middle of the talk."""

    switched = BooleanField(_l("I go over to my back-up now"))


class PlanForm(Form):
    """The counter-strategy, the back-up, and when to switch."""

    counter = TickField(_l("Counter-strategy: which cards do you play?"), validate_choice=False)
    backup = RadioField(_l("Back-up: what if it does not work?"), [needed], validate_choice=False)
    trigger = RadioField(_l("Trigger: when do you switch?"), [needed], validate_choice=False)
    questions = TextAreaField(
        _l("Your questions, in the order you mean to ask them"),
        [short],
        description=_l("One a line: situation, problem, what it leads to, what a solution is worth."),
        render_kw={"rows": 4, "maxlength": LONGEST},
    )
    target = TextAreaField(
        _l("What you aim for"),
        [short],
        description=_l("Terms and step."),
        render_kw={"rows": 2, "maxlength": LONGEST},
    )
    walkaway = TextAreaField(
        _l("Where you would rather leave"),
        [short],
        description=_l("The terms below which no deal is better."),
        render_kw={"rows": 2, "maxlength": LONGEST},
    )
    words = TextAreaField(
        _l("Your plan in your own words"),
        [short],
        description=_l("How you begin, what you do when it does not work."),
        render_kw={"rows": 4, "maxlength": LONGEST},
    )


class SayForm(Form):
    """One move. Terms come as one list for each issue, named ``term-<issue>``."""

    act = HiddenField()
    number = HiddenField()
    client_key = HiddenField()
    topic = SelectField(_l("About what?"), validate_choice=False)
    advance = SelectField(_l("Which next step?"), validate_choice=False)
    words = TextAreaField(
        _l("Your own words"),
        description=_l(
            "What you would really say. For an offer write the numbers: 0.105 yuan, two years, 30 days."
        ),
        render_kw={"rows": 2, "maxlength": LONGEST},
    )


class AssignForm(Form):
    """A case set to a class."""

    case = SelectField(_l("Which case?"))
    archetype = SelectField(
        _l("Which customer?"), description=_l("Drawn: each learner may meet another type.")
    )
    shown = BooleanField(_l("Tell them the type beforehand"))
    mode = RadioField(
        _l("How does it count?"),
        choices=(choice("practice", _l("Practice: hints and second tries")), choice("graded", _l("Graded"))),
        default="practice",
    )
    same = BooleanField(_l("Everybody meets the very same customer"))
    attempts = IntegerField(
        _l("Attempts"), [NumberRange(1, 20, message=_l("Between 1 and 20 attempts."))], default=3
    )
    opens_at = DateTimeLocalField(_l("Opens"), [Optional()])
    due_at = DateTimeLocalField(_l("Closes"), [Optional()])


class CommentForm(Form):
    """A teacher's words to one move."""

    turn = IntegerField(_l("To which move? 0 for the whole talk"), [NumberRange(0, 99)], default=0)
    body = TextAreaField(
        _l("Your comment"),
        [
            DataRequired(_l("Write something first.")),
            Length(max=2000, message=_l("Please keep this under 2,000 characters.")),
        ],
        render_kw={"rows": 3, "maxlength": 2000},
    )


class AdjustForm(Form):
    """A mark changed by hand."""

    mark = DecimalField(
        _l("New mark out of 100"), [NumberRange(0, 100, message=_l("A mark lies between 0 and 100."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Say why the mark changes, so that the learner can understand it.")),
            Length(max=2000, message=_l("Please keep this under 2,000 characters.")),
        ],
        render_kw={"rows": 2, "maxlength": 2000},
    )


class NotesForm(Form):
    """The learner's own notes during a talk."""

    notes = TextAreaField(
        _l("Your notes"),
        [Length(max=NOTES, message=_l("Please keep your notes under 4,000 characters."))],
        render_kw={"rows": 6, "maxlength": NOTES},
    )


class ReviewForm(Form):
    """The learner's own review before the machine's."""

    turn = SelectField(_l("Which turn cost you most?"), coerce=int, validate_choice=False)
    better = SelectField(_l("What would you do there instead?"), validate_choice=False)
    words = TextAreaField(
        _l("What will you do differently next time?"),
        [short],
        description=_l("One thing is enough."),
        render_kw={"rows": 3, "maxlength": LONGEST},
    )
