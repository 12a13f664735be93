#include "plain_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace plain {
namespace {

namespace json = boost::json;
using trailaudit::read_code;

// The tree. Not `boost::json::value`: that one forgets duplicate keys and how a number was written.
enum class kind { null, boolean, number, string, array, object };

struct node {
  kind type = kind::null;
  bool boolean = false;
  std::string text{}; // of a string or a number
  std::vector<std::string> keys{};
  std::vector<node> children{};
};

class tree_builder {
public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  node root{};

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_array_begin(json::error_code&) { return open(kind::array); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }
  bool on_object_begin(json::error_code&) { return open(kind::object); }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    return append(part);
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    append(part);
    add(kind::string).text = std::exchange(text_, {});
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return append(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    append(part);
    open_.back()->keys.push_back(std::exchange(text_, {}));
    return true;
  }
  bool on_number_part(json::string_view part, json::error_code&) { return append(part); }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return number(part); }
  bool on_double(double, json::string_view part, json::error_code&) { return number(part); }
  bool on_bool(bool value, json::error_code&) {
    add(kind::boolean).boolean = value;
    return true;
  }
  bool on_null(json::error_code&) {
    add(kind::null);
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

private:
  bool append(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool number(json::string_view part) {
    append(part);
    add(kind::number).text = std::exchange(text_, {});
    return true;
  }
  node& add(kind type) {
    auto& added = open_.empty() ? root : open_.back()->children.emplace_back();
    added.type = type;
    return added;
  }
  bool open(kind type) {
    auto& opened = add(type);
    open_.push_back(
        &opened); // stays where it is: its parent gets no other child before it is closed
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<node*> open_{};
  std::string text_{};
};

struct parsed {
  node root{};
  json::error_code error{};
};

parsed parse(std::string_view text, std::size_t max_depth) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<tree_builder> parser(options);
  parsed result;
  auto const taken = parser.write_some(false, text.data(), text.size(), result.error);
  if (!result.error && taken != text.size()) {
    result.error = json::error::extra_data;
  }
  result.root = std::move(parser.handler().root);
  return result;
}

// A point in time as ISO 8601 writes it, in seconds since 1970. The offset is no option.
std::optional<std::int64_t> seconds_of(std::string const& text) {
  std::string const shape = "dddd-dd-ddTdd:dd:dd";
  auto const is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  for (std::size_t at = 0; at != shape.size(); ++at) {
    bool const fits = shape[at] == 'd'   ? is_digit(at)
                      : shape[at] == 'T' ? at < text.size() && (text[at] == 'T' || text[at] == ' ')
                                         : at < text.size() && text[at] == shape[at];
    if (!fits) {
      return std::nullopt;
    }
  }
  auto const value = [&](std::size_t at, std::size_t size) {
    return std::stoll(text.substr(at, size));
  };
  auto const year = value(0, 4);
  auto const month = value(5, 2);
  auto const day = value(8, 2);
  auto const hour = value(11, 2);
  auto const minute = value(14, 2);
  auto const second = value(17, 2);
  bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  std::int64_t const days_in[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1 || day > days_in[month - 1] || hour > 23 || minute > 59 ||
      second > 59) {
    return std::nullopt;
  }
  auto rest = shape.size();
  if (rest < text.size() && text[rest] == '.') {
    auto const from = ++rest;
    while (is_digit(rest)) {
      ++rest;
    }
    if (rest == from) {
      return std::nullopt;
    }
  }
  std::int64_t offset = 0;
  auto const zone = text.substr(rest);
  if (zone != "Z") {
    bool const colon = zone.size() == 6 && zone[3] == ':';
    if ((zone.size() != 5 && !colon) || (zone[0] != '+' && zone[0] != '-')) {
      return std::nullopt;
    }
    auto const minutes_at = zone.size() - 2;
    for (auto const at : {std::size_t{1}, std::size_t{2}, minutes_at, minutes_at + 1}) {
      if (!is_digit(rest + at)) {
        return std::nullopt;
      }
    }
    auto const hours = std::stoll(zone.substr(1, 2));
    auto const minutes = std::stoll(zone.substr(minutes_at));
    if (hours > 23 || minutes > 59) {
      return std::nullopt;
    }
    offset = (hours * 3600 + minutes * 60) * (zone[0] == '-' ? -1 : 1);
  }
  // Days before this year, counted from the year 1; 719162 of them lie before 1970.
  auto const before = year - 1;
  auto days = year == 0 ? -366 : before * 365 + before / 4 - before / 100 + before / 400;
  for (std::int64_t each = 1; each != month; ++each) {
    days += days_in[each - 1];
  }
  days += day - 1 - 719162;
  auto const seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset;
  return seconds >= 0 && seconds <= 253402300799 ? std::optional(seconds) : std::nullopt;
}

// The bytes that a percent-encoded text stands for.
std::string decoded(std::string const& text) {
  std::string const digits = "0123456789ABCDEF0123456789abcdef";
  std::string bytes;
  for (std::size_t at = 0; at != text.size(); ++at) {
    auto const high = at + 2 < text.size() ? digits.find(text[at + 1]) : std::string::npos;
    auto const low = at + 2 < text.size() ? digits.find(text[at + 2]) : std::string::npos;
    if (text[at] != '%' || high == std::string::npos || low == std::string::npos) {
      bytes += text[at];
      continue;
    }
    bytes += static_cast<char>(high % 16 * 16 + low % 16);
    at += 2;
  }
  return bytes;
}

// The well-formed sequences of Unicode's table 3-7: what the first two bytes may be, and how many
// follow them.
bool is_unicode(std::string const& text) {
  struct sequence {
    int first[2];
    int second[2];
    std::size_t more;
  };
  static constexpr sequence sequences[] = {
      {{0xC2, 0xDF}, {0x80, 0xBF}, 0}, {{0xE0, 0xE0}, {0xA0, 0xBF}, 1},
      {{0xE1, 0xEC}, {0x80, 0xBF}, 1}, {{0xED, 0xED}, {0x80, 0x9F}, 1},
      {{0xEE, 0xEF}, {0x80, 0xBF}, 1}, {{0xF0, 0xF0}, {0x90, 0xBF}, 2},
      {{0xF1, 0xF3}, {0x80, 0xBF}, 2}, {{0xF4, 0xF4}, {0x80, 0x8F}, 2}};
  auto const within = [&](std::size_t at, int const(&bounds)[2]) {
    auto const byte = at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
    return byte >= bounds[0] && byte <= bounds[1];
  };
  static constexpr int following[] = {0x80, 0xBF};
  std::size_t at = 0;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    auto const* const found =
        std::find_if(std::begin(sequences), std::end(sequences), [&](sequence const& each) {
          return within(at, each.first) && within(at + 1, each.second) &&
                 (each.more < 1 || within(at + 2, following)) &&
                 (each.more < 2 || within(at + 3, following));
        });
    if (found == std::end(sequences)) {
      return false;
    }
    at += 2 + found->more;
  }
  return true;
}

// A tree as one JSON text: the same for all spellings of it.
std::string quoted(std::string const& text) {
  std::string out = "\"";
  for (auto const byte : text) {
    auto const code = static_cast<unsigned char>(byte);
    if (code < 0x20) {
      out += std::string("\\u00") + (code < 0x10 ? '0' : '1') + "0123456789abcdef"[code % 16];
    } else {
      out += byte == '"' || byte == '\\' ? std::string("\\") + byte : std::string(1, byte);
    }
  }
  return out + '"';
}

std::string dump(node const& value) {
  switch (value.type) {
  case kind::null:
    return "null";
  case kind::boolean:
    return value.boolean ? "true" : "false";
  case kind::number:
    return value.text;
  case kind::string:
    return quoted(value.text);
  case kind::array:
  case kind::object:
    break;
  }
  bool const object = value.type == kind::object;
  std::string out = object ? "{" : "[";
  for (std::size_t at = 0; at != value.children.size(); ++at) {
    out += at == 0 ? "" : ",";
    out += object ? quoted(value.keys[at]) + ':' : "";
    out += dump(value.children[at]);
  }
  return out + (object ? '}' : ']');
}

void flawed(trailaudit::policy& out, std::string const& text) {
  out = {};
  out.text = text;
  out.flaws.emplace_back();
}

// A policy by the grammar. Of one with a flaw only that is kept, and the text.
class policy_filler {
public:
  explicit policy_filler(trailaudit::policy& out) : out_(out) {}

