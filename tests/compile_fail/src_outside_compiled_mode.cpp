// expect: TRAILAUDIT_COMPILED
#include <trailaudit/src.hpp>
