"""The archive: what belongs to instances that ended long ago, in tables that inherit from those of the running ones."""

from alembic import op

revision = "0007"
down_revision = "0006"

# The checks let the planner leave an archive out of every statement that asks for what is running or open.
ARCHIVES = {
    "process_instance": "state IN ('completed', 'cancelled')",
    "user_task": "state IN ('completed', 'cancelled')",
    "job": "state IN ('completed', 'cancelled', 'failed')",
    "incident": "state = 'resolved'",
}
INDEXES = {
    "process_instance": {
        "state": "(state, definition_key)",
        "business_key": "(business_key)",
        "customer": "(customer_id) WHERE customer_id IS NOT NULL",
        "receipt_code": "(receipt_code) WHERE receipt_code IS NOT NULL",
        "started": "(started_at)",
        "started_by": "(started_by)",
        "ended": "(ended_at)",
    },
    "user_task": {"instance": "(instance_id)", "done": "(completed_by, completed_at)"},
    "job": {"instance": "(instance_id)"},
    "incident": {"instance": "(instance_id)", "resolved": "(resolved_at)"},
}


def upgrade() -> None:
    for table, check in ARCHIVES.items():
        archive = f"archived_{table}"
        op.execute(f"CREATE TABLE {archive} (PRIMARY KEY (id), CHECK ({check})) INHERITS ({table})")
        for name, columns in INDEXES[table].items():
            op.execute(f"CREATE INDEX {archive}_{name} ON {archive} {columns}")


def downgrade() -> None:
    for table in ARCHIVES:
        op.execute(f"INSERT INTO {table} SELECT * FROM archived_{table}")
        op.execute(f"DROP TABLE archived_{table}")
