#pragma once
/// An OpenIOC document as a tree of conditions. Inside of this folder. Lives on: any executor.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tidings::openioc {

struct Term {
  std::string id;
  std::string search;     ///< "FileItem/Md5sum"
  std::string condition;  ///< "is", "contains", …; 1.0 writes negation into it: "isnot"
  std::string content;
  std::string comment;
  std::uint64_t line{0};
  bool negated{false};
  bool alone{false};  ///< it is enough by itself: OR all the way up
};

struct Link {
  std::string rel, href, text;
};

struct Document {
  std::string version;  ///< "1.0" or "1.1"
  std::string id, title, text, author, keywords;
  std::string comments;  ///< of XML, and all texts beside the terms, line by line
  std::vector<Link> links;
  std::vector<Term> terms;
};

base::Result<Document> parse_document(std::string_view xml);

}  // namespace tidings::openioc
