"""The log of sessions: noted in the field, written by the recorder, read and approved."""
