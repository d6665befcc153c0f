from django.dispatch import Signal

# Anybody may read these comments since just now, for the first time. Sent with `comments`,
# a list, inside the transaction that shows them.
comments_shown = Signal()

# Somebody decided about comments, or took that back. Sent with `acts`, a list of the rows that
# were left, each with its comment, after they were written.
comments_judged = Signal()

# The words of this `comment`, whose place stays, are nobody's any more. Sent inside the
# transaction that forgets them.
words_forgotten = Signal()
