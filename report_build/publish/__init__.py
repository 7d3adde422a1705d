"""Publishing: released versions in the publication branch, each added once and never changed."""