  void document(node const& root, std::string const& text) {
    members(root, [&](std::string const& key, node const& value) {
      if (key == "Version") {
        fill(value, out_.version);
      } else if (key == "Id") {
        fill(value, out_.id);
      } else if (key == "Statement") {
        one_or_many(value, out_.statement, kind::object, [&](node const& each) {
          statement(each, out_.statement.values.emplace_back());
        });
      } else {
        good_ = false;
      }
    });
    good_ = good_ && has(root, "Statement");
    if (!good_) {
      flawed(out_, text);
    } else if (!exact_) {
      out_.text = text;
    }
  }

private:
  static bool has(node const& object, std::string_view key) {
    for (auto const& each : object.keys) {
      if (each == key) {
        return true;
      }
    }
    return false;
  }

  template <class Visitor>
  void members(node const& object, Visitor const& visit) {
    good_ = good_ && object.type == kind::object;
    for (std::size_t at = 0; good_ && at != object.keys.size(); ++at) {
      for (std::size_t before = 0; before != at; ++before) {
        good_ = good_ && object.keys[before] != object.keys[at];
      }
      visit(object.keys[at], object.children[at]);
    }
  }

  // `visit` takes each element, or the value itself if it is of the type of one.
  template <class T, class Visitor>
  void one_or_many(node const& value, trailaudit::one_or_many<T>& out, kind one,
                   Visitor const& visit) {
    if (value.type == one) {
      visit(value);
      return;
    }
    good_ = good_ && value.type == kind::array;
    for (auto const& each : value.children) {
      if (!good_) {
        return;
      }
      visit(each);
    }
    out.listed = value.children.size() < 2;
  }

