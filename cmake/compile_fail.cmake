# cmake -D COMPILER= -D SOURCE= -D INCLUDE= -P: passes when SOURCE does not compile, and for the
# reason that its first line, `// expect: REGEX`, gives.
file(STRINGS ${SOURCE} expect LIMIT_COUNT 1 REGEX "^// expect: ")
string(REGEX REPLACE "^// expect: " "" expect "${expect}")
if(expect STREQUAL "")
  message(FATAL_ERROR "${SOURCE}: the first line must say `// expect: REGEX`")
endif()
execute_process(
  COMMAND ${COMPILER} -std=c++20 -fsyntax-only -Wfatal-errors -I${INCLUDE} ${SOURCE}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles, and must not")
endif()
if(NOT output MATCHES "${expect}")
  message(FATAL_ERROR "${SOURCE} fails for another reason than `${expect}`:\n${output}")
endif()
