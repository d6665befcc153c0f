"""Pages of the admin that no model's list holds."""

from django.urls import path

from comments.admin import alike, queue, restricting

app_name = "queue"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("reply/<int:pk>/", queue.reply, name="reply"),
    path("alike/<int:pk>/<slug:kind>/", alike.all_alike, name="alike"),
    path("restrict/<int:pk>/", restricting.restrict_writer, name="restrict"),
    path("restrict/person/<int:pk>/", restricting.restrict_person, name="restrict_person"),
    path("<slug:verb>/", queue.decide, name="decide"),
]
