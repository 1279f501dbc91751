#include "tests/contract/fixture.hpp"

#include <unistd.h>

#include <cstdlib>
#include <future>
#include <stdexcept>
#include <system_error>

namespace tidings::store::contract {
namespace {

std::filesystem::path place_for_folders() {
  const char* wanted = std::getenv("TMPDIR");
  if (wanted != nullptr) return wanted;
  const std::filesystem::path in_memory = "/dev/shm";  // a sync costs nothing there
  if (::access(in_memory.c_str(), W_OK) == 0) return in_memory;
  return std::filesystem::temp_directory_path();
}

const base::Clock& system_clock() {
  static const base::SystemClock clock;
  return clock;
}

}  // namespace

OwnFolder::OwnFolder() {
  std::string name = (place_for_folders() / "tidings-contract-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test at " + name);
  path_ = name;
}

OwnFolder::~OwnFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Engine> open_engine(const EngineUnderTest& under_test, const std::filesystem::path& folder) {
  return must(under_test.open(folder));
}

OpenStore::OpenStore(const EngineUnderTest& under_test, const std::filesystem::path& folder,
                     const StoreOptions& options)
    : home_(std::make_unique<base::ThreadPool>("home", 1)),
      store_(must(Store::open(open_engine(under_test, folder), options, system_clock()))) {}

base::Result<Committed> OpenStore::try_commit(Batch batch) {
  std::promise<base::Result<Committed>> answered;
  auto answer = answered.get_future();
  store_->commit(std::move(batch), *home_,
                 [&](base::Result<Committed> result) { answered.set_value(std::move(result)); });
  return answer.get();
}

Committed OpenStore::commit(Batch batch) { return must(try_commit(std::move(batch))); }

Committed OpenStore::append(std::vector<NewBulletin> bulletins) {
  Batch batch;
  batch.bulletins = std::move(bulletins);
  return commit(std::move(batch));
}

void OpenStore::read(const std::function<void(Reading&)>& work) {
  std::promise<void> answered;
  auto answer = answered.get_future();
  store_->read([&](Reading& reading) {
    try {
      work(reading);
      answered.set_value();
    } catch (...) {
      answered.set_exception(std::current_exception());
    }
  });
  answer.get();
}

void OpenStore::settle() { must(store_->settle()); }

void OpenStore::close() {
  store_.reset();
  home_.reset();
}

}  // namespace tidings::store::contract
