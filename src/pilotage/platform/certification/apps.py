from django.apps import AppConfig


class Certification(AppConfig):
    name = "pilotage.platform.certification"
    label = "certification"
    default_auto_field = "django.db.models.BigAutoField"