  void fill(node const& value, std::string& out) {
    good_ = good_ && value.type == kind::string;
    exact_ = exact_ && !value.text.empty();
    out = value.text;
  }

  void texts(node const& value, trailaudit::one_or_many<std::string>& out) {
    one_or_many(value, out, kind::string, [&](node const& each) {
      good_ = good_ && each.type == kind::string;
      out.values.push_back(each.text);
    });
  }

  void statement(node const& object, trailaudit::policy_statement& out) {
    members(object, [&](std::string const& key, node const& value) {
      if (key == "Sid") {
        fill(value, out.sid);
      } else if (key == "Effect") {
        fill(value, out.effect);
      } else if (key == "Principal") {
        principal(value, out.principal.emplace());
      } else if (key == "NotPrincipal") {
        principal(value, out.not_principal.emplace());
      } else if (key == "Action") {
        texts(value, out.action);
      } else if (key == "NotAction") {
        texts(value, out.not_action);
      } else if (key == "Resource") {
        texts(value, out.resource);
      } else if (key == "NotResource") {
        texts(value, out.not_resource);
      } else if (key == "Condition") {
        exact_ = exact_ && !value.keys.empty();
        condition(value, out.condition.conditions);
      } else {
        good_ = false;
      }
    });
    good_ = good_ && (out.effect == "Allow" || out.effect == "Deny") &&
            has(object, "Action") != has(object, "NotAction") &&
            !(has(object, "Resource") && has(object, "NotResource")) &&
            !(has(object, "Principal") && has(object, "NotPrincipal"));
  }

  void principal(node const& value, trailaudit::principal_element& out) {
    if (value.type == kind::string) {
      fill(value, out.text);
    } else if (value.type == kind::array) {
      out.untyped = true;
      out.groups.emplace_back().type = "AWS";
      texts(value, out.groups.back().ids);
    } else {
      members(value, [&](std::string const& type, node const& ids) {
        good_ = good_ && (type == "AWS" || type == "Service" || type == "Federated" ||
                          type == "CanonicalUser");
        out.groups.emplace_back().type = type;
        texts(ids, out.groups.back().ids);
      });
    }
  }

  void condition(node const& value, trailaudit::list<trailaudit::policy_condition>& out) {
    members(value, [&](std::string const& operation, node const& keys) {
      if (keys.keys.empty()) {
        out.emplace_back().operation = operation;
      }
      members(keys, [&](std::string const& key, node const& values) {
        auto& added = out.emplace_back();
        added.operation = operation;
        added.key = key;
        auto const one = [&](node const& each) {
          good_ = good_ && (each.type == kind::string || each.type == kind::number ||
                            each.type == kind::boolean);
          if (each.type != kind::string) {
            added.unquoted.push_back(static_cast<std::uint32_t>(added.values.values.size()));
          }
          added.values.values.push_back(each.type == kind::boolean ? each.boolean ? "true" : "false"
                                                                   : each.text);
        };
        if (values.type == kind::array) {
          for (auto const& each : values.children) {
            one(each);
          }
          added.values.listed = values.children.size() < 2;
        } else {
          one(values);
        }
      });
    });
  }

