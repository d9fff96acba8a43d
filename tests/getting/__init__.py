"""Getting the command: what is built of it, installed and run as its users do."""
