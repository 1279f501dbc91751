add_test(NAME house.coroutines
  COMMAND ${TIDINGS_PYTHON} "${CMAKE_CURRENT_SOURCE_DIR}/coroutines.py" "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
set_tests_properties(house.coroutines PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600)
