"""Numbers in addresses that a database row can have; anything larger is simply not found."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowId(IntegerConverter):
    """A row's number: ``<int:…>`` in every address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002 - Werkzeug's own name
        super().__init__(map, *args, **{"max": LARGEST} | kwargs)


def register_addresses(app: Flask) -> None:
    """Use RowId wherever an address says ``<int:…>``; called before blueprints are registered."""
    app.url_map.converters["int"] = RowId
