#include "mutate.hpp"

#include <utility>

namespace differential {
namespace {

constexpr std::string_view values[] = {"null",
                                       "null",
                                       "true",
                                       "false",
                                       "0",
                                       "-0",
                                       "1",
                                       "-1",
                                       "1.0",
                                       "-1.5",
                                       "1e2",
                                       "1E+2",
                                       "0.0e-0",
                                       "9223372036854775807",
                                       "9223372036854775808",
                                       "-9223372036854775808",
                                       "-9223372036854775809",
                                       "18446744073709551616",
                                       "123456789012345678901234567890",
                                       "1795297511.943512",
                                       "1.795297511943512e9",
                                       "253402300799",
                                       "253402300799.5",
                                       "253402300800",
                                       "1e-7",
                                       "1e308",
                                       "1e400",
                                       "1e-400",
                                       "-1e-400",
                                       "-0.0",
                                       "\"\"",
                                       "\"\"",
                                       "\"x\"",
                                       "\"*\"",
                                       "\"2026-11-21T23:11:41Z\"",
                                       "\"2026-11-21 23:11:41.123456+05:30\"",
                                       "\"2026-11-21T23:11:41-0000\"",
                                       "\"2024-02-29T00:00:00Z\"",
                                       "\"2023-02-29T00:00:00Z\"",
                                       "\"2026-11-21T23:11:41\"",
                                       "\"2026-11-21T24:00:00Z\"",
                                       "\"2026-11-21T23:59:60Z\"",
                                       "\"2026-11-21T23:11:41.Z\"",
                                       "\"2026-11-21T23:11:41+01:60\"",
                                       "\"1970-01-01T00:00:00+00:01\"",
                                       "\"1969-12-31T23:59:00-00:01\"",
                                       "\"9999-12-31T23:59:59-00:01\"",
                                       "\"0000-01-01T00:00:00Z\"",
                                       "\"1795297511\"",
                                       "\"111122223333\"",
                                       "\"{}\"",
                                       "\"[]\"",
                                       "\"{\\\"Statement\\\":[]}\"",
                                       "\"{\\\"Version\\\":\\\"\\\\u0041\\\"} \"",
                                       "\"{} x\"",
                                       "\"%7B%7D\"",
                                       "\"%7b%22Statement%22%3A[]}\"",
                                       "\"%5B%5D\"",
                                       "\"%7\"",
                                       "\"\\u00257B%7D\"",
                                       "\"null\"",
                                       "[]",
                                       "[]",
                                       "{}",
                                       "{}",
                                       "[null]",
                                       "[\"\"]",
                                       "[[]]",
                                       "[{}]",
                                       "{\"\":null}",
                                       "{\"Code\":\"AccessDenied\"}",
                                       "{\"AWS\":\"*\"}",
                                       "{\"Bool\":{}}",
                                       "{\"Bool\":{\"k\":[1.50,true,\"x\"]}}",
                                       "{\"Status\":\"Enabled\"}",
                                       "\"cloudtrail:GetTrail\"",
                                       "\"s3:GetBucketVersioning\"",
                                       "\"s3control:GetPublicAccessBlock\"",
                                       "\"trailaudit.snapshot.v1\"",
                                       "\"NoSuchBucketPolicy\"",
                                       "\"\\ud83d\\ude00\"",
                                       "\"\\u00e9\\u0000\""};

constexpr std::string_view keys[] = {
    "call",      "response",         "request",    "error",     "region",
    "schema",    "captures",         "account_id", "as_of",     "regions",
    "Code",      "Message",          "Policy",     "Statement", "Principal",
    "Condition", "ResponseMetadata", "Name",       "name",      "",
    "a/b~c",     "Effect",           "Filter",     "And",       "NextToken",
    "New"};

// Texts that may stand inside a string, and some that may not.
constexpr std::string_view inserts[] = {
    "\\\"", "\\\\", "\\/", "\\b\\f\\n\\r\\t", "\\u0000", "\\u001f", "\\u007F", "\\u00e9", "\\u07ff",
    "\\u0800", "\\uFFFF", "\\ud83d\\ude00", "\\uD800\\uDC00", "\\udbff\\udfff", "\xC2\x80",
    "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
    "\xF4\x8F\xBF\xBF", "\x7F", "/", "~", "\\u0022", "\\u005c", "%", "%22", "%0a", "%C3%A9", "%FF",
    "%0", "+",
    // not JSON from here on
    "\\ud800", "\\udc00", "\\ud800\\ud800", "\\ud800x", "\\ud83d\\n", "\\u12g4", "\\u12", "\\x41",
    "\\'", "\\U0041", "\x01", "\n", "\x1F", "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2",
    "\xC2\x41", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
    "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\""};

constexpr std::string_view tokens[] = {"{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "\"",
                                       "\\",
                                       " ",
                                       "\t",
                                       "\r\n",
                                       "\v",
                                       "\f",
                                       "//x\n",
                                       "/**/",
                                       "\xEF\xBB\xBF",
                                       "\xC2\xA0",
                                       "0",
                                       "-",
                                       "+",
                                       ".",
                                       "e",
                                       "E5",
                                       "null",
                                       "nul",
                                       "tru",
                                       "True",
                                       "NaN",
                                       "Infinity",
                                       "'",
                                       "1e99999999999",
                                       "00",
                                       "01",
                                       "-01",
                                       "1.",
                                       ".5",
                                       "1e",
                                       "1e+",
                                       "0x1"};

template <std::size_t Count>
std::string_view pick(std::string_view const (&from)[Count], std::size_t at) {
  return from[at];
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && std::string_view(" \t\r\n").find(text[at]) != std::string_view::npos) {
    ++at;
  }
  return at;
}

std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') {
      ++at;
    }
  }
  return at < text.size() ? at + 1 : text.size();
}

} // namespace

