"""The site's settings as tests use them: a trial on this machine, with files of its own, on SQLite.

The tests of `tests/databases` run the web suite once more with TOUCHSTONE_TESTS_ON=postgresql. A DATABASE_URL that
comes from outside names the server they use, and is kept from everything else.
"""

import os
from pathlib import Path

os.environ.setdefault("TOUCHSTONE_MODE", "local")
os.environ.setdefault("TOUCHSTONE_VAR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
if os.environ.get("TOUCHSTONE_TESTS_ON") != "postgresql" and "DATABASE_URL" in os.environ:
    os.environ["TOUCHSTONE_TESTS_SERVER"] = os.environ.pop("DATABASE_URL")

from touchstone.web.settings import *  # noqa: F403
from touchstone.web.settings import STATIC_ROOT, STORAGES

# Style sheets straight from their folders; one test collects them as a server does.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is not, and a warning fails a test
