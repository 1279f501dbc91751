#pragma once
/// A benchmark's rows: what was measured beside what was asked for and the limit of the machine, in the same run.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::bench {

enum class Better : unsigned char { More, Less };

struct Row {
  std::string id;
  double value{0};
  std::string unit;
  double target{0};
  Better better{Better::More};
  std::optional<double> floor;  ///< the limit measured in this run, in the same unit
  std::string floor_is;         ///< what that limit is, in words
  bool met() const { return better == Better::More ? value >= target : value <= target; }
};

class Rows {
 public:
  /// `only`: what is asked for, by id; nothing: all.
  explicit Rows(std::vector<std::string> only = {}) : only_(std::move(only)) {}
  bool wants(std::string_view id) const;
  bool wants_any(std::initializer_list<std::string_view> ids) const;
  void add(Row row);  ///< also prints it as it comes
  void print() const;
  bool write_json(const std::string& path) const;

 private:
  std::vector<std::string> only_;
  std::vector<Row> rows_;
};

double percentile(std::vector<double> values, double of);

}  // namespace tidings::bench
