from django.dispatch import Signal

# A person has another picture now. Sent with `user`.
picture_changed = Signal()
