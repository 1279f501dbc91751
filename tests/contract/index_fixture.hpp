#pragma once
/// A store whose index readers see, written or pending. Lives on: the test's thread.
#include "tests/contract/answers.hpp"

namespace tidings::store::contract {

/// An index that is never written in the time of a test shows what is pending; one that settles, what is written.
enum class Where : std::uint8_t { Pending, Written };

class Index : public testing::TestWithParam<std::tuple<EngineUnderTest, Where>> {
 protected:
  void SetUp() override {
    StoreOptions options;
    options.index_idle = std::chrono::hours{1};
    store_ = std::make_unique<OpenStore>(std::get<0>(GetParam()), folder_.path(), options);
  }
  Committed append(std::vector<NewBulletin> bulletins) {
    auto done = store_->append(std::move(bulletins));
    if (std::get<1>(GetParam()) == Where::Written) store_->settle();
    return done;
  }
  void read(const std::function<void(Reading&)>& work) { store_->read(work); }
  std::vector<Sequence> list(const std::string& key, std::size_t limit = 100, Sequence from = {UINT64_MAX}) {
    std::vector<Sequence> found;
    read([&](Reading& reading) {
      for (const auto& listed : must(reading.index.listed(key, from, limit))) found.push_back(listed.sequence);
    });
    return found;
  }
  OpenStore& store() { return *store_; }

  Author taipei_{"Taipei"}, brussels_{"Brussels"};

 private:
  OwnFolder folder_;
  std::unique_ptr<OpenStore> store_;
};

}  // namespace tidings::store::contract
