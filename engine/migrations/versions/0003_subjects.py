"""What a user task is about, and what fills the sentence of an incident."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("user_task", sa.Column("subject", sa.String(), nullable=False, server_default=""))
    op.add_column("incident", sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "parameters")
    op.drop_column("user_task", "subject")
