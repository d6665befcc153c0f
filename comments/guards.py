"""What the database itself refuses, and keeps cheap, in each one's own words.

Put in place after every migration: SQLite forgets triggers when a migration makes a
table anew.
"""

from django.db import connections

SQLITE = """
CREATE TRIGGER IF NOT EXISTS comment_parent_on_same_post_{event} BEFORE {when} ON comments_comment
WHEN NEW.parent_id IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'comment_parent_on_same_post')
    WHERE NEW.post_id IS NOT (SELECT post_id FROM comments_comment WHERE id = NEW.parent_id);
END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION comment_parent_on_same_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL
       AND NEW.post_id IS DISTINCT FROM (SELECT post_id FROM comments_comment WHERE id = NEW.parent_id) THEN
        RAISE EXCEPTION 'comment_parent_on_same_post' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER comment_parent_on_same_post BEFORE INSERT OR UPDATE OF parent_id
    ON comments_comment FOR EACH ROW EXECUTE FUNCTION comment_parent_on_same_post();
"""
# A reply shifts rows without touching an index: with room in their page they stay in it.
ROOM = "ALTER TABLE comments_comment SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02)"


def put_in_place(using: str, **kwargs) -> None:
    connection = connections[using]
    if "comments_comment" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            cursor.execute(ROOM)
        else:
            cursor.execute(SQLITE.format(event="insert", when="INSERT"))
            cursor.execute(SQLITE.format(event="update", when="UPDATE OF parent_id"))
