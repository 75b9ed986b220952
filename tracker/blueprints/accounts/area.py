"""The area itself, which its files hang their pages on."""

from flask import Blueprint

from tracker.blueprints.accounts.browsers import browser_name

blueprint = Blueprint("accounts", __name__)
blueprint.add_app_template_filter(browser_name)
