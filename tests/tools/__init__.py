"""Tests of the tools that set-up, run and gates use."""
