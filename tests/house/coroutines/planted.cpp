// Never compiled into anything: each line marked `caught` is a form that tools/coroutine_forms.query must find.
#include <utility>

#include "task.hpp"

Task closures(std::shared_ptr<int> owned, std::string text) {
  co_await run([owned] { return *owned; });                            // caught
  co_await run([text = std::move(text)] { return text.size(); });      // caught
  const int sum = use([owned] { return *owned; }, co_await number());  // caught
  co_spawn(Executor{}, [owned]() -> Task { co_return *owned; });       // caught
  co_return sum;
}

Task aggregates() {
  co_await connect({"localhost", 7443});                         // caught
  co_await connect(Options{.host = "localhost", .port = 7443});  // caught
  co_await connect({"localhost", co_await number()});            // caught
  co_await all_of({"one", "two"});                               // caught
  co_return 0;
}
