#pragma once
/// Objects and bundles as text, and what the reader makes of them.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/formats/stix/collecting_sink.hpp"

namespace tidings::stix {

inline constexpr std::string_view green = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
inline constexpr std::string_view amber = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
inline constexpr std::string_view red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

/// An object of this type; `n` makes its id.
inline std::string object(std::string_view type, int n, const std::string& more) {
  char id[13];
  std::snprintf(id, sizeof id, "%012d", n);
  return R"({"type":")" + std::string(type) + R"(","spec_version":"2.1","id":")" + std::string(type) +
         "--11111111-2222-4333-8444-" + id +
         R"(","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-02T00:00:00.000Z")" + (more.empty() ? "" : ",") +
         more + "}";
}
inline std::string id(std::string_view type, int n) {
  char digits[13];
  std::snprintf(digits, sizeof digits, "%012d", n);
  return std::string(type) + "--11111111-2222-4333-8444-" + digits;
}
inline std::string marked(std::string_view marking) {
  return R"("object_marking_refs":[")" + std::string(marking) + "\"]";
}
inline std::string indicator(int n, const std::string& value, const std::string& more = "") {
  return object("indicator", n,
                R"("pattern":"[domain-name:value = ')" + value +
                    R"(']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z")" + (more.empty() ? "" : ",") +
                    more);
}
inline std::string indicates(int n, int from, const std::string& to, const std::string& more = "") {
  return object("relationship", n,
                R"("relationship_type":"indicates","source_ref":")" + id("indicator", from) + R"(","target_ref":")" +
                    to + "\"" + (more.empty() ? "" : ",") + more);
}

inline std::string bundle(const std::vector<std::string>& objects) {
  std::string text = R"({"type":"bundle","id":"bundle--11111111-2222-4333-8444-555555555555","objects":[)";
  for (std::size_t i = 0; i < objects.size(); ++i) text += (i == 0 ? "" : ",") + objects[i];
  return text + "]}";
}

inline Collected read_text(const std::string& text, const Options& options = {}) {
  TextSource source(text);
  Collected sink;
  const auto status = read(source, options, sink);
  EXPECT_TRUE(status) << status.error().what;
  return sink;
}
inline base::Status status_of(const std::string& text, const Options& options = {}) {
  TextSource source(text);
  Collected sink;
  return read(source, options, sink);
}

}  // namespace tidings::stix
