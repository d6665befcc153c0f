from django.core.management.base import BaseCommand

from config import daily


class Command(BaseCommand):
    help = "Have db_worker do each day what is due. serve and rundev see to it by themselves."

    def handle(self, *_args, **_options):
        daily.begin()
