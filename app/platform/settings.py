"""The settings of the running application, for whoever needs one."""

from flask import current_app

from config import Config


def settings() -> Config:
    """Return the deployment's settings."""
    config: Config = current_app.config["KAMPUS"]
    return config


def template_text(name: str, **values: object) -> str:
    """Return the template filled with nothing but *values*: no context processor runs."""
    return str(current_app.jinja_env.get_template(name).render(**values))
