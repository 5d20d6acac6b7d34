"""Proofs that take longer than a test run may: run by command."""
