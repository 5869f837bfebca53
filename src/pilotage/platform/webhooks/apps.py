from django.apps import AppConfig


class Webhooks(AppConfig):
    name = "pilotage.platform.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
