"""The REST API, a file per resource."""
