#include <trailaudit/src.hpp>
