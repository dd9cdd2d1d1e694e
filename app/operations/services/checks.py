"""The rooms' own checks of content, handed to the linter when the application starts."""

from app.content.lint import checkers
from app.crm.engine.lint import problems as dossier_problems
from app.negotiation.engine import lint as negotiation
from app.onboarding.engine.track import problems as track_problems
from app.projects.engine.lint import problems as task_problems
from app.quizzes.kinds import KINDS
from app.quizzes.kinds.lint import cluster_problems, exam_problems, question_problems
from app.rubrics.engine.lint import problems as rubric_problems


def register_checks() -> None:
    """Register every room's checks; doing it again changes nothing."""
    checkers.accept_types(KINDS.all())
    checkers.register("question", question_problems)
    checkers.register("cluster", cluster_problems)
    checkers.register_beside("exam", "question", exam_problems)
    checkers.register("dossier", dossier_problems)
    checkers.register("rubric", rubric_problems)
    checkers.register("task", task_problems)
    checkers.register("track", track_problems)
    checkers.register("moves", negotiation.problems_of_moves)
    checkers.register("archetype", negotiation.problems_of_archetype)
    checkers.register("lines", negotiation.problems_of_lines)
    checkers.register("case", negotiation.problems_of_case)
