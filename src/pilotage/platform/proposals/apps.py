from django.apps import AppConfig


class Proposals(AppConfig):
    name = "pilotage.platform.proposals"
    label = "proposals"
    default_auto_field = "django.db.models.BigAutoField"
