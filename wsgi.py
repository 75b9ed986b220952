"""The app for any WSGI server."""

import os

from tracker import create_app
from tracker.config import Settings

app = create_app(Settings.from_environment(os.environ))
