"""Pages of the admin that no model's list holds."""

from django.urls import path

from comments.admin import queue

app_name = "queue"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("reply/<int:pk>/", queue.reply, name="reply"),
    path("<slug:verb>/", queue.decide, name="decide"),
]
