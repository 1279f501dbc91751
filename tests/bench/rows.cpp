#include "tests/bench/rows.hpp"

#include <algorithm>
#include <cstdio>

namespace tidings::bench {
namespace {

std::string number(double value) {
  char text[48];
  std::snprintf(text, sizeof text, value >= 1000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  return text;
}

}  // namespace

bool Rows::wants(std::string_view id) const {
  return only_.empty() || std::find(only_.begin(), only_.end(), id) != only_.end();
}

bool Rows::wants_any(std::initializer_list<std::string_view> ids) const {
  return std::any_of(ids.begin(), ids.end(), [this](std::string_view id) { return wants(id); });
}

void Rows::add(Row row) {
  std::printf("  %-22s %s %s\n", row.id.c_str(), number(row.value).c_str(), row.unit.c_str());
  std::fflush(stdout);
  rows_.push_back(std::move(row));
}

void Rows::print() const {
  std::printf("\n%-22s %12s %12s %5s %12s  %s\n", "id", "value", "target", "met", "floor", "unit; what the floor is");
  for (const auto& row : rows_) {
    std::printf("%-22s %12s %12s %5s %12s  %s%s%s\n", row.id.c_str(), number(row.value).c_str(),
                number(row.target).c_str(), row.met() ? "yes" : "no", row.floor ? number(*row.floor).c_str() : "-",
                row.unit.c_str(), row.floor_is.empty() ? "" : "; ", row.floor_is.c_str());
  }
}

bool Rows::write_json(const std::string& path) const {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return false;
  std::fprintf(file, "[\n");
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto& row = rows_[i];
    std::fprintf(file, R"(  {"id": "%s", "value": %.6g, "unit": "%s", "target": %.6g, "met": %s, "floor": )",
                 row.id.c_str(), row.value, row.unit.c_str(), row.target, row.met() ? "true" : "false");
    if (row.floor)
      std::fprintf(file, "%.6g", *row.floor);
    else
      std::fprintf(file, "null");
    std::fprintf(file, "}%s\n", i + 1 < rows_.size() ? "," : "");
  }
  std::fprintf(file, "]\n");
  return std::fclose(file) == 0;
}

double percentile(std::vector<double> values, double of) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(of * static_cast<double>(values.size() - 1))];
}

}  // namespace tidings::bench
