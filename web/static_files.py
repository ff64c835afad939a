"""Built scripts and styles, in the smaller form that the build has put beside each of them."""

import os
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

COMPRESSED = ".br"


class BuiltFiles(StaticFiles):
    """Static files; where `<name>.br` lies beside one and the browser reads Brotli, that is what it gets."""

    def file_response(
        self, full_path: Any, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, compressed if possible; its type is that of the name asked for."""
        smaller = f"{os.fspath(full_path)}{COMPRESSED}"
        if not _reads_brotli(scope) or not os.path.isfile(smaller):
            return super().file_response(full_path, stat_result, scope, status_code)
        plain = super().file_response(full_path, stat_result, scope, status_code)
        response = super().file_response(smaller, os.stat(smaller), scope, status_code)
        if "content-type" in plain.headers:
            response.headers["content-type"] = plain.headers["content-type"]
        response.headers["content-encoding"] = "br"
        response.headers["vary"] = "Accept-Encoding"
        return response


def _reads_brotli(scope: Scope) -> bool:
    accepted = Headers(scope=scope).get("accept-encoding", "").split(",")
    return any(part.strip().partition(";")[0] == "br" for part in accepted)
