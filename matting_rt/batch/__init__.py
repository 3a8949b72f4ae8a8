"""Jobs from files to files: described (`jobs`), opened (`opening`), run, paused and cancelled (`job`)."""
