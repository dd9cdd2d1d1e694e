"""The blueprint of the pages of this room."""

from flask import Blueprint

bp = Blueprint("interop", __name__, template_folder="../templates")
