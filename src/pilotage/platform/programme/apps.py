from django.apps import AppConfig


class Programme(AppConfig):
    name = "pilotage.platform.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"