// No two arguments of one call draw numbers: a compiler may choose which of them comes first.

// Goes leniently: where a text is no longer JSON, entries may be odd, but they lie within the text.
std::size_t mutator::scan_value(std::string_view text, std::size_t at, unsigned depth) {
  at = skip_space(text, at);
  if (at >= text.size() || depth > 200) {
    return text.size();
  }
  if (text[at] == '"') {
    return skip_string(text, at);
  }
  if (text[at] != '{' && text[at] != '[') {
    while (at < text.size() &&
           std::string_view(",]} \t\r\n").find(text[at]) == std::string_view::npos) {
      ++at;
    }
    return at;
  }
  bool const object = text[at] == '{';
  auto const self = ++parents_;
  ++at;
  for (;;) {
    at = skip_space(text, at);
    if (at >= text.size()) {
      return text.size();
    }
    if (text[at] == '}' || text[at] == ']') {
      return at + 1;
    }
    if (text[at] == ',') {
      ++at;
      continue;
    }
    entry added;
    added.parent = self;
    added.whole.begin = at;
    if (object) {
      added.key.begin = at;
      at = text[at] == '"' ? skip_string(text, at) : at + 1;
      added.key.end = at;
      at = skip_space(text, at);
      if (at < text.size() && text[at] == ':') {
        at = skip_space(text, at + 1);
      }
    }
    added.value.begin = at < text.size() ? at : text.size();
    auto const end = scan_value(text, at, depth + 1);
    added.value.end = end > added.value.begin ? end : added.value.begin;
    added.whole.end = added.value.end;
    at = end > added.whole.begin ? end : added.whole.begin + 1;
    entries_.push_back(added);
  }
}

void mutator::scan(std::string_view text) {
  entries_.clear();
  parents_ = 0;
  (void)scan_value(text, 0, 0);
}

std::string mutator::deep_value(std::string_view inside) {
  // Most often near the limit, seen from any place of a document.
  auto const levels = chance(80) ? 48 + below(20) : below(200);
  std::string text;
  std::string end;
  for (std::size_t at = 0; at != levels; ++at) {
    if (chance(30)) {
      text += "{\"k\":";
      end.insert(end.begin(), '}');
    } else {
      text += '[';
      end.insert(end.begin(), ']');
    }
  }
  return text + std::string(inside) + end;
}

std::string mutator::any_value(std::string_view text) {
  if (chance(5)) {
    return deep_value(chance(50) ? "0" : "\"x\"");
  }
  if (chance(25) && !entries_.empty()) {
    auto const& from = entries_[below(entries_.size())].value;
    return std::string(text.substr(from.begin, from.end - from.begin));
  }
  return std::string(pick(values, below(std::size(values))));
}

std::string mutator::any_key(std::string_view text) {
  if (chance(60) && !entries_.empty()) {
    auto const& from = entries_[below(entries_.size())].key;
    if (from.end != from.begin) {
      return std::string(text.substr(from.begin, from.end - from.begin));
    }
  }
  return '"' + std::string(pick(keys, below(std::size(keys)))) + '"';
}

mutator::span mutator::sibling(entry const& of) {
  std::size_t count = 0;
  span found = of.whole;
  for (auto const& each : entries_) {
    if (each.parent == of.parent && each.whole.begin != of.whole.begin && below(++count) == 0) {
      found = each.whole;
    }
  }
  return found;
}

void mutator::change_nested(std::string& text, span string) {
  std::string inner;
  for (auto at = string.begin + 1; at + 1 < string.end; ++at) {
    if (text[at] == '\\' && at + 2 < string.end) {
      ++at;
      inner += text[at] == 'n' ? '\n' : text[at];
    } else {
      inner += text[at];
    }
  }
  ++nesting_;
  inner = mutate(std::move(inner));
  --nesting_;
  std::string quoted = "\"";
  for (auto const byte : inner) {
    if (byte == '"' || byte == '\\') {
      quoted += '\\';
      quoted += byte;
    } else if (byte == '\n') {
      quoted += "\\n";
    } else if (byte == '\0') {
      quoted += "\\u0000";
    } else {
      quoted += byte;
    }
  }
  text.replace(string.begin, string.end - string.begin, quoted + '"');
}