  trailaudit::policy& out_;
  bool good_ = true;
  bool exact_ = true;
};

class filler {
public:
  filler(trailaudit::read_limits const& limits, outcome& out) : limits_(limits), out_(out) {}

  void document(node const& root) {
    if (!expect(root, kind::object)) {
      return;
    }
    std::vector<std::string> seen;
    for (std::size_t at = 0; at != root.keys.size(); ++at) {
      auto const& key = root.keys[at];
      auto const& value = root.children[at];
      auto const below = enter(key);
      bool const known = key == "schema" || key == "account_id" || key == "as_of" ||
                         key == "regions" || key == "captures";
      if (!known) {
        ignore(key, "this key has no meaning in a snapshot");
      } else if (is_new(seen, key)) {
        top_member(key, value);
      }
    }
    for (auto const* const needed : {"schema", "captures"}) {
      if (!contains(seen, needed)) {
        refuse(read_code::missing_key);
      }
    }
    out_.value.ignored_keys = ignored_keys_;
    for (auto const& each : ignored_key_names_) {
      out_.value.ignored_key_names.push_back(each);
    }
  }

private:
  // One step down: the pointer and the depth, until the end of the scope.
  class step {
  public:
    step(filler& owner, std::string const& segment) : owner_(owner), size_(owner.pointer_.size()) {
      owner.pointer_ += '/';
      for (auto const byte : segment) {
        owner.pointer_ += byte == '~'   ? std::string("~0")
                          : byte == '/' ? std::string("~1")
                                        : std::string(1, byte);
      }
      ++owner.depth_;
    }
    ~step() {
      owner_.pointer_.resize(size_);
      --owner_.depth_;
    }
    step(step const&) = delete;
    step& operator=(step const&) = delete;

  private:
    filler& owner_;
    std::size_t size_;
  };

  step enter(std::string const& key) { return {*this, key}; }
  step enter(std::size_t index) { return {*this, std::to_string(index)}; }

  void refuse(read_code code) { out_.faults.push_back({code, pointer_}); }

  bool expect(node const& value, kind type) {
    if (value.type != type) {
      refuse(read_code::wrong_type);
    }
    return value.type == type;
  }

  static bool contains(std::vector<std::string> const& seen, std::string const& key) {
    for (auto const& each : seen) {
      if (each == key) {
        return true;
      }
    }
    return false;
  }

  bool is_new(std::vector<std::string>& seen, std::string const& key) {
    if (contains(seen, key)) {
      refuse(read_code::duplicate_key);
      return false;
    }
    seen.push_back(key);
    return true;
  }

  void ignore(std::string const& what, std::string_view reason) {
    auto& added = out_.value.ignored.emplace_back();
    added.pointer = pointer_;
    added.what = what;
    added.reason = reason;
  }

  void top_member(std::string const& key, node const& value) {
    if (key == "schema") {
      if (expect(value, kind::string) && value.text != "trailaudit.snapshot.v1") {
        refuse(read_code::unsupported_schema);
      }
    } else if (key == "captures") {
      if (expect(value, kind::array)) {
        for (std::size_t at = 0; at != value.children.size(); ++at) {
          auto const below = enter(at);
          capture(value.children[at]);
        }
      }
    } else if (value.type == kind::null) {
      return;
    } else if (key == "account_id") {
      fill(value, out_.value.account_id);
      auto const& id = out_.value.account_id;
      if (value.type == kind::string && !id.empty() &&
          (id.size() != 12 || id.find_first_not_of("0123456789") != std::string::npos)) {
        refuse(read_code::out_of_range);
      }
    } else if (key == "as_of") {
      fill(value, out_.value.as_of);
    } else {
      fill(value, out_.value.regions);
    }
  }

