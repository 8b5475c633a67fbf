"""Every setting of the site, read from the environment; what is not said is as strict as in production.

TOUCHSTONE_MODE is `production` (the default), `local` (a trial on this machine: plain http, a key and a
database made in TOUCHSTONE_VAR) or `debug` (local, with Django's debug pages).
"""

import hashlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _
from jinja2 import Undefined

from touchstone.web.database import UnknownDatabase, assert_sqlite_settings, database_settings

MODES = ("production", "local", "debug")
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")

# No page here takes more than a filter form.
LARGEST_BODY = 64 * 1024  # bytes
LONGEST_QUERY = 2_000  # characters of a query string
MOST_FIELDS = 50


def stop(sentence: str) -> SystemExit:
    """The end of a start that cannot be: one line for the person, exit status 1."""
    return SystemExit(f"touchstone: {sentence}")


def folder_for_files() -> Path:
    """Where the site keeps what it makes: TOUCHSTONE_VAR, else `var` in the repository or where we stand."""
    named = os.environ.get("TOUCHSTONE_VAR")
    if named:
        return Path(named).resolve()
    repository = Path(__file__).resolve().parents[2]
    return (repository if (repository / "manage.py").is_file() else Path.cwd()) / "var"


def local_secret_key(var: Path) -> str:
    """The key of a local trial: made once, readable by its owner alone."""
    path = var / "secret-key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def whole_number(name: str, usual: int, least: int, most: int) -> int:
    """A setting that is a whole number. Ends the start where it is none, or out of its bounds."""
    said = os.environ.get(name) or str(usual)
    if not (said.isascii() and said.isdigit() and least <= int(said[:9]) <= most):
        raise stop(f"{name} is '{said}'; it can be a whole number from {least} to {most}.")
    return int(said)


def single_sign_on_provider(issuer: str, name: str) -> dict[str, Any]:
    """The provider as django-allauth wants it described; nothing where there is no issuer. PKCE is always used."""
    if not issuer:
        return {}
    secret, client = os.environ.get("TOUCHSTONE_OIDC_SECRET", ""), os.environ.get("TOUCHSTONE_OIDC_CLIENT", "")
    if not client or not secret:
        raise stop("TOUCHSTONE_OIDC_ISSUER is set; set TOUCHSTONE_OIDC_CLIENT and TOUCHSTONE_OIDC_SECRET too.")
    if PRODUCTION and not issuer.startswith("https://"):
        raise stop("TOUCHSTONE_OIDC_ISSUER does not begin with https://.")
    app = {
        "provider_id": "oidc-" + hashlib.sha256(issuer.encode()).hexdigest()[:16],  # another issuer, other identities
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer, "fetch_userinfo": False, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


MODE = os.environ.get("TOUCHSTONE_MODE", "production")
if MODE not in MODES:
    raise stop(f"TOUCHSTONE_MODE is '{MODE}'; it can be {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "debug"
DEMONSTRATION = not PRODUCTION  # web/demo: an invented cast to sign in as; served on this machine alone
VAR = folder_for_files()

if PRODUCTION:
    needed = ("TOUCHSTONE_SECRET_KEY", "TOUCHSTONE_HOSTS", "DATABASE_URL", "TOUCHSTONE_SCANNING")
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        raise stop(f"set {', '.join(missing)}, or TOUCHSTONE_MODE=local for a trial on this machine.")
    SECRET_KEY = os.environ["TOUCHSTONE_SECRET_KEY"]
    if len(SECRET_KEY) < 50:
        raise stop("TOUCHSTONE_SECRET_KEY is shorter than 50 characters; make a longer one.")
    ALLOWED_HOSTS = [host.strip() for host in os.environ["TOUCHSTONE_HOSTS"].split(",") if host.strip()]
    if "*" in ALLOWED_HOSTS:
        raise stop("TOUCHSTONE_HOSTS has '*'; name the hosts.")
else:
    SECRET_KEY = local_secret_key(VAR)
    ALLOWED_HOSTS = list(LOOPBACK_HOSTS)

try:
    DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), VAR)}
