"""The room of the project stewards: board, cockpit, results to serve."""