  void capture(node const& object) {
    auto const index = out_.value.capture_count++;
    if (!expect(object, kind::object)) {
      return;
    }
    // First what stands there, then what it means: a response can stand before its call.
    std::vector<std::string> seen;
    node const* call = nullptr;
    node const* region = nullptr;
    node const* request = nullptr;
    node const* response = nullptr;
    node const* error = nullptr;
    std::pair<char const*, node const**> const parts[] = {{"call", &call},
                                                          {"region", &region},
                                                          {"request", &request},
                                                          {"response", &response},
                                                          {"error", &error}};
    for (std::size_t at = 0; at != object.keys.size(); ++at) {
      auto const& key = object.keys[at];
      auto const below = enter(key);
      bool known = false;
      for (auto const& [name, place] : parts) {
        if (key == name) {
          known = true;
          if (is_new(seen, key)) {
            *place = &object.children[at];
          }
        }
      }
      if (!known) {
        ignore(key, "this key has no meaning in a capture");
      }
    }
    auto const given = [](node const* value) {
      return value != nullptr && value->type != kind::null;
    };

    std::string name;
    std::string region_name;
    trailaudit::capture_request asked;
    std::string code;
    std::string message;
    if (call == nullptr) {
      refuse(read_code::missing_key);
    } else {
      auto const below = enter("call");
      fill(*call, name);
    }
    if (given(region)) {
      auto const below = enter("region");
      fill(*region, region_name);
    }
    bool read_at_all = false;
    trailaudit::detail::for_each_operation(
        [&](auto const& each) { read_at_all = read_at_all || each.call == name; });
    if (given(request) && read_at_all) { // the parameters of any other call may have any form
      auto const below = enter("request");
      fill(*request, asked);
    }
    if (given(error)) {
      auto const below = enter("error");
      error_object(*error, code, message);
      if (given(response)) {
        refuse(read_code::contradiction);
      }
    } else if (response == nullptr) {
      refuse(read_code::missing_key);
    }

    bool known_call = false;
    trailaudit::detail::for_each_operation([&](auto const& each) {
      if (each.call != name) {
        return;
      }
      known_call = true;
      auto& added = (out_.value.*each.captures).emplace_back();
      added.index = index;
      added.region = region_name;
      added.request = asked;
      added.error_code = code;
      added.error_message = message;
      if (response != nullptr) {
        auto const below = enter("response");
        this->response(*response, each, added);
      }
      if (given(error)) {
        bool absent = false;
        for (auto const word : each.absent_codes) {
          absent = absent || (!word.empty() && word == code);
        }
        added.state = absent ? trailaudit::answer::absent : trailaudit::answer::refused;
      }
    });
    if (!known_call) {
      ignore(name, "no rule reads this call");
    }
  }

  void error_object(node const& object, std::string& code, std::string& message) {
    if (!expect(object, kind::object)) {
      return;
    }
    std::vector<std::string> seen;
    for (std::size_t at = 0; at != object.keys.size(); ++at) {
      auto const& key = object.keys[at];
      auto const below = enter(key);
      if (key != "Code" && key != "Message") {
        ignore(key);
      } else if (is_new(seen, key) && object.children[at].type != kind::null) {
        fill(object.children[at], key == "Code" ? code : message);
      }
    }
    if (code.empty()) {
      refuse(read_code::missing_key);
    }
  }

  template <class Response>
  void response(node const& value, trailaudit::operation<Response> const& asked,
                trailaudit::capture<Response>& out) {
    bool const nothing =
        value.type == kind::null || (value.type == kind::string && value.text.empty());
    if (nothing) {
      out.state =
          asked.empty_is_an_answer ? trailaudit::answer::present : trailaudit::answer::empty;
    } else {
      fill(value, out.response);
    }
  }

  void fill(node const& value, std::string& out) {
    if (expect(value, kind::string)) {
      out = value.text;
    }
  }

  void fill(node const& value, trailaudit::rare_text& out) {
    if (expect(value, kind::string)) {
      out = value.text;
    }
  }

  void fill(node const& value, std::optional<bool>& out) {
    if (expect(value, kind::boolean)) {
      out = value.boolean;
    }
  }

  void fill(node const& value, std::optional<std::int64_t>& out) {
    if (!expect(value, kind::number)) {
      return;
    }
    if (value.text.find_first_of(".eE") != std::string::npos) {
      refuse(read_code::wrong_type);
      return;
    }
    errno = 0;
    auto const number = std::strtoll(value.text.c_str(), nullptr, 10);
    if (errno == ERANGE) {
      refuse(read_code::out_of_range);
    } else {
      out = number;
    }
  }

  void fill(node const& value, std::optional<trailaudit::timestamp>& out) {
    auto const set = [&](std::int64_t seconds) {
      out = trailaudit::timestamp{std::chrono::seconds{seconds}};
    };
    if (value.type == kind::number) {
      errno = 0;
      auto const seconds = std::strtod(value.text.c_str(), nullptr);
      bool const vanishes = errno == ERANGE && !(seconds > 0); // smaller than any double
      if (seconds >= 0 && seconds < 253402300800.0 && !vanishes) {
        set(static_cast<std::int64_t>(seconds));
      } else {
        refuse(read_code::out_of_range);
      }
    } else if (expect(value, kind::string) && !value.text.empty()) {
      if (auto const seconds = seconds_of(value.text)) {
        set(*seconds);
      } else {
        refuse(read_code::invalid_time);
      }
    }
  }

