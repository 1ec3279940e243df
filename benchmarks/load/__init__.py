"""Many people at once: a real server under load, and every act looked for afterwards.

`python -m benchmarks.load` (or `bin/load`) starts an installation as in production, fills it,
lets so many people work at it over HTTP, each as a browser without JavaScript does, and holds
what they were told against what the database says. Only ever against this machine itself.
"""
