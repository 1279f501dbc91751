tidings_fuzz(stix_pattern DEPENDS tidings_stix)
tidings_fuzz(stix_bundle DEPENDS tidings_stix)
