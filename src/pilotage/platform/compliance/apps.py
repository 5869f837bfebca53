from django.apps import AppConfig


class Compliance(AppConfig):
    name = "pilotage.platform.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"
