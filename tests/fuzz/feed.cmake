tidings_fuzz(gunzip DEPENDS tidings_fetch)
tidings_fuzz(feed_page DEPENDS tidings_stix tidings_misp tidings_list)
tidings_fuzz(same_claims DEPENDS tidings_bulletin)
