tidings_fuzz(link DEPENDS tidings_sync)
tidings_fuzz(token DEPENDS tidings_sync)
