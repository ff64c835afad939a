"""The database, seen from its edge."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engine.db import Database


def test_an_error_of_the_database_holds_no_value_that_was_sent(shared_database: Database) -> None:
    with pytest.raises(SQLAlchemyError) as raised, shared_database.transaction() as session:
        session.execute(text("SELECT * FROM nowhere WHERE secret = :secret"), {"secret": "hush-hush"})
    assert "hush-hush" not in str(raised.value)
    assert "nowhere" in str(raised.value)
