"""Defines and validates forms: a library without tasks, database or HTTP."""
