#pragma once

/// All of trailaudit: AWS's answers in, findings out. See README.md for a first example.

#include <trailaudit/analysis/log_delivery.hpp>
#include <trailaudit/analysis/policy_access.hpp>
#include <trailaudit/analysis/policy_lint.hpp>
#include <trailaudit/analysis/policy_match.hpp>
#include <trailaudit/analysis/trail_delivery.hpp>
#include <trailaudit/evaluate.hpp>
#include <trailaudit/input/documents.hpp>
#include <trailaudit/input/read_folder.hpp>
#include <trailaudit/input/read_log.hpp>
#include <trailaudit/input/read_policy.hpp>
#include <trailaudit/input/read_selectors.hpp>
#include <trailaudit/output/report_json.hpp>
#include <trailaudit/output/report_table.hpp>
#include <trailaudit/output/write_event.hpp>
#include <trailaudit/output/write_policy.hpp>
#include <trailaudit/output/write_snapshot.hpp>
#include <trailaudit/version.hpp>
