from django.apps import AppConfig


class Disputes(AppConfig):
    name = "pilotage.platform.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"
