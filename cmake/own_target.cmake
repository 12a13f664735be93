# What we ask of our own targets and of nobody else's: warnings, errors, sanitisers, coverage.
# Everything is PRIVATE, so that nothing leaks to who uses the library.

set(TRAILAUDIT_SANITIZE_FLAGS -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Four checks of UBSan's at each use of a pointer are almost half of g++'s time. clang's builds keep them, at less cost.
  list(APPEND TRAILAUDIT_SANITIZE_FLAGS -fno-sanitize=null,alignment,object-size,pointer-overflow)
endif()
set(TRAILAUDIT_COVERAGE_FLAGS -fprofile-instr-generate -fcoverage-mapping)

# trailaudit_own_target(<target> [UNSANITISED])
function(trailaudit_own_target target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNSANITISED" "" "")
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_features(${target} PRIVATE cxx_std_20)

  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
      -Wcast-align -Wcast-qual -Wdouble-promotion -Wextra-semi -Wformat=2 -Wimplicit-fallthrough
      -Wnon-virtual-dtor -Woverloaded-virtual -Wundef -Wunused)
    if(TRAILAUDIT_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wduplicated-cond -Wlogical-op)
    if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
      # GCC bug 105651: `"text" + std::string` is said to overlap itself.
      target_compile_options(${target} PRIVATE -Wno-restrict)
    endif()
    if(TRAILAUDIT_SANITIZE)
      # GCC's documentation: sanitisers make this warning report what is initialised.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
  endif()

  if(NOT arg_UNSANITISED)
    if(TRAILAUDIT_SANITIZE)
      set(flags ${TRAILAUDIT_SANITIZE_FLAGS})
    endif()
    if(TRAILAUDIT_COVERAGE)
      list(APPEND flags ${TRAILAUDIT_COVERAGE_FLAGS})
    endif()
    if(flags)
      target_compile_options(${target} PRIVATE ${flags})
      target_link_options(${target} PRIVATE ${flags})
    endif()
  endif()
endfunction()
