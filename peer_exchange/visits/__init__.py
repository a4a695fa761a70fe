"""Exchange visits: both teach, both learn, and what was learned is told back."""
