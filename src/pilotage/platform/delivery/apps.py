from django.apps import AppConfig


class Delivery(AppConfig):
    name = "pilotage.platform.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
