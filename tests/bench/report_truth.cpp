#include "tests/bench/report_truth.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/observable/observable.hpp"
#include "formats/report/report.hpp"

namespace tidings::bench {
namespace {

using observable::Type;

enum class Group : unsigned char { None, Digest, Network };

Group group_of(Type type) {
  if (type == Type::Md5 || type == Type::Sha1 || type == Type::Sha256) return Group::Digest;
  const bool network = type == Type::Ipv4 || type == Type::Ipv6 || type == Type::Domain || type == Type::Url ||
                       type == Type::IpPort || type == Type::Email;
  return network ? Group::Network : Group::None;
}

std::string content(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

class Memory : public draft::Source {
 public:
  explicit Memory(std::string text) : text_(std::move(text)) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto size = std::min(into.size(), text_.size() - at_);
    std::copy_n(text_.data() + at_, size, into.data());
    at_ += size;
    return size;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string text_;
  std::size_t at_{0};
};

// The text as a value would be found in it: lower case, without marks of defanging.
std::string searchable(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  for (auto at = out.find("hxxp"); at != std::string::npos; at = out.find("hxxp", at)) out.replace(at, 4, "http");
  return out;
}

// Whether the value stands there by itself, not as a part of a longer one.
bool stands_in(const std::string& text, const std::string& value) {
  const auto joins = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/' || c == '@' || c == '_';
  };
  for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at + 1)) {
    const auto end = at + value.size();
    const bool begins = at == 0 || !(joins(text[at - 1]) || text[at - 1] == '.');
    const bool stop = end < text.size() && text[end] == '.' && end + 1 < text.size() && joins(text[end + 1]);
    if (begins && !stop && (end == text.size() || !joins(text[end]))) return true;
  }
  return false;
}

using Values = std::set<observable::Observable>;

void add_value(std::string_view text, Values& values) {
  for (auto rest = text; !rest.empty();) {
    const auto bar = std::min(rest.find('|'), rest.size());
    const auto parsed = observable::parse(rest.substr(0, bar));
    if (parsed && group_of(parsed->observable.type) != Group::None) values.insert(parsed->observable);
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
}

// Attributes of MISP events that name what a report lists: links are where it was published.
void add_misp(const boost::json::value& value, Values& values) {
  if (const auto* array = value.if_array()) {
    for (const auto& element : *array) add_misp(element, values);
    return;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return;
  const auto* type = object->if_contains("type");
  const auto* text = object->if_contains("value");
  if (type != nullptr && text != nullptr && type->is_string() && text->is_string()) {
    const std::string name(type->as_string());
    for (const auto* known :
         {"md5", "sha1", "sha256", "domain", "hostname", "ip-dst", "ip-src", "domain|ip", "url", "email-dst",
          "email-src", "filename|sha1", "filename|md5", "filename|sha256", "ip-dst|port"}) {
      if (name != known) continue;
      const std::string_view whole = text->as_string();
      add_value(name.starts_with("filename|") ? whole.substr(whole.rfind('|') + 1) : whole, values);
    }
  }
  for (const auto& member : *object) add_misp(member.value(), values);
}

Values listed_in(const std::vector<std::filesystem::path>& lists) {
  Values values;
  for (const auto& list : lists) {
    const std::string text = content(list);
    if (list.extension() == ".json") {
      boost::system::error_code error;
      const auto json = boost::json::parse(text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text, error);
      if (!error) add_misp(json, values);
      continue;
    }
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) add_value(line, values);
  }
  return values;
}

void compare(const ReportPair& pair, Agreement& sum) {
  const Values listed = listed_in(pair.lists);
  std::set<Group> groups;
  for (const auto& value : listed) groups.insert(group_of(value.type));
  const std::string text = content(pair.report);
  Memory source(text);
  report::Options options;
  options.name = pair.report.filename().string();
  const auto findings = report::find(source, options);
  const std::string name = pair.report.parent_path().filename().string();
  Values taken;
  if (findings) {
    for (const auto& candidate : findings->candidates) {
      if (candidate.meant && groups.count(group_of(candidate.observable.type)) > 0) taken.insert(candidate.observable);
    }
  }
  ++sum.pairs;
  const std::string where = searchable(text);
  const auto told = [&](const observable::Observable& value) {
    return name + ": " + std::string(observable::name(value.type)) + " " + observable::to_text(value);
  };
  for (const auto& value : listed) {
    if (!stands_in(where, observable::to_text(value))) continue;
    ++sum.listed;
    taken.count(value) > 0 ? static_cast<void>(++sum.found) : sum.missed.push_back(told(value));
  }
  for (const auto& value : taken) {
    if (group_of(value.type) == Group::None) continue;
    ++sum.taken;
    listed.count(value) > 0 ? static_cast<void>(++sum.right) : sum.wrong.push_back(told(value));
  }
}

bool is_report(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  return name == "README.adoc" || name == "README.md" || name == "report.html";
}

bool is_list(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  const auto ending = path.extension().string();
  if (ending == ".json") return name.find("misp") != std::string::npos;
  if (ending == ".md5" || ending == ".sha1" || ending == ".sha256") return true;
  return name == "domains.txt" || name == "ips.txt" || name == "sha256.txt" || name == "samples.txt";
}

}  // namespace

std::vector<ReportPair> report_pairs(const std::filesystem::path& corpus) {
  std::map<std::filesystem::path, ReportPair> folders;
  const auto reports = corpus / "reports";
  if (!std::filesystem::exists(reports)) return {};
  for (const auto& file : std::filesystem::recursive_directory_iterator(reports)) {
    if (!file.is_regular_file()) continue;
    auto folder = file.path().parent_path();
    if (folder.filename() == "indicators") folder = folder.parent_path();
    if (is_report(file.path()) && file.path().parent_path() == folder) folders[folder].report = file.path();
    if (is_list(file.path())) folders[folder].lists.push_back(file.path());
  }
  std::vector<ReportPair> pairs;
  for (auto& [folder, pair] : folders) {
    std::sort(pair.lists.begin(), pair.lists.end());
    if (!pair.report.empty() && !pair.lists.empty()) pairs.push_back(std::move(pair));
  }
  return pairs;
}

Agreement agreement(const std::vector<ReportPair>& pairs) {
  Agreement sum;
  for (const auto& pair : pairs) compare(pair, sum);
  return sum;
}

}  // namespace tidings::bench
