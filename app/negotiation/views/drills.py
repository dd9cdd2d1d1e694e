"""Micro-drills over HTTP: one item on a page, three tries, nothing kept."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFoundError
from app.negotiation import queries
from app.negotiation.engine.drills import TRIES, Drill
from app.negotiation.views.blueprint import bp
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires


@bp.get("/drills")
@requires(Permission.PRACTISE)
def drills() -> ResponseReturnValue:
    """List the drills."""
    return render_template(
        "negotiation/drills.html", drills=queries.drills(queries.release_id(current_actor()))
    )


def _drill(name: str, number: int) -> Drill:
    drill = queries.drills(queries.release_id(current_actor())).get(name)
    if drill is None or not 1 <= number <= len(drill.items):
        raise NotFoundError
    return drill


@bp.get("/drills/<name>/<int:number>")
@requires(Permission.PRACTISE)
def drill(name: str, number: int) -> ResponseReturnValue:
    """Show one item."""
    found = _drill(name, number)
    return render_template(
        "negotiation/drill.html",
        drill=found,
        item=found.items[number - 1],
        number=number,
        tried=[],
        right=None,
    )


@bp.post("/drills/<name>/<int:number>")
@requires(Permission.PRACTISE)
def answer(name: str, number: int) -> ResponseReturnValue:
    """Say at once whether the choice is right; after three tries show the answer."""
    found = _drill(name, number)
    item = found.items[number - 1]
    known = {row.id for row in item.choices}
    chosen = request.form.get("answer", "")
    tried = [name for name in request.form.getlist("tried") if name in known][:TRIES]
    if chosen in known and chosen not in tried:
        tried.append(chosen)
    right = True if chosen == item.answer else False if len(tried) >= TRIES else None
    return render_template(
        "negotiation/drill.html",
        drill=found,
        item=item,
        number=number,
        tried=tried,
        right=right,
        left=TRIES - len(tried),
    )
