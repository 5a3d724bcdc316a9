"""The version of the loaded data, so that what was read once may be kept as long as it is true.

A load writes the row last. Whoever changes what is kept by other means takes the row away, through triggers: without
it, nothing is kept, and each question reads anew.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEPT = ("prices", "securities", "target_models", "transactions")


def upgrade() -> None:
    loads = op.create_table("loads", sa.Column("version", sa.Text, primary_key=True))
    if op.get_bind().execute(sa.text("SELECT 1 FROM customers LIMIT 1")).first():
        op.bulk_insert(loads, [{"version": uuid4().hex}])  # what an older Folio has loaded
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION folio_forget_load() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN DELETE FROM loads; RETURN NULL; END $$"
        )
        for table in _KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION folio_forget_load()"
            )
        return
    for table in _KEPT:
        for event in ("insert", "update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_after_{event} AFTER {event.upper()} ON {table} BEGIN DELETE FROM loads; END"
            )


def downgrade() -> None:
    raise RuntimeError("going back would drop all portfolio data: restore a backup instead")
