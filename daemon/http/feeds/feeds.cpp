#include "daemon/http/feeds/feeds.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/bulletin/names.hpp"
#include "daemon/http/feeds/file_pieces.hpp"
#include "daemon/http/server/target.hpp"

namespace tidings::feeds {
namespace {

using base::ErrorCode;
using server::RequestRef;
using server::Respond;
using server::Response;

constexpr std::string_view prefix = "/feeds/";

Response text(unsigned status, std::string_view why) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = std::string(why) + "\n";
  return response;
}

Response failed(const base::Error& error) {
  const bool is_passing = error.code == ErrorCode::Busy || error.code == ErrorCode::Disk;
  auto response = text(is_passing ? 503 : 500, error.what);
  if (is_passing) response.headers.emplace_back("Retry-After", "5");
  return response;
}

/// One export under one ceiling.
struct Feed {
  exporting::ExportOptions options;
  std::string tag;  ///< empty: it was never made
  store::Sequence made_at;
  base::Duration made{};
  bool is_making{false};
  std::vector<std::function<void(base::Status)>> waiting;
};

class Service : public std::enable_shared_from_this<Service> {
 public:
  explicit Service(Feeds::Parts parts) : parts_(std::move(parts)) {}
  void set(std::vector<exporting::ExportOptions> exports) {
    exports_ = std::move(exports);
    feeds_.clear();  // those that are being made end with whoever waits for them
  }
  void handle(const RequestRef& request, const Respond& respond);

 private:
  std::shared_ptr<Feed> feed_of(const exporting::ExportOptions& wanted, v1::Tlp max_tlp);
  bool is_fresh(const Feed& feed) const;
  void make(const std::shared_ptr<Feed>& feed);
  void made(const std::shared_ptr<Feed>& feed, store::Sequence at, const base::Result<base::Digest>& digest);
  void answer(const RequestRef& request, const std::shared_ptr<Feed>& feed, const Respond& respond);

  Feeds::Parts parts_;
  std::vector<exporting::ExportOptions> exports_;
  std::map<std::pair<std::string, v1::Tlp>, std::shared_ptr<Feed>> feeds_;
};

void Service::handle(const RequestRef& request, const Respond& respond) {
  if (request->method != "GET") {
    auto response = text(405, "A feed is fetched with GET.");
    response.headers.emplace_back("Allow", "GET");
    return respond(std::move(response));
  }
  const auto path = server::path_segments(request->path);
  const auto found = path && path->size() == 2
                         ? std::ranges::find(exports_, (*path)[1], &exporting::ExportOptions::name)
                         : exports_.end();
  if (found == exports_.end()) return respond(text(404, "There is no such feed."));
  if (!request->caller.organisation.is_zero()) return respond(text(403, "Feeds are not for partners, who have their links and TAXII."));
  const auto feed = feed_of(*found, std::min(found->gate.max_tlp, request->caller.max_tlp));
  if (is_fresh(*feed)) return answer(request, feed, respond);
  feed->waiting.push_back([weak = weak_from_this(), request, feed, respond](const base::Status& done) {
    const auto self = weak.lock();
    if (!self) return;
    done ? self->answer(request, feed, respond) : respond(failed(done.error()));
  });
  if (!feed->is_making) make(feed);
}

std::shared_ptr<Feed> Service::feed_of(const exporting::ExportOptions& wanted, v1::Tlp max_tlp) {
  auto& feed = feeds_[{wanted.name, max_tlp}];
  if (feed) return feed;
  feed = std::make_shared<Feed>();
  feed->options = wanted;
  feed->options.reload.clear();
  feed->options.gate.max_tlp = max_tlp;
  feed->options.path = parts_.folder + "/" + wanted.name + "." + bulletin::name(max_tlp);
  return feed;
}

bool Service::is_fresh(const Feed& feed) const {
  return !feed.is_making && !feed.tag.empty() && feed.made_at == parts_.store.gauges().last &&
         parts_.run.clock.monotonic() - feed.made < made_again_after;
}

void Service::make(const std::shared_ptr<Feed>& feed) {
  feed->is_making = true;
  const auto at = parts_.store.gauges().last;  // what arrives while it is made is for the next
  auto wanted = std::make_shared<std::atomic<bool>>(true);
  exporting::run_export(parts_.run, feed->options, false, wanted,
                        [weak = weak_from_this(), feed, at](const base::Result<exporting::Outcome>& outcome) {
    const auto self = weak.lock();
    if (!self) return;
    if (!outcome) return self->made(feed, at, outcome.error());
    if (!outcome->replaced && !feed->tag.empty()) return self->made(feed, at, base::Digest{});
    self->parts_.run.worker.post([weak, feed, at, &home = self->parts_.run.home] {
      auto digest = digest_of_file(feed->options.path);
      home.post([weak, feed, at, digest] {
        if (const auto later = weak.lock()) later->made(feed, at, digest);
      });
    });
  });
}

/// A digest of zero: it is as it was.
void Service::made(const std::shared_ptr<Feed>& feed, store::Sequence at, const base::Result<base::Digest>& digest) {
  feed->is_making = false;
  if (digest) {
    // Weak, since the same bytes go out as they are and as gzip.
    if (!digest->is_zero()) feed->tag = "W/\"" + digest->text().substr(0, 32) + "\"";
    feed->made_at = at;
    feed->made = parts_.run.clock.monotonic();
  }
  const auto status = digest ? base::Status() : base::Status(digest.error());
  for (const auto& waiter : std::exchange(feed->waiting, {})) waiter(status);
}

void Service::answer(const RequestRef& request, const std::shared_ptr<Feed>& feed, const Respond& respond) {
  Response response;
  response.headers.emplace_back("ETag", feed->tag);
  const auto known = request->header("if-none-match");
  if (known && server::matches_tag(*known, feed->tag)) {
    response.status = 304;
    return respond(std::move(response));
  }
  response.headers.emplace_back("Content-Type", feed->options.format->media_type);
  parts_.run.worker.post([path = feed->options.path, respond, run = parts_.run, shared = std::make_shared<Response>(std::move(response))] {
    auto file = FilePieces::open(path);
    run.home.post([file, respond, run, shared] {
      if (!file) return respond(failed(file.error()));
      shared->pieces = [run, file = *file](const server::Piece& take) {
        run.worker.post([run, file, take] {
          auto piece = file->next();
          run.home.post([take, piece] { take(piece); });
        });
      };
      respond(std::move(*shared));
    });
  });
}

class Holder final : public Feeds {
 public:
  explicit Holder(Parts parts) : service_(std::make_shared<Service>(std::move(parts))) {}
  void set(std::vector<exporting::ExportOptions> exports) override { service_->set(std::move(exports)); }
  server::Route route() override {
    return {std::string(prefix), 0, [](unsigned status, std::string_view why) { return text(status, why); },
            [service = service_](const RequestRef& request, const Respond& respond) { service->handle(request, respond); }};
  }

 private:
  std::shared_ptr<Service> service_;
};

}  // namespace

base::Result<std::unique_ptr<Feeds>> Feeds::make(Parts parts) {
  std::error_code failed;
  std::filesystem::remove_all(parts.folder, failed);  // what a former start has left is made again when it is asked for
  std::filesystem::create_directory(parts.folder, failed);
  if (failed) return base::fail(ErrorCode::Disk, "cannot make " + parts.folder + ": " + failed.message());
  return std::unique_ptr<Feeds>(std::make_unique<Holder>(std::move(parts)));
}

}  // namespace tidings::feeds
