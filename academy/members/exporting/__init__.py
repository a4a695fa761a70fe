"""Files that name women: asked for by one, approved by another, marked, logged, gone after a week."""
