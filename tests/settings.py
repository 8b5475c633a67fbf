"""The site's own settings as a local trial has them, with its files in a folder of the tests' own."""

import os
from pathlib import Path

TESTS_VAR = Path(__file__).resolve().parent.parent / "var" / "tests"
TESTS_VAR.mkdir(parents=True, exist_ok=True)
os.environ["TOUCHSTONE_MODE"] = "local"
os.environ["TOUCHSTONE_VAR"] = str(TESTS_VAR)

from touchstone.web.settings import *  # noqa: E402, F403
from touchstone.web.settings import DATABASES, STORAGES  # noqa: E402

# A file, as in a trial: an in-memory database is not shared with the server that the journeys run against.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TESTS_VAR / "tests.sqlite3")}

# Style sheets straight from their folders; one test collects them as a server does.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
