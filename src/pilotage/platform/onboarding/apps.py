from django.apps import AppConfig


class Onboarding(AppConfig):
    name = "pilotage.platform.onboarding"
    label = "onboarding"
    default_auto_field = "django.db.models.BigAutoField"
