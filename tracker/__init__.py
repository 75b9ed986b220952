"""Väven: the shared register and board of Socialt hållbart Borås."""

from flask import Flask

from tracker.config import Settings


def create_app(settings: Settings) -> Flask:
    """Build the app: settings, extensions, blueprints, guards.

    Raises:
        UnguardedEndpointError: an endpoint has neither `@requires` nor `@public`.
    """
    from tracker import blueprints, error_pages, http, languages, pages, templating
    from tracker.database import prepare_engine
    from tracker.extensions import babel, csrf, db, htmx, login_manager, migrate

    app = Flask(__name__, instance_path=str(settings.instance_path))
    app.jinja_environment = templating.PlainEnvironment
    app.config.from_mapping(_configuration(settings))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=http.migrations_folder(), compare_type=True)
    login_manager.init_app(app)
    babel.init_app(app, locale_selector=languages.choose_language)
    htmx.init_app(app)
    csrf.init_app(app)
    http.init_app(app, settings)
    pages.init_app(app)
    error_pages.init_app(app)
    blueprints.register(app)
    http.refuse_unguarded(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    """What Flask and its extensions are told."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SETTINGS": settings,
        "TESTING": settings.is_testing,
        "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-vaven" if settings.is_https else "vaven",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "sv",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Stockholm",
    }