except UnknownDatabase as unknown:
    raise stop(str(unknown)) from None
connection_created.connect(assert_sqlite_settings, dispatch_uid="touchstone.web.database")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "touchstone.web.design",
    "touchstone.web.public",
    "touchstone.web.audit",
    "touchstone.web.files",
    "touchstone.web.jobs",
    "touchstone.web.messages",
    "touchstone.web.accounts",
    "touchstone.web.exercises",
    "touchstone.web.samples",
    "touchstone.web.concerns",
    "touchstone.web.assessments",
    "touchstone.web.surveys",
    "touchstone.web.evidence",
    "touchstone.web.judgements",
    "touchstone.web.inspections",
]

if DEMONSTRATION:
    INSTALLED_APPS.append("touchstone.web.demo")

MIDDLEWARE = [
    "touchstone.web.middleware.where_from",
    "touchstone.web.middleware.protective_headers",
    "touchstone.web.middleware.limits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "touchstone.web.accounts.sessions.middleware.WhoIsSignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "touchstone.web.middleware.written_down",
    "touchstone.web.accounts.sessions.middleware.SignInFirst",  # closed unless a view says it is open to all
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "touchstone.web.urls"
WSGI_APPLICATION = "touchstone.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

CONTEXT_PROCESSORS = [
    "touchstone.web.navigation.doors",
    "touchstone.web.navigation.work_doors",
    "touchstone.web.accounts.sign_in.context.ways_in",
]
if DEMONSTRATION:
    CONTEXT_PROCESSORS.append("touchstone.web.demo.context.banner")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "touchstone.web.design.templates.environment",
            "context_processors": CONTEXT_PROCESSORS,
            # Django would set DebugUndefined in debug mode, and the GOV.UK macros would print its complaints.
            "undefined": Undefined,
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["touchstone.web.accounts.sign_in.backend.ByPassword"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "touchstone.web.accounts.sign_in.passwords.NotTooLong"},
    {"NAME": "touchstone.web.accounts.sign_in.passwords.NotMadeOfKnownWords"},
]

# Sessions: ours, in the database, ended at will. Idle for so long, and never longer than so long at all.
SESSION_ENGINE = "touchstone.web.accounts.sessions.store"
SESSION_IDLE = timedelta(minutes=whole_number("TOUCHSTONE_SESSION_IDLE", 30, 1, 240))
SESSION_LONGEST = timedelta(hours=whole_number("TOUCHSTONE_SESSION_LONGEST", 12, 1, 24))
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # the server says when it ends
DEVICE_COOKIE_NAME = "__Host-device" if PRODUCTION else "device"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie that holds words
PROOF_LASTS = timedelta(minutes=10)  # how long a proof of who one is serves for sensitive acts
SECOND_FACTOR_REQUIRED = PRODUCTION
CACHES = {
    # For django-allauth alone, and shared by every worker; its table is a model of accounts.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_remembered"}
}

# Where the head of the audit's chain is written down, outside the database; best on another machine.
AUDIT_ANCHORS = Path(os.environ.get("TOUCHSTONE_AUDIT_ANCHORS") or VAR / "audit-anchors")

# django-allauth: see web/accounts/sign_in. Pages of its own that we do not name in sign_in_urls.py do not exist.
ACCOUNT_ADAPTER = "touchstone.web.accounts.sign_in.adapter.SigningIn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(PROOF_LASTS.total_seconds())
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_FORMS = {
    "login": "touchstone.web.accounts.sign_in.forms.SignIn",
    "reauthenticate": "touchstone.web.accounts.sign_in.forms.SignInAgain",
}
MFA_ADAPTER = "touchstone.web.accounts.sign_in.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]  # recovery codes are ours
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is here who was not invited
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "touchstone.web.accounts.sign_in.forms.CodeForm",
    "reauthenticate": "touchstone.web.accounts.sign_in.forms.CodeAgain",
    "activate_totp": "touchstone.web.accounts.sign_in.forms.SetUpApp",
    "deactivate_totp": "touchstone.web.accounts.sign_in.forms.RemoveApp",
    "add_webauthn": "touchstone.web.accounts.sign_in.forms.AddPasskey",
    "authenticate_webauthn": "touchstone.web.accounts.sign_in.forms.ShowPasskey",
    "login_webauthn": "touchstone.web.accounts.sign_in.forms.SignInByPasskey",
    "reauthenticate_webauthn": "touchstone.web.accounts.sign_in.forms.ShowPasskeyAgain",
    "edit_webauthn": "touchstone.web.accounts.sign_in.forms.RenamePasskey",
}

