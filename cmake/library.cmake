# Two libraries from one body:
#   trailaudit::header_only  every body inline, nothing to link
#   trailaudit::trailaudit   bodies compiled once, static or shared by BUILD_SHARED_LIBS

find_package(Boost 1.81 REQUIRED)
find_package(fmt 9.1 REQUIRED)

# A new header needs no line here.
file(GLOB_RECURSE _trailaudit_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/trailaudit/*.hpp)
file(GLOB_RECURSE _trailaudit_bodies CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/trailaudit/*.ipp)
file(GLOB_RECURSE _trailaudit_schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/trailaudit/*.schema.json)
# src.hpp is a body too: it is no header to include anywhere, so it is installed but not verified. So are the JSON
# Schemas, which the headers name as lying beside them.
list(REMOVE_ITEM _trailaudit_headers ${PROJECT_SOURCE_DIR}/include/trailaudit/src.hpp)
list(APPEND _trailaudit_bodies ${PROJECT_SOURCE_DIR}/include/trailaudit/src.hpp ${_trailaudit_schemas})

# The headers of rules are compiled alone by themselves, below.
set(_trailaudit_rules ${_trailaudit_headers})
list(FILTER _trailaudit_rules INCLUDE REGEX "/trailaudit/rules/[^/]+$")
list(REMOVE_ITEM _trailaudit_headers ${_trailaudit_rules})

function(_trailaudit_sources target scope)
  target_sources(${target}
    ${scope}
      FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${_trailaudit_headers}
      FILE_SET rules TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${_trailaudit_rules}
      FILE_SET bodies TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${_trailaudit_bodies})
  set_target_properties(${target} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
  target_compile_features(${target} ${scope} cxx_std_20)
endfunction()

add_library(trailaudit_header_only INTERFACE)
add_library(trailaudit::header_only ALIAS trailaudit_header_only)
set_target_properties(trailaudit_header_only PROPERTIES EXPORT_NAME header_only)
_trailaudit_sources(trailaudit_header_only INTERFACE)
# fmt as headers, so that there is nothing to link.
target_link_libraries(trailaudit_header_only INTERFACE Boost::headers fmt::fmt-header-only)

if(TRAILAUDIT_BUILD_COMPILED)
  add_library(trailaudit ${PROJECT_SOURCE_DIR}/lib/trailaudit.cpp)
  add_library(trailaudit::trailaudit ALIAS trailaudit)
  _trailaudit_sources(trailaudit PUBLIC)
  # fmt is a matter of the bodies alone: who links the compiled library need not have it.
  target_link_libraries(trailaudit
    PUBLIC Boost::headers
    PRIVATE $<BUILD_INTERFACE:fmt::fmt-header-only>)
  target_compile_definitions(trailaudit
    PUBLIC TRAILAUDIT_COMPILED $<$<STREQUAL:$<TARGET_PROPERTY:trailaudit,TYPE>,SHARED_LIBRARY>:TRAILAUDIT_SHARED>
    PRIVATE TRAILAUDIT_BUILDING)

  # While the version starts with 0, a new minor version is a new ABI.
  set(_trailaudit_soversion ${PROJECT_VERSION_MAJOR})
  if(PROJECT_VERSION_MAJOR EQUAL 0)
    set(_trailaudit_soversion 0.${PROJECT_VERSION_MINOR})
  endif()
  set_target_properties(trailaudit PROPERTIES
    VERSION ${PROJECT_VERSION}
    SOVERSION ${_trailaudit_soversion}
    POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
  trailaudit_own_target(trailaudit)
endif()

# Each header is compiled alone in the mode under test (target all_verify_interface_header_sets).
if(TRAILAUDIT_TEST_MODE STREQUAL "compiled")
  set(TRAILAUDIT_TEST_LIBRARY trailaudit::trailaudit)
  set_target_properties(trailaudit_header_only PROPERTIES VERIFY_INTERFACE_HEADER_SETS OFF)
else()
  set(TRAILAUDIT_TEST_LIBRARY trailaudit::header_only)
  if(TARGET trailaudit)
    set_target_properties(trailaudit PROPERTIES VERIFY_INTERFACE_HEADER_SETS OFF)
  endif()
endif()

# Rules include rule.hpp before anything else but other headers of ours, so that it may be compiled beforehand: it is what
# most of them take to compile.
if(CMAKE_VERIFY_INTERFACE_HEADER_SETS)
  set(_trailaudit_alone "")
  foreach(header IN LISTS _trailaudit_rules)
    cmake_path(GET header FILENAME name)
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/rules_alone/${name}.cpp CONTENT "#include <trailaudit/rules/${name}>\n")
    list(APPEND _trailaudit_alone ${PROJECT_BINARY_DIR}/rules_alone/${name}.cpp)
  endforeach()
  add_library(trailaudit_rules_alone OBJECT EXCLUDE_FROM_ALL ${_trailaudit_alone})
  target_link_libraries(trailaudit_rules_alone PRIVATE ${TRAILAUDIT_TEST_LIBRARY})
  target_precompile_headers(trailaudit_rules_alone PRIVATE <trailaudit/rule.hpp>)
endif()
