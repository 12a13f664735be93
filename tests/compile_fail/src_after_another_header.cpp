// expect: comes before any other header
#define TRAILAUDIT_COMPILED
#include <trailaudit/model/timestamp.hpp>
#include <trailaudit/src.hpp>
