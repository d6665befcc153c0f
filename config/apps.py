from django.apps import AppConfig


class LeaveAReplyConfig(AppConfig):
    name = "config"
    verbose_name = "Leave a Reply"
