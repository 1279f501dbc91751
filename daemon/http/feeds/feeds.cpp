#include "daemon/http/feeds/feeds.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/uuid.hpp"
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
constexpr std::string_view event_suffix = ".json";

/// An event of a folder: for a minute it is as it was made with the index beside it, so that who fetches both meets
/// what belongs together, and a thousand requests do not make it a thousand times.
bool is_event(std::string_view file) {
  if (!file.ends_with(event_suffix)) return false;
  const auto uuid = base::uuid_from_text(file.substr(0, file.size() - event_suffix.size()));
  return uuid && file == base::to_text(*uuid) + std::string(event_suffix);
}
bool is_of_folder(std::string_view file) { return file == "manifest.json" || file == "hashes.csv" || is_event(file); }

Response text(unsigned status, std::string_view why) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = std::string(why) + "\n";
  return response;
}

Response failed(const base::Error& error) {
  if (error.code == ErrorCode::NotFound) return text(404, error.what);
  const bool is_passing = error.code == ErrorCode::Busy || error.code == ErrorCode::Disk;
  auto response = text(is_passing ? 503 : 500, error.what);
  if (is_passing) response.headers.emplace_back("Retry-After", "5");
  return response;
}

/// One export under one ceiling.
struct Feed {
  exporting::ExportOptions options;
  bool is_there{false};  ///< it was made since the start
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
  bool is_recent(const Feed& feed) const;
  bool is_fresh(const Feed& feed) const;
  void make(const std::shared_ptr<Feed>& feed);
  void made(const std::shared_ptr<Feed>& feed, store::Sequence at, const base::Status& status);
  void answer(const RequestRef& request, const std::shared_ptr<Feed>& feed, std::string file, const Respond& respond);

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
  // Before anything else: not even which there are.
  if (!request->caller.organisation.is_zero()) {
    return respond(text(403, "Feeds are not for partners, who have their links and TAXII."));
  }
  const auto path = server::path_segments(request->path);
  const bool has_name = path && (path->size() == 2 || path->size() == 3);
  const auto found =
      has_name ? std::ranges::find(exports_, (*path)[1], &exporting::ExportOptions::name) : exports_.end();
  if (found == exports_.end()) return respond(text(404, "There is no such feed."));
  const std::string file = path->size() == 3 ? (*path)[2] : "";
  if (found->format->is_folder ? !is_of_folder(file) : path->size() == 3) {
    return respond(text(404, found->format->is_folder ? "This feed is a folder: fetch manifest.json in it."
                                                      : "This feed has no files."));
  }
  const auto feed = feed_of(*found, std::min(found->gate.max_tlp, request->caller.max_tlp));
  if (is_fresh(*feed) || (is_event(file) && is_recent(*feed))) return answer(request, feed, file, respond);
  feed->waiting.push_back([weak = weak_from_this(), request, feed, file, respond](const base::Status& done) {
    const auto self = weak.lock();
    if (!self) return;
    done ? self->answer(request, feed, file, respond) : respond(failed(done.error()));
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
  feed->options.goes = query::Goes::Outside;
  feed->options.path = parts_.folder + "/" + wanted.name + "." + bulletin::name(max_tlp);
  return feed;
}

bool Service::is_recent(const Feed& feed) const {
  return feed.is_there && parts_.run.clock.monotonic() - feed.made < made_again_after;
}

bool Service::is_fresh(const Feed& feed) const {
  return !feed.is_making && is_recent(feed) && feed.made_at == parts_.store.gauges().last;
}

void Service::make(const std::shared_ptr<Feed>& feed) {
  feed->is_making = true;
  const auto at = parts_.store.gauges().last;  // what arrives while it is made is for the next
  auto wanted = std::make_shared<std::atomic<bool>>(true);
  exporting::run_export(parts_.run, feed->options, false, wanted,
                        [weak = weak_from_this(), feed, at](const base::Result<exporting::Outcome>& outcome) {
                          const auto self = weak.lock();
                          if (!self) return;
                          self->made(feed, at, outcome ? base::Status() : base::Status(outcome.error()));
                        });
}

void Service::made(const std::shared_ptr<Feed>& feed, store::Sequence at, const base::Status& status) {
  feed->is_making = false;
  if (status) {
    feed->is_there = true;
    feed->made_at = at;
    feed->made = parts_.run.clock.monotonic();
  }
  for (const auto& waiter : std::exchange(feed->waiting, {})) waiter(status);
}

void Service::answer(const RequestRef& request, const std::shared_ptr<Feed>& feed, std::string file,
                     const Respond& respond) {
  const auto path = file.empty() ? feed->options.path : feed->options.path + "/" + file;
  const std::string media_type(file == "hashes.csv" ? "text/csv; charset=utf-8" : feed->options.format->media_type);
  parts_.run.worker.post([path, media_type, request, respond, run = parts_.run] {
    auto opened = FilePieces::open(path);
    const auto digest = opened ? (*opened)->digest() : base::Result<base::Digest>(opened.error());
    run.home.post([opened, digest, media_type, request, respond, run] {
      if (!digest) return respond(failed(digest.error()));
      Response response;
      // Weak, since the same bytes go out as they are and as gzip.
      const auto tag = "W/\"" + digest->text().substr(0, 32) + "\"";
      response.headers.emplace_back("ETag", tag);
      const auto known = request->header("if-none-match");
      if (known && server::matches_tag(*known, tag)) {
        response.status = 304;
        return respond(std::move(response));
      }
      response.headers.emplace_back("Content-Type", media_type);
      response.pieces = [run, file = *opened](const server::Piece& take) {
        run.worker.post([run, file, take] {
          auto piece = file->next();
          run.home.post([take, piece] { take(piece); });
        });
      };
      respond(std::move(response));
    });
  });
}

class Holder final : public Feeds {
 public:
  explicit Holder(Parts parts) : service_(std::make_shared<Service>(std::move(parts))) {}
  void set(std::vector<exporting::ExportOptions> exports) override { service_->set(std::move(exports)); }
  server::Route route() override {
    return {
        std::string(prefix), 0, [](unsigned status, std::string_view why) { return text(status, why); },
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
