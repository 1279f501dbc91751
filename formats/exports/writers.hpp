#pragma once
/// One function a format, for the table. Inside of this folder: what a format's lines are made like stands in its file.
/// Lives on: any executor.
#include "formats/exports/format.hpp"

namespace tidings::exports {

std::unique_ptr<Writer> make_csv(const Options& options);
std::unique_ptr<Writer> make_jsonl(const Options& options);
std::unique_ptr<Writer> make_stix(const Options& options);
std::unique_ptr<Writer> make_misp(const Options& options);
std::unique_ptr<Writer> make_list(const Options& options);
std::unique_ptr<Writer> make_hosts(const Options& options);
std::unique_ptr<Writer> make_rpz(const Options& options);
std::unique_ptr<Writer> make_unbound(const Options& options);
std::unique_ptr<Writer> make_dnsmasq(const Options& options);
std::unique_ptr<Writer> make_suricata(const Options& options);
std::unique_ptr<Writer> make_suricata_domains(const Options& options);
std::unique_ptr<Writer> make_suricata_addresses(const Options& options);
std::unique_ptr<Writer> make_suricata_md5(const Options& options);
std::unique_ptr<Writer> make_suricata_sha256(const Options& options);
std::unique_ptr<Writer> make_snort(const Options& options);
std::unique_ptr<Writer> make_zeek(const Options& options);
std::unique_ptr<Writer> make_nftables(const Options& options);
std::unique_ptr<Writer> make_ipset(const Options& options);
std::unique_ptr<Writer> make_clamav(const Options& options);  ///< .hsb and .hdb: the digests decide
std::unique_ptr<Writer> make_squid_domains(const Options& options);
std::unique_ptr<Writer> make_squid_addresses(const Options& options);
std::unique_ptr<Writer> make_squid_urls(const Options& options);
std::unique_ptr<Writer> make_haproxy_domains(const Options& options);
std::unique_ptr<Writer> make_haproxy_addresses(const Options& options);
std::unique_ptr<Writer> make_haproxy_urls(const Options& options);
std::unique_ptr<Writer> make_ecs(const Options& options);
std::unique_ptr<Writer> make_ecs_bulk(const Options& options);

}  // namespace tidings::exports
