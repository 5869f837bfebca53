from django.apps import AppConfig


class Connections(AppConfig):
    name = "pilotage.platform.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"
