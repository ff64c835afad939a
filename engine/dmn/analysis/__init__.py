"""What can be said about a decision table without running it: gaps, overlaps, rules that never count."""

from engine.dmn.analysis.remarks import examine

__all__ = ["examine"]
