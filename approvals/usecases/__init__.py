"""One verb of the law, one file, one transaction."""
