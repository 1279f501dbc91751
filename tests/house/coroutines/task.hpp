#pragma once
// The smallest awaitable that the forms can be written with.
#include <coroutine>
#include <initializer_list>
#include <memory>
#include <string>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(int) {}
    void unhandled_exception() {}
  };
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() { return 0; }
};

struct Options {
  std::string host;
  int port;
};

Task connect(Options options);
Task all_of(std::initializer_list<std::string> names);
Task number();
template <class F>
Task run(F) {
  co_return 0;
}
template <class F>
int use(F, int number) {
  return number;
}
struct Executor {};
template <class F>
void co_spawn(Executor, F) {}
