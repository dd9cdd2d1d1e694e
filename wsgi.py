"""WSGI entry point: ``flask --app wsgi …`` or any WSGI server."""

import sys

from app.factory import create_app
from config import SettingError

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"KAMpus cannot start: {error}")
