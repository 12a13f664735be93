#pragma once

/// The library's only configuration switches.
///
/// - `TRAILAUDIT_COMPILED`: bodies come from the compiled library; without it every header brings
///   its bodies along and the library is header-only.
/// - `TRAILAUDIT_SHARED`, `TRAILAUDIT_BUILDING`: set by the build for a shared library.

// Whether the bodies of rules, which stand beside what the rules say of themselves, are wanted.
#if !defined(TRAILAUDIT_COMPILED) || defined(TRAILAUDIT_SOURCE)
#define TRAILAUDIT_HAS_BODIES 1
#else
#define TRAILAUDIT_HAS_BODIES 0
#endif

#if defined(__GNUC__)
#define TRAILAUDIT_HOT [[gnu::always_inline]] inline
#define TRAILAUDIT_HOT_LAMBDA __attribute__((always_inline))
#define TRAILAUDIT_APART [[gnu::noinline]] TRAILAUDIT_INLINE
#else
#define TRAILAUDIT_HOT inline
#define TRAILAUDIT_HOT_LAMBDA
#define TRAILAUDIT_APART TRAILAUDIT_INLINE
#endif

#if defined(TRAILAUDIT_COMPILED)
#define TRAILAUDIT_INLINE
#if defined(TRAILAUDIT_SHARED) && defined(_WIN32)
#if defined(TRAILAUDIT_BUILDING)
#define TRAILAUDIT_API __declspec(dllexport)
#else
#define TRAILAUDIT_API __declspec(dllimport)
#endif
#elif defined(TRAILAUDIT_SHARED)
#define TRAILAUDIT_API __attribute__((visibility("default")))
#else
#define TRAILAUDIT_API
#endif
#else
#define TRAILAUDIT_INLINE inline
#define TRAILAUDIT_API
#endif
