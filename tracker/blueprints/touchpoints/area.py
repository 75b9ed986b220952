"""The area itself, which its files hang their pages on."""

from flask import Blueprint

blueprint = Blueprint("touchpoints", __name__, url_prefix="/touchpoints")
