# A consumer gets the language level, include paths and definitions of a target, but none of our
# compile or link options.
function(expect_clean target)
  foreach(property IN ITEMS INTERFACE_COMPILE_OPTIONS INTERFACE_LINK_OPTIONS)
    get_target_property(value ${target} ${property})
    if(value)
      message(FATAL_ERROR "${target} leaks ${property}: ${value}")
    endif()
  endforeach()
endfunction()
