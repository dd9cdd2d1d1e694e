"""The roof: the only module that knows every room."""

import logging

from flask import Flask, g, session
from flask_login import LoginManager
from flask_migrate import Migrate

from app.accounts import queries as accounts
from app.accounts.models import User
from app.accounts.views import bp as accounts_bp
from app.courses.views.routes import bp as courses_bp
from app.crm.views import bp as crm_bp
from app.gradebook.listeners import connect as connect_gradebook
from app.gradebook.views.routes import bp as gradebook_bp
from app.interop.views.routes import bp as interop_bp
from app.kernel.actor import Actor
from app.library.cli import content
from app.library.views import bp as library_bp
from app.negotiation.views.routes import bp as negotiation_bp
from app.onboarding.views import bp as onboarding_bp
from app.operations.cli import kampus
from app.operations.services.checks import register_checks
from app.organisations import queries as organisations
from app.organisations.views import bp as organisations_bp
from app.platform.addresses import register_addresses
from app.platform.database import db, register_transactions
from app.platform.errors import register_errors
from app.platform.guards import register_actor_loader
from app.platform.i18n import register_i18n
from app.platform.security import register_security
from app.platform.static import register_static
from app.platform.templates import register_templates
from app.projects.views.routes import bp as projects_bp
from app.quizzes.views.routes import bp as quizzes_bp
from app.reports.views import bp as reports_bp
from app.web.views import bp as web_bp
from config import ROOT, Config

BLUEPRINTS = (
    web_bp,
    accounts_bp,
    organisations_bp,
    library_bp,
    quizzes_bp,
    negotiation_bp,
    crm_bp,
    projects_bp,
    courses_bp,
    gradebook_bp,
    onboarding_bp,
    reports_bp,
    interop_bp,
)


def _load_user(session_id: str) -> User | None:
    """Return the person whose session this is; where they belong comes in the same statement."""
    named = accounts.session_of(session_id)
    found = organisations.present(*named) if named else None
    if found is None:
        return None
    g.present = (found[0].id, found[1])
    return found[0]


def _load_actor(user_id: int) -> Actor | None:
    """Return the person acting in the organisation chosen in this session, or in the first one."""
    here, homes = g.get("present", (0, []))
    g.belongings = homes if here == user_id else organisations.belongings(user_id)
    chosen = session.get("organisation")
    fitting = [home for home in g.belongings if home.organisation.id == chosen] or g.belongings
    return organisations.actor_in(user_id, fitting[0]) if fitting else None


def _register_login(app: Flask) -> None:
    manager = LoginManager(app)
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.user_loader(_load_user)
    app.extensions["kampus_login"] = manager
    register_actor_loader(app, _load_actor)


def create_app(config: Config | None = None) -> Flask:
    """Build an application from *config* (the environment's settings if omitted)."""
    config = config or Config.read()
    app = Flask("app", static_folder=None)
    app.config.from_mapping(config.flask())
    register_templates(app)
    logging.getLogger("kampus").setLevel(config.log_level.upper())
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    register_addresses(app)
    register_static(app)
    register_i18n(app)
    _register_login(app)
    register_transactions(app)
    register_security(app)
    register_errors(app)
    register_checks()
    connect_gradebook()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    kampus.add_command(content)
    app.cli.add_command(kampus)
    return app
