tidings_fuzz(exports DEPENDS tidings_exports)
