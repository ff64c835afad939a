"""Runs processes: commands, the token game, jobs and history. Knows forms; knows no HTTP."""
