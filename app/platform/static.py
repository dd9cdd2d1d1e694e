"""Style sheets, scripts and pictures of every room under one address: ``/static/<room>/<file>``."""

from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory

from app.platform.guards import public


@public
def serve(filename: str) -> Response:
    """Send ``app/<room>/static/<room>/<file>``; 404 for anything else."""
    room = filename.partition("/")[0]
    return send_from_directory(Path(current_app.root_path) / room / "static", filename)


def register_static(app: Flask) -> None:
    """Give the address to the app; the endpoint is called ``static``, as everywhere in Flask."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=serve)
