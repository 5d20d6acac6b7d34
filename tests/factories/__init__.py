"""Cases for tests, made through the use-cases."""
