"""Item analysis of an exam, for those who read the class's marks."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.quizzes.queries import staff
from app.quizzes.services import analysis
from app.quizzes.views.blueprint import bp


@bp.get("/statistics/<exam_id>")
@requires(Permission.MARK)
def statistics(exam_id: str) -> ResponseReturnValue:
    """Show how the questions of an exam did: figures, options, time, and what deserves a look."""
    actor = current_actor()
    release = library.current_release()
    exam = library.find_document(release.id, "exam", exam_id) if release else None
    if exam is None and exam_id not in dict(staff.attempted_exams(actor)):
        raise NotFoundError
    title = exam.doc["title"] if exam else {"zh": exam_id, "en": exam_id}
    report = analysis.report(actor=actor, exam_id=exam_id)
    return render_template("quizzes/statistics.html", exam_id=exam_id, title=title, report=report)
