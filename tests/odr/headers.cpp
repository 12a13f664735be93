// Header-only: whatever is not inline is defined here once more, and the program does not link.
#include <trailaudit/trailaudit.hpp>
