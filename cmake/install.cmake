# Components of the install: runtime (the shared library), development (all else a C++ project
# needs), python (bindings/python/CMakeLists.txt).
include(CMakePackageConfigHelpers)

set(_trailaudit_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/trailaudit)

# One export per package component: a component is available when its file is there.
install(TARGETS trailaudit_header_only EXPORT trailaudit_header_only
  FILE_SET HEADERS COMPONENT development
  FILE_SET rules COMPONENT development
  FILE_SET bodies COMPONENT development)
install(EXPORT trailaudit_header_only
  NAMESPACE trailaudit:: DESTINATION ${_trailaudit_cmake_dir}
  FILE trailaudit_header_only-targets.cmake COMPONENT development)

set(_trailaudit_arch ARCH_INDEPENDENT)
if(TRAILAUDIT_BUILD_COMPILED)
  set(_trailaudit_arch "")
  install(TARGETS trailaudit EXPORT trailaudit_trailaudit
    RUNTIME COMPONENT runtime
    LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
    ARCHIVE COMPONENT development
    FILE_SET HEADERS COMPONENT development
    FILE_SET rules COMPONENT development
    FILE_SET bodies COMPONENT development)
  install(EXPORT trailaudit_trailaudit
    NAMESPACE trailaudit:: DESTINATION ${_trailaudit_cmake_dir}
    FILE trailaudit_trailaudit-targets.cmake COMPONENT development)

  # The prefix is told relative to the .pc file, so that an installed tree can be moved.
  file(RELATIVE_PATH TRAILAUDIT_PC_PREFIX
       ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
  string(REGEX REPLACE "/$" "" TRAILAUDIT_PC_PREFIX "${TRAILAUDIT_PC_PREFIX}")
  foreach(dir IN ITEMS INCLUDEDIR LIBDIR)
    set(TRAILAUDIT_PC_${dir} "\${prefix}/${CMAKE_INSTALL_${dir}}")
    if(IS_ABSOLUTE "${CMAKE_INSTALL_${dir}}")
      set(TRAILAUDIT_PC_${dir} "${CMAKE_INSTALL_${dir}}")
    endif()
  endforeach()
  set(TRAILAUDIT_PC_DEFINITIONS "-DTRAILAUDIT_COMPILED")
  get_target_property(_trailaudit_type trailaudit TYPE)
  if(_trailaudit_type STREQUAL "SHARED_LIBRARY")
    string(APPEND TRAILAUDIT_PC_DEFINITIONS " -DTRAILAUDIT_SHARED")
  endif()
  configure_file(${PROJECT_SOURCE_DIR}/cmake/trailaudit.pc.in
                 ${PROJECT_BINARY_DIR}/trailaudit.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/trailaudit.pc
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
endif()

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/trailauditConfig.cmake.in
  ${PROJECT_BINARY_DIR}/trailauditConfig.cmake
  INSTALL_DESTINATION ${_trailaudit_cmake_dir}
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/trailauditConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ${_trailaudit_arch}) # SameMajorVersion from 1.0 on
install(FILES
    ${PROJECT_BINARY_DIR}/trailauditConfig.cmake
    ${PROJECT_BINARY_DIR}/trailauditConfigVersion.cmake
  DESTINATION ${_trailaudit_cmake_dir} COMPONENT development)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)
