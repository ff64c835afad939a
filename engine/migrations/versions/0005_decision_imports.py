"""The decision files that a deployed decision imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "decision_definition",
        sa.Column("imports", postgresql.ARRAY(sa.LargeBinary()), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("decision_definition", "imports")
