"""What the library's tests share."""

import pytest
from flask import Flask

from app.content.lint.checkers import REGISTERED


@pytest.fixture(autouse=True)
def own_rules_only(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rooms' checks out: the specimen's scenarios are too small for them."""
    monkeypatch.setattr(REGISTERED, "alone", {})
    monkeypatch.setattr(REGISTERED, "beside", {})
