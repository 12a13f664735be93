# Every switch of the build. None of them reaches a project that uses the library.

# A project of its own gets its tests; a dependency, or the source of a wheel, does not.
set(_trailaudit_developing OFF)
if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED SKBUILD)
  set(_trailaudit_developing ON)
endif()
set(_trailaudit_installing ${PROJECT_IS_TOP_LEVEL})
if(DEFINED SKBUILD)
  set(_trailaudit_installing OFF) # a wheel holds the component `python` and nothing else
endif()

option(TRAILAUDIT_BUILD_COMPILED "Build the compiled library beside the header-only one" ON)
option(TRAILAUDIT_BUILD_TESTS "Build the tests" ${_trailaudit_developing})
option(TRAILAUDIT_TEST_DIFFERENTIAL "Test against second implementations as well, for minutes" ON)
option(TRAILAUDIT_BUILD_EXAMPLES "Build the examples" ${_trailaudit_developing})
option(TRAILAUDIT_BUILD_PYTHON "Build the Python module" OFF)
option(TRAILAUDIT_BUILD_BENCH "Build the benchmark" OFF)
option(TRAILAUDIT_BUILD_FUZZ "Build the fuzz targets (clang only)" OFF)
option(TRAILAUDIT_INSTALL "Generate install rules" ${_trailaudit_installing})
option(TRAILAUDIT_SANITIZE "Build our own targets with ASan and UBSan (never the Python module)" OFF)
option(TRAILAUDIT_COVERAGE "Build our own targets with coverage counters (clang only)" OFF)
option(TRAILAUDIT_WERROR "Treat warnings of our own targets as errors" OFF)

set(_trailaudit_mode compiled)
if(NOT TRAILAUDIT_BUILD_COMPILED)
  set(_trailaudit_mode header_only)
endif()
set(TRAILAUDIT_TEST_MODE ${_trailaudit_mode} CACHE STRING
    "Which library the tests, benchmark and examples link: compiled or header_only")
set_property(CACHE TRAILAUDIT_TEST_MODE PROPERTY STRINGS compiled header_only)

if(NOT TRAILAUDIT_TEST_MODE MATCHES "^(compiled|header_only)$")
  message(FATAL_ERROR "TRAILAUDIT_TEST_MODE is `${TRAILAUDIT_TEST_MODE}`; "
                      "it must be `compiled` or `header_only`")
endif()
if(TRAILAUDIT_TEST_MODE STREQUAL "compiled" AND NOT TRAILAUDIT_BUILD_COMPILED)
  message(FATAL_ERROR "TRAILAUDIT_TEST_MODE=compiled needs TRAILAUDIT_BUILD_COMPILED=ON")
endif()
if((TRAILAUDIT_BUILD_FUZZ OR TRAILAUDIT_COVERAGE) AND NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "TRAILAUDIT_BUILD_FUZZ and TRAILAUDIT_COVERAGE need clang; "
                      "the compiler is ${CMAKE_CXX_COMPILER_ID}")
endif()

if(PROJECT_IS_TOP_LEVEL)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
  endif()
  if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(TRAILAUDIT_CCACHE ccache)
    mark_as_advanced(TRAILAUDIT_CCACHE)
    if(TRAILAUDIT_CCACHE)
      set(CMAKE_CXX_COMPILER_LAUNCHER ${TRAILAUDIT_CCACHE})
    endif()
  endif()
endif()
