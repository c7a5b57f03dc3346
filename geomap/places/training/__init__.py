"""Training of the tagger of names, on data that may train what ships. ``python -m geomap.places.training``."""
