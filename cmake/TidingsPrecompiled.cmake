# What most sources include is parsed once: the standard library, the messages of a bulletin and, for tests, GoogleTest.
# That halves the time of a build. No source may count on it: the tsan preset builds without, and shows what is missing.
option(TIDINGS_PRECOMPILE "Parse the headers that most sources include once" ON)

set(tidings_precompiled_headers
  <algorithm> <array> <chrono> <cstdint> <fstream> <functional> <iostream> <map> <memory> <mutex> <optional>
  <ranges> <set> <span> <sstream> <string> <string_view> <unordered_map> <unordered_set> <variant> <vector>)
set(tidings_precompiled_messages <tidings/v1/bulletin.pb.h>)

function(tidings_add_precompiled name)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp" CONTENT "")
  add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  target_link_libraries(${name} PRIVATE tidings_flags tidings_schema)
  target_precompile_headers(${name} PRIVATE ${ARGN})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # so that ccache can keep it
  endif()
endfunction()

# tidings_precompile(TARGET [tests]) gives a target what was parsed once.
function(tidings_precompile target)
  if(NOT TIDINGS_PRECOMPILE)
    return()
  endif()
  set(from tidings_precompiled)
  if("tests" IN_LIST ARGN)
    set(from tidings_precompiled_tests)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${from})
endfunction()

if(TIDINGS_PRECOMPILE)
  tidings_add_precompiled(tidings_precompiled ${tidings_precompiled_headers} ${tidings_precompiled_messages})
  if(TIDINGS_TESTS)
    tidings_add_precompiled(tidings_precompiled_tests
      ${tidings_precompiled_headers} ${tidings_precompiled_messages} <gtest/gtest.h>)
    target_link_libraries(tidings_precompiled_tests PRIVATE GTest::gtest)
    target_compile_options(tidings_precompiled_tests PRIVATE ${tidings_test_options})
  endif()
endif()
