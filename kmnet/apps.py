from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class KmnetConfig(AppConfig):
    name = "kmnet"


class KmnetAdminConfig(AdminConfig):
    default_site = "kmnet.admin.KmnetAdminSite"
