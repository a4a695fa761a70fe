"""With whom we talk (institutions, posts, who holds them) and where we sit with them (spaces, our seats)."""
