from django.apps import AppConfig


class Billing(AppConfig):
    name = "pilotage.platform.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"
