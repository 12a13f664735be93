#pragma once

#include <trailaudit/error.hpp>
#include <trailaudit/input/limits.hpp>
#include <trailaudit/model/snapshot.hpp>

#include <filesystem>
#include <string>

namespace trailaudit::inline v0 {

/// Reads a folder of AWS CLI output, as `examples/collect.sh` writes it: `index.ndjson`, a header
/// line (`trailaudit.folder.v1`) and one line a call that names the files of its standard output
/// and standard error.
///
/// A call that failed is read by the error code that the AWS CLI prints in brackets; without one
/// the code is `exit status N`. Keys that the index does not have are `snapshot::ignored`. Files
/// must lie within the folder. Errors name the file in `read_error::source`. Does not write, and
/// follows no path out of the folder.
[[nodiscard]] TRAILAUDIT_API result<snapshot> read_folder(std::filesystem::path const& folder,
                                                          read_limits const& limits = {});

/// Reads a whole file; `max_bytes` holds.
[[nodiscard]] TRAILAUDIT_API result<std::string> read_file(std::filesystem::path const& path,
                                                           read_limits const& limits = {});

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/read_folder.ipp>
#endif
