#include "daemon/http/taxii/taxii.hpp"

#include <algorithm>

#include "daemon/http/taxii/deleting.hpp"
#include "daemon/http/taxii/pages.hpp"
#include "daemon/http/taxii/posting.hpp"

namespace tidings::taxii {
namespace {

using access::AccessRole;
using server::RequestRef;
using server::Respond;
using server::Response;

constexpr std::string_view prefix = "/taxii2/";

struct Collection {
  CollectionOptions options;
  std::string id;
};

class Service : public std::enable_shared_from_this<Service> {
 public:
  explicit Service(Taxii::Parts parts) : parts_(parts) {}
  void set_options(TaxiiOptions options);
  std::size_t max_content_bytes() const { return options_.max_content_bytes; }
  void handle(const RequestRef& request, const Respond& respond);

 private:
  using Path = std::vector<std::string>;
  using Request = server::Request;
  void in_root(const RequestRef& request, const Path& path, const Respond& respond);
  void in_collection(const RequestRef& request, const Path& path, const Respond& respond);
  void read(const RequestRef& request, const Collection& collection, const Path& path, const Respond& respond);
  void post(const RequestRef& request, const Collection& collection, const Respond& respond);
  void remove(const RequestRef& request, const Collection& collection, const std::string& id, const Respond& respond);
  Response status(const RequestRef& request, const std::string& id) const;
  base::Result<ScanQuestion> question_of(const Request& request, const Collection& collection, Takes takes) const;
  const Collection* find(const std::string& id) const;
  std::string base_url(const server::Request& request) const;