# Single sign-on by OpenID Connect, where there is an issuer.
OIDC_ISSUER = os.environ.get("TOUCHSTONE_OIDC_ISSUER", "")
OIDC_NAME = os.environ.get("TOUCHSTONE_OIDC_NAME") or "single sign-on"
OIDC_ORIGINS = os.environ.get("TOUCHSTONE_OIDC_ORIGINS", "").split()  # where its sign-in page is, if elsewhere
OIDC_SECOND_FACTOR = os.environ.get("TOUCHSTONE_OIDC_SECOND_FACTOR") == "yes"  # it asks for one, and we do not again
SOCIALACCOUNT_ADAPTER = "touchstone.web.accounts.sign_in.single_sign_on.Identities"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = single_sign_on_provider(OIDC_ISSUER, OIDC_NAME)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # known to web/jobs/queue.py alone

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "touchstone.web.design.finders.ReportStyleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "touchstone.web.design.static_files.HashedFiles"},
}
if DEBUG:  # style sheets straight from their folders, so that an edit shows at once
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# In local mode there is no TLS on loopback. In production a proxy ends it; its word is taken only where we are told so.
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
BEHIND_PROXY = os.environ.get("TOUCHSTONE_BEHIND_PROXY") == "yes"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Pages that are open to all set no cookie. Safari drops Secure cookies on plain http.
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "touchstone.web.accounts.sessions.resuming.csrf_failed"

# Of the fields of any form. Each address is held to its own number before anything is read (middleware.limits); the
# largest is a page of a case assessment that is sent whole, with long notes beside every question.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = MOST_FIELDS
FILE_UPLOAD_HANDLERS: list[str] = []  # a view that takes a file says so: touchstone.web.files.upload
MOST_BYTES_KEPT = 2_000_000_000  # of files of one exercise

# Files that people hand in are scanned for viruses, or somebody has decided that they are not: it is never left open.
SCANNING = os.environ.get("TOUCHSTONE_SCANNING") or "off"
CLAMD = os.environ.get("TOUCHSTONE_CLAMD", "")  # tcp://host:port or unix:/path
if SCANNING not in ("required", "off"):
    raise stop(f"TOUCHSTONE_SCANNING is '{SCANNING}'; it can be required or off.")
SCANNING_REQUIRED = SCANNING == "required"
if SCANNING_REQUIRED and not CLAMD.startswith(("tcp://", "unix:/")):
    raise stop("TOUCHSTONE_SCANNING is required; name the scanner in TOUCHSTONE_CLAMD, such as unix:/run/clamd.ctl.")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # ours goes through web/messages

# How web/messages sends mail ("" for not at all; the name keeps its password off debug pages), from whom, and where
# the addresses in it lead.
SECRET_SMTP = os.environ.get("TOUCHSTONE_SMTP", "")
SITE_ADDRESS = os.environ.get("TOUCHSTONE_ADDRESS", "").rstrip("/")
if not SITE_ADDRESS:
    SITE_ADDRESS = f"https://{''.join(ALLOWED_HOSTS[:1]).lstrip('.')}" if PRODUCTION else "http://localhost:8000"
MAIL_FROM = os.environ.get("TOUCHSTONE_MAIL_FROM") or f"touchstone@{SITE_ADDRESS.partition('://')[2].partition(':')[0]}"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "touchstone.web.surveys.log_lines.HideTokens"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["tokens"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "touchstone": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Its lines carry the whole request; ours carry method, path and a reference (web/middleware.py).
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
