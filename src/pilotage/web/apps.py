from django.apps import AppConfig


class Web(AppConfig):
    name = "pilotage.web"
    label = "web"
