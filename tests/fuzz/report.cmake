tidings_fuzz(report DEPENDS tidings_report)
tidings_fuzz(openioc DEPENDS tidings_openioc)
tidings_fuzz(rules DEPENDS tidings_rules)
tidings_fuzz(detect DEPENDS tidings_detect)
