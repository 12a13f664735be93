# version.hpp must say what project() says.
set(_trailaudit_version_header ${PROJECT_SOURCE_DIR}/include/trailaudit/version.hpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${_trailaudit_version_header})
file(STRINGS ${_trailaudit_version_header} _trailaudit_version_lines
     REGEX "^[ \t]*#[ \t]*define[ \t]+TRAILAUDIT_VERSION_(MAJOR|MINOR|PATCH)[ \t]+[0-9]+")
foreach(part IN ITEMS MAJOR MINOR PATCH)
  if(NOT "${_trailaudit_version_lines}" MATCHES "TRAILAUDIT_VERSION_${part}[ \t]+([0-9]+)")
    message(FATAL_ERROR "include/trailaudit/version.hpp does not define TRAILAUDIT_VERSION_${part}")
  endif()
  if(NOT CMAKE_MATCH_1 EQUAL PROJECT_VERSION_${part})
    message(FATAL_ERROR "TRAILAUDIT_VERSION_${part} is ${CMAKE_MATCH_1} in version.hpp, but "
                        "CMakeLists.txt says version ${PROJECT_VERSION}: make both agree")
  endif()
endforeach()
file(STRINGS ${_trailaudit_version_header} _trailaudit_version_lines
     REGEX "^[ \t]*#[ \t]*define[ \t]+TRAILAUDIT_VERSION[ \t]+\"")
if(_trailaudit_version_lines AND NOT "${_trailaudit_version_lines}" MATCHES "\"${PROJECT_VERSION}\"")
  message(FATAL_ERROR "TRAILAUDIT_VERSION in version.hpp is not \"${PROJECT_VERSION}\"")
endif()
