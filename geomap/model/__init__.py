"""Values: what geomap reads, decides and writes. No behaviour beyond what keeps them consistent."""
