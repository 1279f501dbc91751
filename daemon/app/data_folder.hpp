#pragma once
/// Where what stands in a node's data folder. Everything in it is for the daemon's own user alone (0700, files 0600).
/// Lives on: any executor (values).
#include <filesystem>

namespace tidings::app {

struct DataFolder {
  std::filesystem::path path;

  std::filesystem::path keys() const { return path / "keys"; }
  std::filesystem::path root_key() const { return keys() / "root.pem"; }  ///< may be moved offline
  std::filesystem::path node_key() const { return keys() / "node.pem"; }
  std::filesystem::path encryption_key() const { return keys() / "encryption.pem"; }
  std::filesystem::path token_key() const { return keys() / "token.key"; }
  std::filesystem::path tls_key() const { return keys() / "tls.pem"; }
  std::filesystem::path tls_certificate() const { return keys() / "tls.crt"; }
  std::filesystem::path card() const { return path / "card"; }    ///< a v1::Card
  std::filesystem::path feeds() const { return path / "feeds"; }  ///< what programs fetch, made again when it is gone
  std::filesystem::path fetched() const { return path / "fetched"; }   ///< documents of feeds while they are read
  const std::filesystem::path& store() const { return path; }          ///< ledger.db and index.db
  std::filesystem::path clock_mark() const { return path / "clock"; }  ///< the last instant that was trusted, as text
  /// Stands here from `tidingsd restored` until a partner has told our last value: publishing waits.
  std::filesystem::path restored() const { return path / "restored"; }
};

}  // namespace tidings::app
