"""The counting behind the organiser's home: made in the background, kept with its age, never silently stale."""
