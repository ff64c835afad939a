"""Pages, REST interface and live updates over the engine's commands."""