void mutator::change_structure(std::string& text) {
  scan(text);
  if (entries_.empty()) {
    if (chance(50)) {
      text = any_value(text);
    } else {
      auto const key = any_key(text);
      text = "{" + key + ":" + any_value(text) + "}";
    }
    return;
  }
  auto const target = entries_[below(entries_.size())];
  auto const whole = text.substr(target.whole.begin, target.whole.end - target.whole.begin);
  bool const in_object = target.key.end != target.key.begin;
  auto const replace = [&](span where, std::string const& with) {
    text.replace(where.begin, where.end - where.begin, with);
  };
  if (nesting_ == 0 && chance(12)) {
    // A policy text, wherever one stands.
    for (auto const& each : entries_) {
      if (text.compare(each.value.begin, 2, "\"{") == 0) {
        change_nested(text, each.value);
        return;
      }
    }
  }
  switch (below(10)) {
  case 0: { // remove, with one comma beside it
    auto where = target.whole;
    auto const next = skip_space(text, where.end);
    if (next < text.size() && text[next] == ',') {
      where.end = next + 1;
    } else {
      auto at = where.begin;
      while (at > 0 && skip_space(text, at - 1) != at - 1) {
        --at;
      }
      if (at > 0 && text[at - 1] == ',') {
        where.begin = at - 1;
      }
    }
    replace(where, "");
    break;
  }
  case 1: // twice
    text.insert(sibling(target).end, "," + whole);
    break;
  case 2: // a second one of the same key with another value
    if (in_object) {
      auto const key = text.substr(target.key.begin, target.key.end - target.key.begin);
      auto const value = any_value(text);
      text.insert(sibling(target).end, ", " + key + ":" + value);
      break;
    }
    [[fallthrough]];
  case 3: { // one more
    auto const key = in_object ? any_key(text) + ": " : std::string();
    text.insert(target.whole.begin, key + any_value(text) + ",");
    break;
  }
  case 4: // another name
    if (in_object) {
      replace(target.key, any_key(text));
      break;
    }
    [[fallthrough]];
  case 5:
  case 6: // another value
    replace(target.value, any_value(text));
    break;
  case 7: { // another order
    auto const other = sibling(target);
    if (other.begin == target.whole.begin) {
      break;
    }
    auto const first = other.begin < target.whole.begin ? other : target.whole;
    auto const second = other.begin < target.whole.begin ? target.whole : other;
    auto const late = text.substr(second.begin, second.end - second.begin);
    auto const early = text.substr(first.begin, first.end - first.begin);
    replace(second, early);
    replace(first, late);
    break;
  }
  case 8: // deeper
    replace(target.value, deep_value(std::string_view(text).substr(
                              target.value.begin, target.value.end - target.value.begin)));
    break;
  default: // between quotes or among digits
    change_text(text);
    break;
  }
}

void mutator::change_text(std::string& text) {
  auto const target = entries_[below(entries_.size())];
  bool const at_key = target.key.end != target.key.begin && chance(40);
  auto const where = at_key ? target.key : target.value;
  if (where.end - where.begin < 2 || text[where.begin] != '"') {
    auto const at = where.begin + below(where.end - where.begin + 1);
    if (chance(50)) {
      text.insert(at, pick(tokens, below(std::size(tokens))));
    } else if (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      text[at] = static_cast<char>('0' + below(10));
    }
    return;
  }
  auto const at = where.begin + 1 + below(where.end - where.begin - 1);
  auto const byte = static_cast<unsigned char>(text[at]);
  bool const plain =
      byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\' && text[at - 1] != '\\';
  if (plain && chance(50)) { // the same character, escaped
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    auto const low = (byte & 0xFU) + ((byte & 0xFU) > 9 && chance(50) ? 6U : 0U);
    text.replace(at, 1, std::string("\\u00") + digits[byte >> 4] + digits[low]);
  } else {
    auto const legal = std::size_t{27};
    auto const chosen = chance(60) ? below(legal) : below(std::size(inserts));
    text.insert(at, pick(inserts, chosen));
  }
}

void mutator::change_bytes(std::string& text) {
  if (text.empty()) {
    text += static_cast<char>(below(256));
    return;
  }
  auto const at = below(text.size());
  auto const size = 1 + below(chance(80) ? 4 : 200);
  switch (below(7)) {
  case 0:
    text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(8)));
    break;
  case 1:
    text[at] = static_cast<char>(below(256));
    break;
  case 2:
    text.erase(at, size);
    break;
  case 3:
    text.resize(at);
    break;
  case 4:
    text.insert(at, 1, static_cast<char>(below(256)));
    break;
  case 5:
    text.insert(below(text.size() + 1), std::string(text, at, size));
    break;
  default:
    text.insert(at, pick(tokens, below(std::size(tokens))));
    break;
  }
}

std::string mutator::mutate(std::string document) {
  auto const structural = chance(80) ? 1 + below(3) : 0;
  for (std::size_t at = 0; at != structural; ++at) {
    change_structure(document);
  }
  if (structural == 0 || chance(12)) {
    change_bytes(document);
  }
  return document;
}

} // namespace differential
