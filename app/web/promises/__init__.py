"""The room of promises: what was broken, what is verified, and the credit record."""
