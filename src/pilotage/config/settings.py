"""Django settings. Everything that differs between places comes from the environment (README, Settings)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pilotage.config import environment as env

PACKAGE = Path(__file__).resolve().parents[1]
VAR = Path(env.text("PILOTAGE_VAR", str(Path.cwd() / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("PILOTAGE_DEBUG", default=False)
ALLOWED_HOSTS = env.words("PILOTAGE_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("PILOTAGE_ORIGINS", [])
# Shows the banner of the invented world on every page.
PILOTAGE_DEMO = env.flag("PILOTAGE_DEMO", default=False)
PUBLIC_ADDRESS = env.text("PILOTAGE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")


def _secret_key() -> str:
    """From the environment, else kept beside the data: made once, readable by the owner only."""
    if given := os.environ.get("PILOTAGE_SECRET_KEY"):
        return given
    kept = VAR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()

ROOMS = [
    "pilotage.platform.audit",
    "pilotage.platform.parties",
    "pilotage.platform.access",
    "pilotage.platform.notices",
    "pilotage.platform.webhooks",
    "pilotage.platform.documents",
    "pilotage.platform.onboarding",
    "pilotage.platform.certification",
    "pilotage.platform.directory",
    "pilotage.platform.engagements",
    "pilotage.platform.grants",
    "pilotage.platform.compliance",
    "pilotage.platform.disputes",
    "pilotage.platform.cases",
    "pilotage.platform.delivery",
    "pilotage.platform.billing",
    "pilotage.platform.connections",
    "pilotage.platform.reports",
    "pilotage.platform.brand",
    "pilotage.platform.advertising",
    "pilotage.platform.localops",
    "pilotage.platform.incidents",
    "pilotage.platform.programme",
    "pilotage.platform.proposals",
    "pilotage.platform.exits",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",  # the pages of the API's documentation, from its own static files: nothing inline
    *ROOMS,
    "pilotage.jobs",
    "pilotage.web",
    "pilotage.config.wiring.Wiring",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pilotage.web.heads.HeadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pilotage.web.speech.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pilotage.web.security.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pilotage.web.security.ContentSecurityPolicy",
    "pilotage.web.viewer.ViewerMiddleware",
    "pilotage.web.errors.ErrorMiddleware",
    "pilotage.web.fence.FenceMiddleware",  # the last: it must hear of an error before a page is made of it
]
ROOT_URLCONF = "pilotage.config.urls"
WSGI_APPLICATION = "pilotage.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pilotage.web.shell.context.around",
            ],
            "builtins": ["pilotage.web.speech_tags"],
            "libraries": {"requests_words": "pilotage.web.requests.words"},
        },
    }
]

DATABASES = {"default": env.database("PILOTAGE_DATABASE", VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "pilotage.web.account.adapter.AccountAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pilotage 引航"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns about a folder that is not there
# Files are served straight from the package; hashed names come with `collectstatic` in production.
WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = env.text("PILOTAGE_MAIL", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = env.text("PILOTAGE_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("PILOTAGE_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("PILOTAGE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("PILOTAGE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("PILOTAGE_MAIL_TLS", default=False)
DEFAULT_FROM_EMAIL = env.text("PILOTAGE_MAIL_FROM", "Pilotage 引航 <no-reply@pilotage.example>")

# Whose number asks: without one the registers answer, but give no consultation number.
VIES = {"requester": env.text("PILOTAGE_VIES_REQUESTER", "")}
HMRC = {
    "requester": env.text("PILOTAGE_HMRC_REQUESTER", ""),
    "token": env.text("PILOTAGE_HMRC_TOKEN", ""),
}

# The application's registration at Amazon. `address` stands in for all of Amazon's, e.g. `pilotage sandbox`.
AMAZON = {
    "application": env.text("PILOTAGE_AMAZON_APPLICATION", ""),
    "client": env.text("PILOTAGE_AMAZON_CLIENT", ""),
    "secret": env.text("PILOTAGE_AMAZON_SECRET", ""),
    "secret_since": env.day("PILOTAGE_AMAZON_SECRET_SINCE"),
    "address": env.text("PILOTAGE_AMAZON_ADDRESS", "").rstrip("/"),
}

FILES_FOLDER = VAR / "files"
# Larger uploads are refused while they arrive; the answer says how to split the report.
UPLOAD_LIMIT_BYTES = env.number("PILOTAGE_UPLOAD_LIMIT_MB", 3072) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

SECURE = env.flag("PILOTAGE_SECURE", default=not DEBUG and PUBLIC_ADDRESS.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("PILOTAGE_LOG_LEVEL", "WARNING")},
}
