from django.dispatch import Signal

# Anybody may read these comments since just now, for the first time. Sent with `comments`,
# a list, inside the transaction that shows them.
comments_shown = Signal()
