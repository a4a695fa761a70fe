"""One phone, many women: a circle goes through a lesson, and each woman's record has it as hers."""
