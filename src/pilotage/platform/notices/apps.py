from django.apps import AppConfig


class Notices(AppConfig):
    name = "pilotage.platform.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
