"""Questions and feedback from readers to a body's staff."""
