"""What an enterprise, and the window for it, does with a package of projects."""
