"""A class on a small course, its teacher, and how people open the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.gradebook import services
from app.gradebook.engine import scheme
from app.organisations.models import Cohort, Organisation
from app.organisations.policies import Role
from app.platform.database import commit
from tests import factories
from tests.courses.conftest import objects, publish


@dataclass
class Class:
    """One class of a college; marks are given by *give*."""

    home: Organisation
    teacher: User
    learners: list[User]
    cohort: Cohort

    def give(self, place: int, item: scheme.Item, mark: str) -> None:
        """Record a result out of 100 for one learner."""
        services.record(
            organisation_id=self.home.id,
            user_id=self.learners[place].id,
            item=item,
            score=Fraction(mark),
            maximum=Fraction(100),
            source_id=1,
        )
        commit()

    def use(self, wanted: scheme.Scheme, expected: int = 0, reason: str = "Because.") -> None:
        """Save a scheme for the class."""
        services.save_scheme(
            actor=factories.actor(self.teacher),
            cohort=self.cohort,
            wanted=wanted,
            expected=expected,
            reason=reason,
        )
        commit()


@pytest.fixture
def class_(app: Flask) -> Class:
    """Return a class of three on a published course."""
    app.config["WTF_CSRF_ENABLED"] = False
    home = factories.organisation()
    publish(objects())
    learners = [factories.person(Role.LEARNER, organisation=home, name=f"Learner {n}") for n in (1, 2, 3)]
    teacher = factories.person(Role.INSTRUCTOR, organisation=home, name="Teacher")
    return Class(home, teacher, learners, factories.cohort(home, *learners))


@pytest.fixture
def open_as(app: Flask) -> Callable[[User], FlaskClient]:
    """Return how a person signs in with an own browser."""

    def sign_in(user: User) -> FlaskClient:
        browser = app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return factories.sign_in(browser, user)

    return sign_in
