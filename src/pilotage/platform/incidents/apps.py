from django.apps import AppConfig


class Incidents(AppConfig):
    name = "pilotage.platform.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
