# cmake -D NM= -D MODULE= -P: passes when the extension module exports its init function alone.
execute_process(COMMAND ${NM} -D --defined-only ${MODULE}
  OUTPUT_VARIABLE output RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${NM} cannot read ${MODULE}")
endif()
string(REGEX MATCHALL "[^ \n]+\n" symbols "${output}")
string(REPLACE "\n" "" symbols "${symbols}")
if(NOT symbols STREQUAL "PyInit__core")
  message(FATAL_ERROR "the module must export PyInit__core alone; it exports: ${symbols}")
endif()
