"""The bare program that ours is measured against: the same libraries, none of our code.

R, the page: Flask-Login, four ORM queries and about 16 kB of Jinja from SQLite.
W, the post: Flask-Login, one row, a durable commit. Served exactly as KAMpus is.
"""

import os
from pathlib import Path

from flask import Flask, Response, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

PEOPLE, MODULES, LESSONS = 20, 4, 6
PAGE = """<!doctype html><html lang="en"><head><title>{{ course.title }}</title></head><body>
<h1>{{ course.title }}</h1><p>Signed in as {{ user.name }}</p>
{% for module in modules %}<h2>{{ module.title }}</h2>{% endfor %}<ul>{% for lesson in lessons %}
<li class="lesson"><a href="{{ url_for('lesson', number=lesson.id) }}">{{ lesson.title }}</a>
<span class="minutes">{{ lesson.minutes }} minutes</span>
<p>{% if lesson.minutes > 3 %}Take your time. {% endif %}FILLER</p></li>
{% endfor %}</ul></body></html>""".replace(
    "FILLER", "These words only make the page as heavy as a real one. " * 8
)


class Base(DeclarativeBase):
    """Parent of the four tables."""


db = SQLAlchemy(model_class=Base)


class User(UserMixin, Base):  # type: ignore[misc]
    """Somebody who is signed in."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Course(Base):
    """A course."""

    __tablename__ = "courses"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class Module(Base):
    """A part of the course."""

    __tablename__ = "modules"
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    title: Mapped[str]


class Lesson(Base):
    """A lesson of a module."""

    __tablename__ = "lessons"
    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey(Module.id))
    title: Mapped[str]
    minutes: Mapped[int]


class Answer(Base):
    """What a post leaves behind."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    text: Mapped[str]


@event.listens_for(Engine, "connect")
def _durable(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _fill() -> None:
    """Make the tables and what the page shows."""
    db.create_all()
    if db.session.scalar(select(User.id).limit(1)) is None:
        db.session.add_all(User(name=f"Person {n}") for n in range(PEOPLE))
        db.session.add(Course(title="Key-account selling"))
        db.session.flush()
        db.session.add_all(
            Module(id=n + 1, course_id=1, title=f"Module {n}: {'word ' * 5}") for n in range(MODULES)
        )
        db.session.flush()
        db.session.add_all(
            Lesson(module_id=1 + n // LESSONS, title=f"Lesson {n}: {'word ' * 8}", minutes=n)
            for n in range(MODULES * LESSONS)
        )
        db.session.commit()


def page() -> str:
    """Answer with R."""
    course = db.session.scalars(select(Course).where(Course.id == 1)).one()
    modules = db.session.scalars(select(Module).where(Module.course_id == course.id)).all()
    lessons = db.session.scalars(select(Lesson).order_by(Lesson.id)).all()
    return render_template("page.html", user=current_user, course=course, modules=modules, lessons=lessons)


def post() -> str:
    """Answer with W."""
    db.session.add(Answer(user_id=current_user.id, text=request.form["text"]))
    db.session.commit()
    return "<!doctype html><title>Saved</title><p>Saved. " + "It is kept. " * 25 + "</p>"


def enter(number: int) -> str:
    """Sign in as person *number*."""
    login_user(db.session.get_one(User, number))
    return "Signed in"


def create_app(folder: Path) -> Flask:
    """Return the bare program with its database in *folder*."""
    app = Flask("reference", static_folder=None)
    app.config.update(SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'reference.sqlite'}")  # noqa: S106
    app.jinja_loader = DictLoader({"page.html": PAGE})
    db.init_app(app)
    login = LoginManager(app)
    login.user_loader(lambda number: db.session.get(User, int(number)))
    app.add_url_rule("/page", view_func=login_required(page))
    app.add_url_rule("/post", view_func=login_required(post), methods=["POST"])
    app.add_url_rule("/sign-in", "ready", lambda: Response("Ready"))
    app.add_url_rule("/enter/<int:number>", view_func=enter)
    app.add_url_rule("/lesson/<int:number>", "lesson", str)
    with app.app_context():
        _fill()
    return app


app = create_app(Path(os.environ["REFERENCE_FOLDER"])) if "REFERENCE_FOLDER" in os.environ else None
