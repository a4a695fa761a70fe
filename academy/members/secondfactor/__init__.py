"""The second step of whoever has a role over others: a code of an app, a passkey, a paper. And her sessions."""
