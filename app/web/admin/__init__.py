"""The room of the administrators: catalogue, people, jobs."""
