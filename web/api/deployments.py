"""Deployments: /api/v1/deployments."""

from datetime import datetime
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict

from engine import deployments, packages
from web.deps import Actor, Session
from web.routing import Router

router = Router(prefix="/api/v1/deployments", tags=["definitions"])


class DeploymentOut(BaseModel):
    """A package in service."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    package: str
    version: str
    name: str
    deployed_at: datetime


@router.post("", status_code=201)
def deploy(session: Session, actor: Actor, package: UploadFile) -> DeploymentOut:
    """Put a zipped package folder into service (right "deploy"); an unchanged one is answered as it is.

    422 `model-refused` lists everything that would not run as drawn.
    """
    read = packages.read_zip(package.file.read(), package.filename or "package.zip")
    return DeploymentOut.model_validate(deployments.deploy(session, actor, read))
