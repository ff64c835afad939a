"""Deployments: /api/v1/deployments."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from engine import deployments, packages
from engine.errors import Finding
from web.deps import Actor, Locale, Session
from web.findings import sentence
from web.routing import Router

router = Router(prefix="/api/v1/deployments", tags=["definitions"])


class FindingOut(BaseModel):
    """A remark of the checks: worth a look, and no reason to refuse the package."""

    file: str
    code: str
    severity: str = Field(description="warning or hint")
    element_id: str
    element_name: str
    line: int
    params: dict[str, Any]
    message: str


class DeploymentOut(BaseModel):
    """A package in service."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    package: str
    version: str
    name: str
    deployed_at: datetime
    findings: list[FindingOut] = Field(default_factory=list, description="warnings and hints; nothing when unchanged")


@router.post("", status_code=201)
def deploy(session: Session, actor: Actor, locale: Locale, package: UploadFile) -> DeploymentOut:
    """Put a zipped package folder into service (right "deploy"); an unchanged one is answered as it is.

    422 `model-refused` lists everything that would not run as drawn.
    """
    read = packages.read_zip(package.file.read(), package.filename or "package.zip")
    deployed = deployments.put_into_service(session, actor, read)
    answer = DeploymentOut.model_validate(deployed.deployment)
    answer.findings = [_said(path, finding, locale) for path, finding in deployed.findings]
    return answer


def _said(path: str, finding: Finding, locale: str) -> FindingOut:
    return FindingOut(file=path, message=sentence(finding, locale), **asdict(finding))
