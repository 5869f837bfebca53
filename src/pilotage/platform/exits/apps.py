from django.apps import AppConfig


class Exits(AppConfig):
    name = "pilotage.platform.exits"
    label = "exits"
    default_auto_field = "django.db.models.BigAutoField"
