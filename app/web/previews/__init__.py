"""Letters as drafts, for whoever is about to send them."""
