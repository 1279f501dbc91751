# Warning lists alone: no daemon, no store.
add_executable(warning-bench warning_bench.cpp warning_match.cpp rows.cpp)
target_include_directories(warning-bench PRIVATE "${CMAKE_SOURCE_DIR}")
target_link_libraries(warning-bench PRIVATE tidings_flags tidings_warning)
