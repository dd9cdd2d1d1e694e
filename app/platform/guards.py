"""Every view says who may call it; a test refuses views that do not. Default: nobody."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g
from flask_login import current_user

from app.kernel.actor import Actor
from app.kernel.errors import NotAllowedError
from app.kernel.messages import N_
from app.platform.database import allow_writing

P = ParamSpec("P")
R = TypeVar("R")
ActorLoader = Callable[[int], Actor | None]

NO_ROLE = N_(
    "You do not belong to an organisation yet. Ask your teacher or training admin for an invitation."
)


def register_actor_loader(app: Flask, loader: ActorLoader) -> None:
    """Say how a user id becomes an actor; called once, by the factory."""
    app.extensions["kampus_actor_loader"] = loader


def actor_or_none() -> Actor | None:
    """Return who is acting in this request, or None when nobody is signed in or belongs anywhere."""
    if "actor" not in g:
        loader: ActorLoader = current_app.extensions["kampus_actor_loader"]
        g.actor = loader(int(current_user.id)) if current_user.is_authenticated else None
    actor: Actor | None = g.actor
    return actor


def current_actor() -> Actor:
    """Return who is acting in this request; NotAllowedError when the person belongs to no organisation."""
    actor = actor_or_none()
    if actor is None:
        raise NotAllowedError(NO_ROLE)
    return actor


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark *view* as open to everyone."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        allow_writing()
        return view(*args, **kwargs)

    guarded.__guard__ = "public"  # type: ignore[attr-defined]
    return guarded


def _signed_in_or_answer() -> object | None:
    """Return what to answer to somebody who is not signed in, or None for somebody who is."""
    if current_user.is_authenticated:
        return None
    answer: object = current_app.extensions["kampus_login"].unauthorized()
    return answer


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let *view* be called by anybody who is signed in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        answer = _signed_in_or_answer()
        if answer is not None:
            return answer  # type: ignore[return-value]
        allow_writing()
        return view(*args, **kwargs)

    guarded.__guard__ = "signed-in"  # type: ignore[attr-defined]
    return guarded


def requires(*permissions: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the view be called by an actor who holds at least one of *permissions*."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            answer = _signed_in_or_answer()
            if answer is not None:
                return answer  # type: ignore[return-value]
            actor = current_actor()
            if not any(actor.may(permission) for permission in permissions):
                raise NotAllowedError
            allow_writing()
            return view(*args, **kwargs)

        guarded.__guard__ = tuple(map(str, permissions))  # type: ignore[attr-defined]
        return guarded

    return wrap
