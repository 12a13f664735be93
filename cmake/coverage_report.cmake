# cmake -D PROFDATA= -D COV= -D BINARIES= -D FOLDER= -P: merges what the tests counted, prints the
# summary and writes the lines to <FOLDER>/coverage.
file(GLOB raw ${FOLDER}/profraw/*.profraw)
if(NOT raw)
  message(FATAL_ERROR "no test has counted anything: run ctest first")
endif()
execute_process(COMMAND ${PROFDATA} merge -sparse ${raw} -o ${FOLDER}/coverage.profdata
                COMMAND_ERROR_IS_FATAL ANY)
list(POP_FRONT BINARIES first)
set(objects ${first})
foreach(binary IN LISTS BINARIES)
  list(APPEND objects -object ${binary})
endforeach()
set(options -instr-profile=${FOLDER}/coverage.profdata "-ignore-filename-regex=^/usr/|/tests/")
execute_process(COMMAND ${COV} show ${objects} ${options} -format=html
                        -output-dir=${FOLDER}/coverage COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${COV} report ${objects} ${options} COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE ${raw})
