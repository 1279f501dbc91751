#pragma once
/// One input read as `publish` reads it, and what became of it. Lives on: the test's thread.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "client/input/claim_reader.hpp"

namespace tidings::input {

class Reading : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("tidings-input-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  /// Reads one input; claims, refusals and the status are kept.
  base::Status read(const std::string& name, const std::string& content, ReaderOptions options = {}) {
    reader_.emplace(
        std::move(options),
        [this](const Refused& refused) { refusals_.push_back(refused.where + ": " + refused.reason); },
        [this](const std::string&, const draft::Note& note) { notes_.push_back(note.where + ": " + note.reason); },
        [](std::uint64_t) {});
    const auto status = reader_->read(file(name, content));
    for (auto& context : reader_->gathered().contexts()) {
      for (const auto& batch : context.claims.finish()) {
        v1::PublishClaims some;
        EXPECT_TRUE(some.ParseFromString(batch));
        claims_.insert(claims_.end(), some.claims().begin(), some.claims().end());
      }
    }
    return status;
  }
  std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (const auto& claim : claims_) {
      out.push_back(observable::to_text(*observable::type_from_number(claim.type()), claim.value()));
    }
    return out;
  }

  std::filesystem::path folder_;
  std::optional<ClaimReader> reader_;
  const Tally& tally() const { return reader_->gathered().tally(); }
  /// The headers of contexts that came with the file.
  std::vector<v1::Header> contexts() const {
    std::vector<v1::Header> out;
    for (const auto& context : reader_->gathered().contexts()) out.push_back(context.header);
    out.erase(out.begin());
    return out;
  }
  std::vector<std::string> refusals_, notes_;
  std::vector<v1::Claim> claims_;
};

}  // namespace tidings::input
