"""Modelling rules, by what they are about; `engine/bpmn/lint.py` lists them."""
