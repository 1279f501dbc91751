#include "daemon/feeding/desk.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace tidings::feeding {
namespace {

using base::ErrorCode;
using intake::Published;

constexpr int busy_tries = 300;
constexpr std::chrono::milliseconds busy_rest{200};

class OutFile {
 public:
  explicit OutFile(const std::string& path) : file_(std::fopen(path.c_str(), "wbe")) {}
  ~OutFile() {
    if (file_ != nullptr) std::fclose(file_);
  }
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;

  base::Status write(std::string_view bytes) {
    if (file_ != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size()) return {};
    return failed();
  }
  base::Status flush() {
    if (file_ != nullptr && std::fflush(file_) == 0) return {};
    return failed();
  }

 private:
  static base::Status failed() {
    return base::fail(ErrorCode::Disk, "what was fetched cannot be written: " + std::generic_category().message(errno));
  }
  std::FILE* file_;
};

}  // namespace

Desk::~Desk() {
  std::error_code ignored;  // at the next start all of them go
  if (!parts_.folder.empty()) std::filesystem::remove_all(parts_.folder, ignored);
}

base::Result<Published> Desk::publish(const intake::Draft& draft) {
  for (int tries = 0;; ++tries) {
    auto published = parts_.errand->wait<Published>([&](Errand::Done<Published> done) {
      parts_.home.post([&publisher = parts_.publisher, draft, done] { publisher.publish(draft, {}, done); });
    });
    const bool is_busy = !published && published.error().code == ErrorCode::Busy;
    if (!is_busy || tries == busy_tries || !parts_.errand->rest(busy_rest)) return published;
  }
}

base::Result<Published> Desk::renew(const bulletin::PublicationId& publication, base::Instant until) {
  return parts_.errand->wait<Published>([&](Errand::Done<Published> done) {
    parts_.home.post(
        [&publisher = parts_.publisher, publication, until, done] { publisher.renew(publication, until, done); });
  });
}

base::Status Desk::compare(const std::shared_ptr<Compare>& compare) {
  while (true) {
    const auto more = parts_.errand->wait<bool>([&](Errand::Done<bool> done) {
      parts_.store.read([compare, done](store::Reading& reading) { done(compare->step(reading)); });
    });
    if (!more) return more.error();
    if (!*more) return {};
  }
}

base::Status Desk::keep(const std::string& feed, const v1::FeedState& state) {
  return parts_.errand->wait<void>([&](Errand::Done<void> done) {
    store::Batch batch;
    batch.outlets.push_back({outlet_of(feed), state.SerializeAsString(), {}});
    parts_.store.commit(std::move(batch), *parts_.errand, [done](const base::Result<store::Committed>& kept) {
      done(kept ? base::Status() : base::Status(kept.error()));
    });
  });
}

base::Result<fetch::Response> Desk::fetch(fetch::Request request, const std::string& file) {
  auto out = std::make_shared<OutFile>(file);
  request.take = [out, &home = parts_.home, errand = parts_.errand](std::string piece, fetch::Request::More more) {
    errand->post([out, &home, piece = std::move(piece), more = std::move(more)] {
      home.post([more, written = out->write(piece)] { more(written); });
    });
  };
  auto response = parts_.errand->wait<fetch::Response>([&](Errand::Done<fetch::Response> done) {
    parts_.home.post([fetcher = parts_.fetcher, request, done, errand = parts_.errand] {
      if (!errand->is_stopped()) fetcher->fetch(request, done);
    });
  });
  if (!response) return response;
  if (auto flushed = out->flush(); !flushed) return flushed.error();
  return response;
}

std::string outlet_of(const std::string& feed) { return "feed:" + feed; }

}  // namespace tidings::feeding
