"""The verbs of the studio: signing in, and what people do there."""
