"""Whether this process works: for load balancers and for whoever starts it."""

from fastapi import APIRouter
from sqlalchemy import text

from web.deps import Session

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def health(session: Session) -> dict[str, str]:
    """Answers when the database does; 503 otherwise."""
    session.execute(text("SELECT 1"))
    return {"status": "ok"}
