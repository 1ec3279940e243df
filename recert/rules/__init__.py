"""The law: pure Python, usable as a library on its own. See ARCHITECTURE.md."""
