"""What the database itself refuses and keeps cheap, in each one's own words."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER comment_parent_on_same_post_{event} BEFORE {when} ON comments_comment
WHEN NEW.parent_id IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'comment_parent_on_same_post')
    WHERE NEW.post_id IS NOT (SELECT post_id FROM comments_comment WHERE id = NEW.parent_id);
END
"""
POSTGRESQL = """
CREATE FUNCTION comment_parent_on_same_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL
       AND NEW.post_id IS DISTINCT FROM (SELECT post_id FROM comments_comment WHERE id = NEW.parent_id) THEN
        RAISE EXCEPTION 'comment_parent_on_same_post' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_parent_on_same_post BEFORE INSERT OR UPDATE OF parent_id ON comments_comment
    FOR EACH ROW EXECUTE FUNCTION comment_parent_on_same_post();
"""
# A reply shifts rows without touching an index: with room in their page they stay in it.
ROOM = "ALTER TABLE comments_comment SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02)"


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        schema_editor.execute(ROOM)
    else:
        for event, when in (("insert", "INSERT"), ("update", "UPDATE OF parent_id")):
            schema_editor.execute(SQLITE.format(event=event, when=when))


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER comment_parent_on_same_post ON comments_comment")
        schema_editor.execute("DROP FUNCTION comment_parent_on_same_post")
        schema_editor.execute("ALTER TABLE comments_comment RESET (fillfactor, autovacuum_vacuum_scale_factor)")
    else:
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER comment_parent_on_same_post_{event}")


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_moderators")]

    operations = [migrations.RunPython(guard, unguard)]
