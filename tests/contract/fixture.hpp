#pragma once
/// What every contract test stands on: a folder of its own, an engine in it, a store on that, and calls that wait.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "base/async/executor.hpp"
#include "daemon/store/store.hpp"
#include "tests/contract/engines.hpp"

namespace tidings::store::contract {

/// A folder that goes when the test does; in memory where the machine has such a place.
class OwnFolder {
 public:
  OwnFolder();
  ~OwnFolder();
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::unique_ptr<Engine> open_engine(const EngineUnderTest& under_test, const std::filesystem::path& folder);

/// A store with calls that wait for their answer.
class OpenStore {
 public:
  OpenStore(const EngineUnderTest& under_test, const std::filesystem::path& folder, const StoreOptions& options = {});
  ~OpenStore() { close(); }
  OpenStore(const OpenStore&) = delete;
  OpenStore& operator=(const OpenStore&) = delete;

  base::Result<Committed> try_commit(Batch batch);
  Committed commit(Batch batch);  ///< must succeed
  Committed append(std::vector<NewBulletin> bulletins);
  void read(const std::function<void(Reading&)>& work);
  void settle();
  Store& store() { return *store_; }
  base::Executor& home() { return *home_; }
  void close();

 private:
  std::unique_ptr<base::ThreadPool> home_;
  std::unique_ptr<Store> store_;
};

class EngineTest : public testing::TestWithParam<EngineUnderTest> {
 protected:
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::unique_ptr<Engine> engine() { return open_engine(GetParam(), folder()); }
  std::unique_ptr<OpenStore> store(const StoreOptions& options = {}) {
    return std::make_unique<OpenStore>(GetParam(), folder(), options);
  }

 private:
  OwnFolder folder_;
};

/// The value of a Result that must be one.
template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  return std::move(*result);
}
inline void must(const base::Status& status) {
  if (!status) throw std::runtime_error(status.error().what);
}

#define FOR_EVERY_ENGINE(suite)                                                                    \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(tidings::store::contract::engines()), \
                           [](const auto& one) { return one.param.name; })

}  // namespace tidings::store::contract
