from django.apps import AppConfig


class Advertising(AppConfig):
    name = "pilotage.platform.advertising"
    label = "advertising"
    default_auto_field = "django.db.models.BigAutoField"
