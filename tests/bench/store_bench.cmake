# The store alone, beside a bare loop over the same schema.
add_executable(store-bench store_bench.cpp bare_loop.cpp)
target_include_directories(store-bench PRIVATE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(store-bench PRIVATE TIDINGS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
target_link_libraries(store-bench PRIVATE tidings_flags tidings_store_sqlite SQLite::SQLite3)
