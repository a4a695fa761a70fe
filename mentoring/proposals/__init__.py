"""Two women are asked; a pair exists once both have said yes."""
