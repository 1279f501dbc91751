#pragma once
/// One document by HTTPS into a file: with the feed's credentials, at most five redirects on, none of them to where
/// only we reach, and none of the credentials to another host.
/// Errors: those of the fetcher; Unreachable for an answer of 500 and more or 429 (with how long it asks to be let be),
/// Forbidden for 401 and 403, NotFound for 404 and 410, Protocol for other answers.
/// Lives on: a worker.
#include "daemon/feeding/desk.hpp"

namespace tidings::feeding {

struct Ask {
  std::string url;
  std::string accept{"*/*"};
  std::string etag, last_modified;  ///< of what is here; then it may be unchanged
  std::string post;                 ///< a JSON body; empty: GET
};
struct Downloaded {
  bool unchanged{false};
  std::string file, etag, last_modified;
  std::string added_last;  ///< X-TAXII-Date-Added-Last
};

class Download {
 public:
  Download(Desk& desk, const FeedOptions& options) : desk_(desk), options_(options) {}
  /// `name`: of the file, in the run's own folder.
  base::Result<Downloaded> get(const Ask& ask, const std::string& name);
  /// What the last failing answer asked for; zero: nothing.
  base::Duration retry_after() const { return retry_after_; }

 private:
  base::Result<Downloaded> take(const fetch::Response& response, const std::string& file);
  base::Error refused(unsigned status, const std::string& url);
  fetch::Request request(const Ask& ask, const std::string& url, fetch::Chosen chosen) const;

  Desk& desk_;
  const FeedOptions& options_;
  base::Duration retry_after_{0};
};

/// Where a redirect leads (RFC 3986, section 5): absolute, or beneath what was asked. Policy for other schemes than
/// https and http.
base::Result<std::string> redirected(const std::string& from, const std::string& location);

}  // namespace tidings::feeding
