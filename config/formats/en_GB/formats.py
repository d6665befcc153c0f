"""How dates look where Django's own British forms are too short for a page of a book."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