  template <class T>
  void fill(node const& value, trailaudit::list<T>& out) {
    if (!expect(value, kind::array)) {
      return;
    }
    for (std::size_t at = 0; at != value.children.size(); ++at) {
      auto const below = enter(at);
      fill(value.children[at], out.emplace_back());
    }
  }

  template <class T>
  void fill(node const& value, trailaudit::maybe<T>& out) {
    fill(value, out.emplace());
  }

  template <class T>
  void fill(node const& value, trailaudit::one_or_many<T>& out) {
    if (value.type == kind::array) {
      fill(value, out.values);
      out.listed = value.children.size() < 2;
    } else {
      fill(value, out.values.emplace_back());
    }
  }

  // A policy is read whatever it holds.
  void fill(node const& value, trailaudit::json_text<trailaudit::policy>& out) {
    if (value.type == kind::object) {
      policy_filler(out.value).document(value, dump(value));
    } else if (expect(value, kind::string)) {
      policy_text(value.text, out.value);
    }
  }

  template <class T>
  void fill(node const& value, trailaudit::encoded_json_text<T>& out) {
    auto const text =
        value.type == kind::string && value.text.starts_with('%') ? decoded(value.text) : "%";
    if (!text.starts_with('%') && is_unicode(text)) {
      policy_text(text, out.value);
    } else { // no text in the encoded bytes, or an encoded text again
      fill(value, static_cast<trailaudit::json_text<T>&>(out));
    }
  }

  void policy_text(std::string const& text, trailaudit::policy& out) {
    auto const inner = parse(text, limits_.max_depth - depth_);
    out_.boost_quirk = out_.boost_quirk || inner.error == json::error::exponent_overflow;
    if (inner.error) {
      flawed(out, text);
    } else {
      policy_filler(out).document(inner.root, text);
    }
  }

  template <trailaudit::record T>
  void fill(node const& value, T& out) {
    if (!expect(value, kind::object)) {
      return;
    }
    std::vector<std::string> seen;
    std::vector<std::string> filled;
    for (std::size_t at = 0; at != value.keys.size(); ++at) {
      auto const& key = value.keys[at];
      auto const& child = value.children[at];
      auto const below = enter(key);
      bool known = false;
      trailaudit::detail::for_each_field<T>([&](auto const& each) {
        if (each.key != key) {
          return;
        }
        known = true;
        if (is_new(seen, key) && child.type != kind::null) {
          filled.push_back(key);
          fill(child, out.*each.member);
        }
      });
      if (known) {
        continue;
      }
      if constexpr (trailaudit::keeps_unrecognized<T>) {
        if (is_new(seen, key)) {
          (out.*trailaudit::unrecognized_of<T>).push_back(key);
        }
      } else if (key != "ResponseMetadata") {
        ignore(key);
      }
    }
    trailaudit::detail::for_each_field<T>([&](auto const& each) {
      if (each.required && !contains(filled, std::string(each.key))) {
        refuse(read_code::missing_key);
      }
    });
  }

  void ignore(std::string const& key) {
    ++ignored_keys_;
    if (key.size() <= 128 && ignored_key_names_.size() < 64 && !contains(ignored_key_names_, key)) {
      ignored_key_names_.push_back(key);
    }
  }

  trailaudit::read_limits const& limits_;
  outcome& out_;
  std::string pointer_{};
  unsigned depth_ = 0;
  std::uint64_t ignored_keys_ = 0;
  std::vector<std::string> ignored_key_names_{};
};

} // namespace

std::string canonical(std::string_view text) {
  auto const tree = parse(text, 512);
  return tree.error ? std::string(text) : dump(tree.root);
}

outcome read(std::string_view document, trailaudit::read_limits const& limits) {
  outcome result;
  auto const tree = parse(document, limits.max_depth);
  if (tree.error) {
    result.is_json = false;
    result.boost_quirk = tree.error == json::error::exponent_overflow;
    return result;
  }
  filler(limits, result).document(tree.root);
  return result;
}

} // namespace plain
