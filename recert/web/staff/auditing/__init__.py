"""The staff's audit pages: draws, the queue of cases, one case, the body's working days."""
