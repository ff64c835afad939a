"""Drafts know the version of the form that they answer, and what of them no later version could hold."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("draft", sa.Column("form_id", sa.Uuid(), nullable=True))
    op.add_column("draft", sa.Column("older", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.add_column("draft", sa.Column("taken", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}"))


def downgrade() -> None:
    for column in ("taken", "older", "form_id"):
        op.drop_column("draft", column)
