from django.apps import AppConfig


class Engagements(AppConfig):
    name = "pilotage.platform.engagements"
    label = "engagements"
    default_auto_field = "django.db.models.BigAutoField"
