"""When boards end, told to the whole base in good time. The assembly elects; nobody votes here."""
