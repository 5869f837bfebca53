from django.apps import AppConfig


class Grants(AppConfig):
    name = "pilotage.platform.grants"
    label = "grants"
    default_auto_field = "django.db.models.BigAutoField"
