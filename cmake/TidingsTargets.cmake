# A folder is a target: tidings_folder(NAME DEPENDS a b) compiles every .cpp directly in the current folder
# into the static library `tidings_NAME`.
function(tidings_folder name)
  cmake_parse_arguments(arg "" "" "DEPENDS;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    add_library(tidings_${name} STATIC ${sources})
    target_include_directories(tidings_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_link_libraries(tidings_${name} PUBLIC ${arg_DEPENDS} PRIVATE tidings_flags ${arg_PRIVATE})
  else()
    add_library(tidings_${name} INTERFACE)
    target_include_directories(tidings_${name} INTERFACE "${CMAKE_SOURCE_DIR}")
    target_link_libraries(tidings_${name} INTERFACE ${arg_DEPENDS})
  endif()
endfunction()

# tidings_program(NAME DEPENDS ...) links main.cpp of the current folder with its folder's library.
function(tidings_program name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  add_executable(${name} "${CMAKE_CURRENT_SOURCE_DIR}/main.cpp")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE tidings_flags ${arg_DEPENDS})
endfunction()

# tidings_test(NAME DEPENDS ... [LABELS ...]) builds every .cpp of the current folder into one GoogleTest program
# and gives each test case to ctest.
function(tidings_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "DEPENDS;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(NOT sources)
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${sources})
  target_include_directories(test_${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_compile_definitions(test_${name} PRIVATE TIDINGS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(test_${name} PRIVATE tidings_flags ${arg_DEPENDS} GTest::gtest GTest::gmock GTest::gtest_main)
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()

# tidings_fuzz(NAME DEPENDS ...) takes NAME.cpp with an LLVMFuzzerTestOneInput. With TIDINGS_FUZZ it is a fuzzer;
# without, a program that replays tests/fuzz/corpus/NAME, which is a test.
function(tidings_fuzz name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  add_executable(fuzz_${name} "${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp")
  target_include_directories(fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(fuzz_${name} PRIVATE tidings_flags ${arg_DEPENDS})
  if(TIDINGS_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/fuzz/replay/replay.cpp")
    add_test(NAME fuzz.${name}.corpus COMMAND fuzz_${name} "${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}")
    set_tests_properties(fuzz.${name}.corpus PROPERTIES TIMEOUT 120 LABELS fuzz)
  endif()
endfunction()
