"""Photos and voices: kept privately, given to who may read what they belong to."""
