"""Those who teach, at a body's desk: providers, their courses, and on what terms."""
