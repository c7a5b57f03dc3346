"""One module a command: options in, a call, exit status out. No domain logic."""
