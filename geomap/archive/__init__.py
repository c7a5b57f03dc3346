"""From one text to an archive: shards in, parts out, on every core or a cluster, resumable."""
