tidings_fuzz(misp_event DEPENDS tidings_misp)
