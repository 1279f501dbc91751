// Never compiled into anything: nothing here may be found.
#include <utility>

#include "task.hpp"

Task named(std::shared_ptr<int> owned) {
  auto closure = [owned] { return *owned; };
  co_await run(std::move(closure));
  Options options{"localhost", 7443};
  co_await connect(std::move(options));
  co_return co_await number();
}

Task without_captures(int plain) {
  co_await run([] { return 1; });
  co_await run([plain] { return plain; });
  co_await run([&plain] { return plain; });
  co_return 0;
}

int no_coroutine(std::shared_ptr<int> owned) {
  return use([owned] { return *owned; }, 1);
}
