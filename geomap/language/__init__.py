"""What depends on a language, as data (``fr/*.toml``, ``en/*.toml``), and its loader."""
