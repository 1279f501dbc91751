#include "daemon/http/server/gzip.hpp"

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/crc.hpp>

namespace tidings::server {
namespace {

namespace zlib = boost::beast::zlib;

constexpr int level = 1, window_bits = 15, memory_level = 8;
/// Magic, deflate, no flags, no time, unknown level, unknown system.
constexpr std::string_view head("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);

void append_le32(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((value >> shift) & 0xff));
}

}  // namespace

struct Gzip::State {
  zlib::deflate_stream deflate;
  boost::crc_32_type crc;
  std::uint32_t size{0};  // of what came in, modulo 2^32 (RFC 1952 section 2.3.1)
  bool begun{false};
};

Gzip::Gzip() : state_(std::make_unique<State>()) {
  state_->deflate.reset(level, window_bits, memory_level, zlib::Strategy::normal);
}
Gzip::~Gzip() = default;

std::string Gzip::add(std::string_view bytes, Last last) {
  auto& state = *state_;
  std::string out;
  if (!state.begun) out.append(head);
  state.begun = true;
  state.crc.process_bytes(bytes.data(), bytes.size());
  state.size += static_cast<std::uint32_t>(bytes.size());
  const std::size_t before = out.size();
  std::size_t written = 0;
  std::size_t room = state.deflate.upper_bound(bytes.size()) + 64;
  zlib::z_params step;
  step.next_in = bytes.data();
  step.avail_in = bytes.size();
  while (true) {
    out.resize(before + room);
    step.next_out = out.data() + before + written;
    step.avail_out = room - written;
    boost::system::error_code done;
    state.deflate.write(step, last == Last::Yes ? zlib::Flush::finish : zlib::Flush::sync, done);
    written = room - step.avail_out;
    if (done || step.avail_out > 0) break;  // end_of_stream, or nothing is left to write
    room *= 2;
  }
  out.resize(before + written);
  if (last == Last::No) return out;
  append_le32(out, state.crc.checksum());
  append_le32(out, state.size);
  return out;
}

std::string gzipped(std::string_view bytes) { return Gzip().add(bytes, Last::Yes); }

}  // namespace tidings::server
