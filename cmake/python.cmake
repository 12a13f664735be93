# Which Python. Asked for before pybind11, and under the name `Python`: pybind11 2.10 would
# otherwise go looking with FindPythonLibs and ignore Python_EXECUTABLE.
#
# In this order: -DPython_EXECUTABLE, the environment's TRAILAUDIT_PYTHON (a path, or a name in
# PATH), an active virtual environment, the system's python3 (pytest and friends come with the
# distribution's packages), whatever FindPython finds.

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED SKBUILD)
  if(NOT "$ENV{TRAILAUDIT_PYTHON}" STREQUAL "")
    # The interpreter itself, not a shim in front of it.
    execute_process(COMMAND $ENV{TRAILAUDIT_PYTHON} -c "import sys; print(sys.executable)"
      OUTPUT_VARIABLE _trailaudit_python OUTPUT_STRIP_TRAILING_WHITESPACE
      RESULT_VARIABLE _trailaudit_python_result)
    if(NOT _trailaudit_python_result EQUAL 0)
      message(FATAL_ERROR "TRAILAUDIT_PYTHON is `$ENV{TRAILAUDIT_PYTHON}`, which does not run")
    endif()
    if(NOT "${Python_EXECUTABLE}" STREQUAL "${_trailaudit_python}")
      # Another interpreter than last time: forget what belonged to the other one.
      unset(Python_EXECUTABLE CACHE)
      foreach(_trailaudit_name IN ITEMS _Python_EXECUTABLE _Python_INCLUDE_DIR
              _Python_INTERPRETER_PROPERTIES _Python_INTERPRETER_SIGNATURE
              _Python_DEVELOPMENT_MODULE_SIGNATURE Python_INCLUDE_DIR)
        unset(${_trailaudit_name} CACHE)
      endforeach()
      set(Python_EXECUTABLE ${_trailaudit_python} CACHE FILEPATH "Python interpreter" FORCE)
    endif()
  elseif(NOT DEFINED Python_EXECUTABLE AND NOT DEFINED Python_ROOT_DIR
         AND "$ENV{VIRTUAL_ENV}" STREQUAL "" AND EXISTS /usr/bin/python3)
    set(Python_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "Python interpreter")
  endif()
endif()

find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)
set(PYBIND11_FINDPYTHON ON)
find_package(pybind11 2.10...<4 CONFIG REQUIRED)
message(STATUS "trailaudit: Python ${Python_VERSION}, pybind11 ${pybind11_VERSION}")
