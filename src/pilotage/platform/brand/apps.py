from django.apps import AppConfig


class Brand(AppConfig):
    name = "pilotage.platform.brand"
    label = "brand"
    default_auto_field = "django.db.models.BigAutoField"
