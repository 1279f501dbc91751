#include "daemon/http/fetch/gunzip.hpp"

#include <algorithm>
#include <boost/beast/zlib/inflate_stream.hpp>
#include <boost/crc.hpp>
#include <string>

namespace tidings::fetch {
namespace {

namespace zlib = boost::beast::zlib;
using base::ErrorCode;

constexpr std::size_t fixed_bytes = 10, trailer_bytes = 8, max_header_bytes = 64 * 1024;
constexpr unsigned has_crc = 2, has_extra = 4, has_name = 8, has_comment = 16;  // RFC 1952, section 2.3.1

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint32_t read_le32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i > 0; --i) value = (value << 8) | byte_at(bytes, at + i - 1);
  return value;
}

/// How long the header is; 0 while it is not all there.
std::size_t header_bytes(std::string_view bytes) {
  if (bytes.size() < fixed_bytes) return 0;
  const unsigned flags = byte_at(bytes, 3);
  std::size_t at = fixed_bytes;
  if ((flags & has_extra) != 0) {
    if (bytes.size() < at + 2) return 0;
    at += 2 + byte_at(bytes, at) + (std::size_t{byte_at(bytes, at + 1)} << 8);
  }
  for (const unsigned text : {has_name, has_comment}) {
    if ((flags & text) == 0) continue;
    const auto end = at < bytes.size() ? bytes.find('\0', at) : std::string_view::npos;
    if (end == std::string_view::npos) return 0;
    at = end + 1;
  }
  if ((flags & has_crc) != 0) at += 2;
  return at <= bytes.size() ? at : 0;
}

}  // namespace

struct Gunzip::State {
  enum class Part : std::uint8_t { Header, Body, Trailer };
  Part part{Part::Header};
  std::string held;  ///< of a header or trailer that is not all here
  std::unique_ptr<zlib::inflate_stream> inflate;
  boost::crc_32_type crc;
  std::uint32_t size{0};
  bool any_member{false};

  base::Result<std::size_t> take_header(std::string_view in) {
    const std::size_t before = held.size();
    held.append(in.substr(0, max_header_bytes + 1 - std::min(before, max_header_bytes)));
    if (held.size() >= 3 && (!held.starts_with(gzip_mark) || held[2] != 8)) {
      return base::fail(ErrorCode::BadInput, "what should be gzip is none");
    }
    const auto size_of_header = header_bytes(held);
    if (size_of_header == 0) {
      if (held.size() > max_header_bytes) return base::fail(ErrorCode::TooLarge, "a header of gzip beyond 64 KiB");
      return in.size();
    }
    held.clear();
    part = Part::Body;
    inflate = std::make_unique<zlib::inflate_stream>();
    crc.reset();
    size = 0;
    return size_of_header - before;
  }

  base::Result<Step> take_body(std::string_view in, std::span<char> out) {
    zlib::z_params params;
    params.next_in = in.data();
    params.avail_in = in.size();
    params.next_out = out.data();
    params.avail_out = out.size();
    boost::system::error_code done;
    inflate->write(params, zlib::Flush::sync, done);
    const Step step{in.size() - params.avail_in, out.size() - params.avail_out};
    crc.process_bytes(out.data(), step.made);
    size += static_cast<std::uint32_t>(step.made);
    if (done == zlib::error::end_of_stream)
      part = Part::Trailer;
    else if (done && done != zlib::error::need_buffers)
      return base::fail(ErrorCode::BadInput, "its gzip is damaged: " + done.message());
    return step;
  }

  base::Result<std::size_t> take_trailer(std::string_view in) {
    const auto taken = std::min(in.size(), trailer_bytes - held.size());
    held.append(in.substr(0, taken));
    if (held.size() < trailer_bytes) return taken;
    if (read_le32(held, 0) != crc.checksum() || read_le32(held, 4) != size) {
      return base::fail(ErrorCode::BadInput, "its gzip is damaged: another CRC or length");
    }
    held.clear();
    any_member = true;
    part = Part::Header;
    return taken;
  }
};

Gunzip::Gunzip() : state_(std::make_unique<State>()) {}
Gunzip::~Gunzip() = default;

base::Result<Gunzip::Step> Gunzip::step(std::string_view in, std::span<char> out) {
  Step all;
  while (true) {
    const auto rest = in.substr(all.used);
    if (state_->part == State::Part::Body) {
      const auto room = out.subspan(all.made);
      if (room.empty()) return all;
      const auto step = state_->take_body(rest, room);
      if (!step) return step.error();
      all.used += step->used;
      all.made += step->made;
      const bool stands = step->used == 0 && step->made == 0 && state_->part == State::Part::Body;
      if (stands && !rest.empty()) return base::fail(ErrorCode::BadInput, "its gzip is damaged: it goes nowhere");
      if (stands) return all;
      continue;
    }
    if (rest.empty()) return all;
    const auto used = state_->part == State::Part::Header ? state_->take_header(rest) : state_->take_trailer(rest);
    if (!used) return used.error();
    all.used += *used;
  }
}

bool Gunzip::is_between_members() const {
  return state_->any_member && state_->part == State::Part::Header && state_->held.empty();
}

}  // namespace tidings::fetch
