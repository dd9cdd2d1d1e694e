"""What is typed into the four steps. What a move means is decided by the services, not here."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.platform.forms import Form, choice

LONGEST = 600
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
    words = TextAreaField(
        _l("Your plan in your own words"),
        [short],
        description=_l("First question, target, and the point at which you would rather walk away."),
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
