#pragma once
/// Events of MISP to be read. Lives on: any executor.
#include <string>
#include <string_view>

namespace tidings::misp {

inline constexpr std::string_view uuid = "0e2b0a86-3d35-4ee5-8a0f-6f7f1a4bb111";

inline std::string attribute(std::string_view type, std::string_view value, std::string_view more = "") {
  return R"({"type":")" + std::string(type) + R"(","category":"Network activity","to_ids":true,"value":")" +
         std::string(value) + "\"" + std::string(more) + "}";
}

inline std::string event(std::string_view attributes, std::string_view more = R"(,"distribution":"3")") {
  return R"({"Event":{"info":"Raccoon servers","uuid":")" + std::string(uuid) + R"(","Attribute":[)" +
         std::string(attributes) + "]" + std::string(more) + "}}";
}

}  // namespace tidings::misp
