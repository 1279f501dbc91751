# How everything is compiled: the language, the warnings, the sanitizers.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(TIDINGS_TESTS "Build the tests and the benchmark" ON)
option(TIDINGS_FUZZ "Build libFuzzer targets (clang); without it they replay their corpora" OFF)
set(TIDINGS_SANITIZE "" CACHE STRING "Sanitizers to build with: '', 'address,undefined' or 'thread'")

find_program(TIDINGS_CCACHE ccache)
if(TIDINGS_CCACHE)
  # Without this it keeps nothing that uses precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "${TIDINGS_CCACHE}")
endif()
find_program(TIDINGS_MOLD mold)
if(TIDINGS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(tidings_flags INTERFACE)
target_compile_options(tidings_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these in its own standard library at -O2 (gcc bugs 105329, 105562, 105651), the last two where its
  # headers are precompiled.
  target_compile_options(tidings_flags INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow)
endif()

add_compile_options(-pthread -fstack-protector-strong -fno-omit-frame-pointer)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-D_FORTIFY_SOURCE=2)
endif()
add_link_options(-Wl,-z,relro,-z,now)

# What a test does itself need not be fast, and is a third faster to compile so; what it tests is optimised.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(tidings_test_options -O0 -U_FORTIFY_SOURCE)
endif()

if(TIDINGS_SANITIZE)
  add_compile_options(-fsanitize=${TIDINGS_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TIDINGS_SANITIZE})
  # Asio recycles small blocks per thread, which hides uses after free.
  add_compile_definitions(BOOST_ASIO_DISABLE_SMALL_BLOCK_RECYCLING TIDINGS_SANITIZED)
  if(TIDINGS_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-error=tsan)
  endif()
endif()
if(TIDINGS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
