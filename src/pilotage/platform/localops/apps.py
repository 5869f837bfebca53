from django.apps import AppConfig


class LocalOps(AppConfig):
    name = "pilotage.platform.localops"
    label = "localops"
    default_auto_field = "django.db.models.BigAutoField"
