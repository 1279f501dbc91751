#pragma once
/// Who hears an answer to one report.
/// Lives on: any executor (pure).
#include "daemon/api/response.hpp"

namespace tidings::api {

struct Heard {
  std::optional<v1::Audience> audience;  ///< nothing: it would reach nobody
  std::string note;                      ///< what a person should know of it; may be empty
};
Heard audience_of_answer(const partners::Book& book, const query::SpokenOf& report, const Hearing& hearing);

}  // namespace tidings::api