  Taxii::Parts parts_;
  TaxiiOptions options_;
  std::vector<Collection> collections_;
  Statuses statuses_;
  std::shared_ptr<Remembered> remembered_{std::make_shared<Remembered>()};
};

Response not_found() { return error(404, "Not found", "there is nothing at this address"); }

Response wrong_method(std::string_view allowed) {
  auto response = error(405, "Method not allowed", "this resource takes " + std::string(allowed));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

/// Of a Host header: what may stand in a URL that we hand out.
bool is_host(std::string_view host) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  };
  return !host.empty() && host.size() <= 256 && std::ranges::all_of(host, is_part);
}

void Service::set_options(TaxiiOptions options) {
  options_ = std::move(options);
  collections_.clear();
  for (const auto& one : options_.collections) collections_.push_back({one, collection_id(one)});
}

const Collection* Service::find(const std::string& id) const {
  const auto found =
      std::ranges::find_if(collections_, [&](const Collection& one) { return one.id == id || one.options.name == id; });
  return found == collections_.end() ? nullptr : &*found;
}

std::string Service::base_url(const server::Request& request) const {
  if (!options_.base_url.empty()) return options_.base_url;
  const auto host = request.header("host").value_or("");
  return is_host(host) ? "https://" + std::string(host) : std::string();
}

void Service::handle(const RequestRef& request, const Respond& respond) {
  if (!is_acceptable(request->header("accept"))) {
    return respond(error(406, "Not acceptable", "this server speaks " + std::string(media_type)));
  }
  const auto path = server::path_segments(request->path);
  if (!path || path->size() < 2 || !path->back().empty()) return respond(not_found());  // every path ends in a slash
  if (path->size() == 2) {
    if (request->method != "GET") return respond(wrong_method("GET"));
    return respond(answer(200, discovery(options_, base_url(*request))));
  }
  if ((*path)[1] != options_.api_root) return respond(not_found());
  in_root(request, {path->begin() + 2, path->end() - 1}, respond);
}

void Service::in_root(const RequestRef& request, const Path& path, const Respond& respond) {
  if (!path.empty() && path[0] == "collections" && path.size() > 1) return in_collection(request, path, respond);
  if (request->method != "GET") return respond(path.size() > 2 ? not_found() : wrong_method("GET"));
  if (path.empty()) return respond(answer(200, api_root(options_)));
  if (path[0] == "collections") return respond(answer(200, collections(options_, request->caller)));
  if (path[0] == "status" && path.size() == 2) return respond(status(request, path[1]));
  respond(not_found());
}

void Service::in_collection(const RequestRef& request, const Path& path, const Respond& respond) {
  const auto* found = find(path[1]);
  if (found == nullptr) return respond(error(404, "Not found", "there is no such collection"));
  const auto rights = rights_of(found->options, request->caller);
  const bool is_get = request->method == "GET";
  if (path.size() == 2) {
    return respond(is_get ? answer(200, collection(found->options, rights)) : wrong_method("GET"));
  }
  const bool is_objects = path[2] == "objects", is_one = is_objects && path.size() == 4;
  const bool is_known = (path.size() == 3 && (is_objects || path[2] == "manifest")) || is_one ||
                        (is_objects && path.size() == 5 && path[4] == "versions");
  if (!is_known) return respond(not_found());
  const auto forbidden = [](std::string_view what) {
    return error(403, "Not permitted", "this collection is not " + std::string(what) + " by you");
  };
  if (is_get) return rights.read ? read(request, *found, path, respond) : respond(forbidden("read"));
  if (request->method == "POST" && is_objects && path.size() == 3) {
    return rights.write ? post(request, *found, respond) : respond(forbidden("written to"));
  }
  if (request->method == "DELETE" && is_one) {
    return rights.remove && rights.read ? remove(request, *found, path[3], respond)
                                        : respond(forbidden("deleted from"));
  }
  respond(wrong_method(is_one ? "GET, DELETE" : is_objects && path.size() == 3 ? "GET, POST" : "GET"));
}

base::Result<ScanQuestion> Service::question_of(const Request& request, const Collection& collection,
                                                Takes takes) const {
  const auto parameters = server::query_parameters(request.query);
  if (!parameters) return parameters.error();
  auto asked = read_asked(*parameters, takes);
  if (!asked) return asked.error();
  auto filter = query::Filter::of(collection.options.filter, *parts_.query.outlook().book);
  if (!filter) return filter.error();
  return ScanQuestion{std::move(*filter), std::min(request.caller.max_tlp, collection.options.max_tlp),
                      request.caller.organisation, std::move(*asked), Telling::Whole};
}

/// Of the question, without where its pages begin and how long they are.
std::string identity_of(const server::Request& request, const Collection& collection, const Asked& asked) {
  std::string identity = request.caller.name + "\n" + collection.id + "\n" + request.path;
  for (const auto* list : {&asked.ids, &asked.types, &asked.spec_versions}) {
    identity += "\n";
    for (const auto& one : *list) identity += one + ",";
  }
  const auto& versions = asked.versions;
  identity += versions.all ? "\nall" : "\n";
  identity += std::string(versions.first ? "first" : "") + (versions.last ? "last" : "");
  for (const auto exactly : versions.exactly) identity += "," + std::to_string(exactly);
  return identity;
}

void Service::read(const RequestRef& request, const Collection& collection, const Path& path, const Respond& respond) {
  const bool is_one = path.size() > 3, is_versions = path.size() == 5;
  auto question = question_of(*request, collection,
                              is_versions ? Takes::VersionsOnly
                              : is_one    ? Takes::WithoutIdAndType
                                          : Takes::Everything);
  if (!question) return respond(error(question.error()));
  PageWish wish{std::move(*question), remembered_, is_one, PageOf::Objects, options_.max_page, {}};
  if (is_one && !is_object_id(path[3])) return respond(error(404, "Not found", "there is no such object"));
  if (is_one) wish.question.asked.ids = {path[3]};
  if (is_versions) wish.question.asked.versions = {false, false, true, {}};
  if (is_versions) wish.what = PageOf::Versions;
  if (path[2] == "manifest") wish.what = PageOf::Manifest;
  wish.question.telling = wish.what == PageOf::Objects ? Telling::Whole : Telling::Outline;
  wish.limit = std::min<std::size_t>(wish.question.asked.limit.value_or(options_.max_page), options_.max_page);
  wish.identity = identity_of(*request, collection, wish.question.asked);
  answer_page(parts_, std::move(wish), respond);
}

void Service::post(const RequestRef& request, const Collection& collection, const Respond& respond) {
  if (!is_taxii(request->header("content-type"))) {
    return respond(error(415, "Unsupported media type", "an envelope comes as " + std::string(media_type)));
  }
  if (request->header("content-encoding").value_or("identity") != "identity") {
    return respond(error(415, "Unsupported media type", "an envelope comes as it is, not compressed"));
  }
  auto question = question_of(*request, collection, Takes::Nothing);
  if (!question) return respond(error(question.error()));
  question->asked.versions = {false, false, true, {}};
  const auto who = "taxii " + request->caller.name;
  post_objects(parts_, options_, {collection.options, std::move(*question)}, who, request->body,
               [weak = weak_from_this(), request, respond](base::Result<std::vector<Outcome>> outcomes) {
                 const auto self = weak.lock();
                 if (!self) return;
                 if (!outcomes) {
                   const auto code = outcomes.error().code == base::ErrorCode::Protocol ? base::ErrorCode::BadInput
                                                                                        : outcomes.error().code;
                   return respond(error(base::fail(code, outcomes.error().what)));
                 }
                 Status status{random_uuid(), request->caller.name, self->parts_.clock.now(), std::move(*outcomes)};
                 respond(answer(202, self->statuses_.keep(status)));
               });
}

void Service::remove(const RequestRef& request, const Collection& collection, const std::string& id,
                     const Respond& respond) {
  auto question = question_of(*request, collection, Takes::WithoutIdAndType);
  if (!question) return respond(error(question.error()));
  if (!is_object_id(id)) return respond(error(404, "Not found", "there is no such object"));
  if (!question->asked.states_versions) question->asked.versions = {false, false, true, {}};  // all of it goes
  question->telling = Telling::Outline;
  question->asked.ids = {id};
  delete_object(parts_, remembered_, std::move(*question), "taxii " + request->caller.name,
                [respond](const base::Status& done) { respond(done ? answer(200, "{}") : error(done.error())); });
}

Response Service::status(const RequestRef& request, const std::string& id) const {
  auto json = statuses_.find(id, request->caller.name, parts_.clock.now());
  return json ? answer(200, std::move(*json)) : error(404, "Not found", "there is no such status, or not any more");
}

class Holder final : public Taxii {
 public:
  explicit Holder(Parts parts) : parts_(parts), service_(std::make_shared<Service>(parts)) {}
  base::Status set_options(TaxiiOptions options) override {
    const auto book = parts_.query.outlook().book;
    for (const auto& one : options.collections) {
      const auto fault = [&](base::ErrorCode code, const std::string& what) {
        return base::fail(code, std::to_string(one.line) + ": taxii_collection " + one.name + ": " + what);
      };
      const auto filter = query::Filter::of(one.filter, *book);
      if (!filter) return fault(filter.error().code, filter.error().what);
      if (one.write && !filter->fits_origin(book->self)) {
        return fault(base::ErrorCode::BadInput,
                     "origins: it is written to, and what is posted is said by this node, which is none of them");
      }
    }
    service_->set_options(std::move(options));
    return {};
  }
  server::Route route() override {
    return {
        std::string(prefix), service_->max_content_bytes(),
        [](unsigned status, std::string_view why) {
          return error(status, status == 401 ? "Not authorised" : "The request is refused", why);
        },
        [service = service_](const RequestRef& request, const Respond& respond) { service->handle(request, respond); }};
  }

 private:
  Parts parts_;
  std::shared_ptr<Service> service_;
};

}  // namespace

base::Result<std::unique_ptr<Taxii>> Taxii::make(Parts parts, TaxiiOptions options) {
  auto made = std::make_unique<Holder>(parts);
  if (auto set = made->set_options(std::move(options)); !set) return set.error();
  return std::unique_ptr<Taxii>(std::move(made));
}

}  // namespace tidings::taxii
