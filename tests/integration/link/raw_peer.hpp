#pragma once
/// A TLS client of its own, independent of the daemon's: shows the key it is given, says what it is told to, and tells
/// what became of it. Blocks, so it runs on a thread of its own.
#include <chrono>
#include <string>

namespace tidings::link {

struct RawPeer {
  std::string key_file{}, certificate_file{};
  std::string alpn{"tidings/1"};  ///< empty: offers none
  bool at_most_tls_1_2{false};
  std::string first_words{};  ///< sent as soon as the handshake is done, on its side
  bool ask_to_resume{false};  ///< connects twice, the second time with the first session
};

struct Fate {
  bool shaken{false};  ///< its side of the handshake ended well
  bool heard{false};   ///< it got any byte of the protocol
  bool resumed{false};
  std::string error;
  std::chrono::milliseconds lived{0};  ///< until the other side closed
};

/// Connects to 127.0.0.1:port and stays until the other side closes, at most `most`.
Fate meet(unsigned short port, const RawPeer& peer, std::chrono::milliseconds most = std::chrono::seconds(8));
/// The same without TLS: sends `bytes`.
Fate meet_without_tls(unsigned short port, const std::string& bytes,
                      std::chrono::milliseconds most = std::chrono::seconds(8));

}  // namespace tidings::link
