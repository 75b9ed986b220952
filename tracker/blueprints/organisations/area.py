"""The area itself, which its files hang their pages on."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
