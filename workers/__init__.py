"""RQ workers: the bell and the muscle; the database is the queue."""
