#include "formats/exports/folder.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "base/replacement.hpp"
#include "base/uuid.hpp"
#include "formats/misp/manifest.hpp"

namespace tidings::exports {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using base::ErrorCode;

constexpr std::string_view manifest_name = "manifest.json", hashes_name = "hashes.csv";
constexpr std::uint64_t us_a_second = 1'000'000;

base::Error cannot(const std::string& path, std::string_view what) {
  return base::fail(ErrorCode::Disk, path + " cannot be " + std::string(what));
}

/// The manifest that stands there.
class FileSource final : public draft::Source {
 public:
  explicit FileSource(const std::string& path) : file_(std::fopen(path.c_str(), "re"), &std::fclose) {}
  bool is_there() const { return file_ != nullptr; }
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto got = std::fread(into.data(), 1, into.size(), file_.get());
    if (got == 0 && std::ferror(file_.get()) != 0) return base::fail(ErrorCode::Disk, "a manifest cannot be read");
    return got;
  }
  base::Status rewind() override {
    std::rewind(file_.get());
    return {};
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

class Gathering final : public Writer {
 public:
  using Take = std::function<base::Status(misp::WrittenEvent)>;
  Gathering(MispEvents& events, Take take) : events_(events), take_(std::move(take)) {}
  void begin(Out&) override {}
  Left add(const Item& item, Out& out) override {
    if (auto added = events_.add(item); !added) out.fail(added.error());
    return Left::Nothing;
  }
  Left original(const v1::Value& value, const v1::Said& said, Pass, Out& out) override {
    const auto added = events_.add_original(value, said);
    if (!added) out.fail(added.error());
    return added ? *added : Left::Nothing;
  }
  void end(Out& out, Counts& counts) override {
    if (auto done = events_.finish(take_, counts); !done) out.fail(done.error());
  }

 private:
  MispEvents& events_;
  Take take_;
};

/// Seconds, as text or as a number; 0 for anything else.
std::uint64_t time_of(const json::object& entry) {
  const auto* time = entry.if_contains("timestamp");
  if (time == nullptr) return 0;
  if (time->is_int64()) return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time->get_int64()));
  std::uint64_t seconds = 0;
  if (const auto* text = time->if_string()) std::from_chars(text->data(), text->data() + text->size(), seconds);
  return seconds;
}

void date(misp::WrittenEvent& event, std::uint64_t seconds) {
  const auto text = std::to_string(seconds);
  event.head["timestamp"] = text;
  event.head["publish_timestamp"] = text;
}

}  // namespace

FolderExport::FolderExport(std::string path, const Format& format, const Options& options, Gate gate, base::Instant now)
    : path_(std::move(path)),
      now_(now.us / us_a_second),
      events_(options),
      gathered_(
          format, std::move(gate), [](std::string_view) { return base::Status{}; },
          std::make_unique<Gathering>(events_,
                                      [this](misp::WrittenEvent event) { return put_event(std::move(event)); })) {}

base::Result<std::unique_ptr<FolderExport>> FolderExport::begin(const std::string& path, const Format& format,
                                                                const Options& options, Gate gate, base::Instant now) {
  std::error_code failed;
  fs::create_directory(path, failed);
  if (failed || !fs::is_directory(path, failed)) return cannot(path, "made a folder");
  std::unique_ptr<FolderExport> made(new FolderExport(path, format, options, std::move(gate), now));
  if (auto read = made->read_former(); !read) return read.error();
  return made;
}

base::Status FolderExport::read_former() {
  FileSource source(path_ + "/" + std::string(manifest_name));
  if (!source.is_there()) return {};
  const auto manifest = misp::read_manifest(source);
  if (!manifest && manifest.error().code == ErrorCode::Disk) return manifest.error();
  if (!manifest) return {};  // it was edited: all is written anew
  for (const auto& event : manifest->events) former_[event.uuid] = event.timestamp / us_a_second;
  return {};
}

base::Result<bool> FolderExport::is_same(const std::string& name, std::string_view text) const {
  auto file = base::Replacement::begin(path_ + "/" + name);
  if (!file) return file.error();
  if (auto written = file->write(text); !written) return written.error();
  const auto rest = file->rest_of_former(1);
  if (!rest) return rest.error();
  return file->is_same_so_far() && rest->empty();
}

base::Status FolderExport::put(const std::string& name, std::string_view text) {
  const auto same = is_same(name, text);
  if (!same || *same) return same ? base::Status{} : base::Status(same.error());
  auto file = base::Replacement::begin(path_ + "/" + name);
  if (!file) return file.error();
  if (auto written = file->write(text); !written) return written;
  replaced_ = true;
  return file->commit();
}

base::Status FolderExport::put_event(misp::WrittenEvent event) {
  const auto uuid = base::uuid_from_text(event.uuid);
  if (!uuid) return {};  // it would name another file
  event.uuid = base::to_text(*uuid);
  // What MISP asks of each event of a feed.
  for (const auto& member : event.fallback) event.head.insert(member);
  const auto name = misp::file_name(event.uuid);
  auto text = event.text();
  if (const auto former = former_.find(event.uuid); former != former_.end()) {
    const auto before = former->second;
    former_.erase(former);
    if (time_of(event.head) < before) {
      date(event, before);
      text = event.text();
    }
    const auto same = is_same(name, text);
    if (!same) return same.error();
    if (!*same && time_of(event.head) <= before) {
      date(event, std::max(now_, before + 1));
      text = event.text();
    }
  }
  if (auto done = put(name, text); !done) return done;
  index_.add(event);
  return {};
}

/// What is left of the former was not written again.
base::Status FolderExport::remove_gone() {
  for (const auto& [uuid, time] : former_) {
    std::error_code failed;
    const auto gone = path_ + "/" + misp::file_name(uuid);
    if (fs::remove(gone, failed)) replaced_ = true;
    if (failed) return cannot(gone, "removed");
  }
  return {};
}

base::Result<bool> FolderExport::finish() {
  if (auto done = gathered_.finish(); !done) return done.error();
  if (auto done = put(std::string(hashes_name), index_.hashes()); !done) return done.error();
  if (auto done = put(std::string(manifest_name), index_.manifest()); !done) return done.error();
  if (auto done = remove_gone(); !done) return done.error();
  return replaced_;
}

}  // namespace tidings::exports
