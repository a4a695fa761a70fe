"""Where she is on her path: proposed from what stands already, said by herself, told to nobody (decision 0036)."""
