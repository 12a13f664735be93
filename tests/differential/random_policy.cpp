#include <differential/naive_policy.hpp>

#include <array>
#include <string>
#include <utility>

// Policies by chance. They are made to collide: few accounts, organizations and names, values that
// are near each other, and a Deny that is about what an Allow is about.

namespace naive {

namespace {

using std::string_view;
using trailaudit::policy_condition;
using trailaudit::principal_element;
using trailaudit::principal_type;

template <std::size_t Count>
using words = std::array<string_view, Count>;

constexpr words<5> accounts{"111122223333", "222233334444", "222233334445", "222233334444",
                            "999999999999"};
constexpr words<4> organizations{"o-aaaa1111", "o-aaaa1112", "o-aaaa1111", "o-outsider01"};
constexpr words<5> paths{"o-aaaa1111/r-ab12/", "o-aaaa1111/r-ab12/ou-ab12-1/",
                         "o-aaaa1111/r-ab12/ou-ab12-2/", "o-aaaa1112/r-ab12/",
                         "o-aaaa1112/r-cd34/"};
constexpr words<5> callers{"arn:aws:iam::222233334444:user/eve", "arn:aws:iam::222233334444:role/r",
                           "arn:aws:iam::222233334445:role/r", "arn:aws:iam::222233334444:root",
                           "arn:aws:iam::111122223333:role/r"};
constexpr words<5> ids{"AIDAUSER1", "AROAROLE1:s", "AROAROLE2:s", "AROAROLE1:t", "anonymous"};
constexpr words<3> services{"cloudtrail.amazonaws.com", "s3.amazonaws.com", "config.amazonaws.com"};
constexpr words<4> types{"User", "AssumedRole", "Account", "Anonymous"};
constexpr words<5> names{"eve", "ev", "evelyn", "bob", "outsider"};
constexpr words<14> ranges{"203.0.113.0/24", "203.0.113.7",   "203.0.113.0/25", "203.0.113.128/25",
                           "10.0.0.0/8",     "10.0.0.0/7",    "0.0.0.0/0",      "0.0.0.0/1",
                           "128.0.0.0/1",    "2001:db8::/32", "2001:db8::1",    "::/0",
                           "192.0.2.0/24",   "2001:db8::/31"};
constexpr words<3> vpcs{"vpc-0aaaaaa1", "vpc-0aaaaaa2", "vpc-0aaaaaa1"};
constexpr words<4> endpoints{"vpce-0aaaaaa1", "vpce-0aaaaaa2", "vpce-0aaaaaa1",
                             "vpce-0123456789abcdef0"};
constexpr words<3> vpc_arns{"arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0aaaaaa1",
                            "arn:aws:ec2:us-east-1:222233334444:vpc/vpc-0aaaaaa2",
                            "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0aaaaaa3"};
constexpr words<4> sources{"arn:aws:cloudtrail:us-east-1:111122223333:trail/t",
                           "arn:aws:cloudtrail:eu-west-1:222233334444:trail/t",
                           "arn:aws:s3:::mybucket", "arn:aws:sns:us-east-1:222233334444:topic"};
constexpr words<2> access_points{"arn:aws:s3:us-east-1:111122223333:accesspoint/a",
                                 "arn:aws:s3:us-east-1:222233334444:accesspoint/a"};
constexpr words<4> numbers{"10", "11", "9", "100"};
constexpr words<4> dates{"2020-01-01T00:00:00Z", "2020-01-01", "1577836800",
                         "2021-06-30T12:00:00Z"};
constexpr words<3> acls{"bucket-owner-full-control", "private", "public-read"};
constexpr words<2> booleans{"true", "false"};

// What the policy's world has for a key.
std::string some_value(dice& random, string_view key) {
  auto const is = [&](string_view name) { return key == name; };
  string_view out;
  switch (facts_of(key).type) {
  case key_type::boolean:
    out = random.of(booleans);
    break;
  case key_type::address:
    out = random.of(ranges);
    break;
  case key_type::number:
    out = random.of(numbers);
    break;
  case key_type::date:
    out = random.of(dates);
    break;
  case key_type::arn:
    out = is("aws:PrincipalArn")   ? random.of(callers)
          : is("aws:SourceVpcArn") ? random.of(vpc_arns)
          : is("aws:SourceArn")    ? random.of(sources)
                                   : random.of(access_points);
    break;
  case key_type::text:
  case key_type::list:
    out = key.ends_with("Account") || is("aws:SourceOwner") ? random.of(accounts)
          : key.ends_with("OrgID")                          ? random.of(organizations)
          : key.ends_with("OrgPaths")                       ? random.of(paths)
          : is("aws:userid")                                ? random.of(ids)
          : is("aws:PrincipalServiceName") || is("aws:CalledVia") || is("kms:ViaService")
              ? random.of(services)
          : is("aws:PrincipalType") ? random.of(types)
          : is("aws:SourceVpc")     ? random.of(vpcs)
          : is("aws:SourceVpce")    ? random.of(endpoints)
          : is("s3:x-amz-acl")      ? random.of(acls)
                                    : random.of(names);
  }
  return std::string(out);
}

// Puts wildcards into a text, within one part where it is an ARN.
std::string blurred(dice& random, std::string text, bool arn) {
  if (arn) {
    std::array<std::size_t, 7> starts{};
    std::size_t parts = 0;
    for (std::size_t at = 0; at != text.size() && parts != 5; ++at) {
      if (text[at] == ':') {
        starts[++parts] = at + 1;
      }
    }
    starts[6] = text.size() + 1;
    auto const part = random.chance(50) ? 5U : 1 + random.below(5);
    auto const from = starts[part];
    auto const size = starts[part + 1] - 1 - from;
    if (part == 5 && size > 2 && random.chance(80)) {
      auto const slash = text.find('/', from);
      auto const keep = slash != text.npos ? slash + 1 : from + random.below(size);
      return text.substr(0, keep) + (random.chance(80) ? "*" : "?");
    }
    return part == 2 ? text // the service is kept: it decides what the parts mean
                     : text.replace(from, size, "*");
  }
  auto const at = random.below(text.size() + 1);
  switch (random.below(5)) {
  case 0:
    return text.substr(0, at) + '*';
  case 1:
    return '*' + text.substr(at);
  case 2:
    return text.substr(0, at) + '*' + text.substr(at);
  case 3:
    return at == text.size() ? text + '?' : text.replace(at, 1, "?");
  default:
    return text.substr(0, text.size() / 2) + '*';
  }
}

string_view some_operation(dice& random, key_type type, bool negated) {
  constexpr words<4> equal{"StringEquals", "StringEquals", "StringEqualsIgnoreCase", "StringLike"};
  constexpr words<4> differ{"StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase",
                            "StringNotEquals"};
  constexpr words<6> numeric{"NumericEquals",         "NumericNotEquals",
                             "NumericLessThan",       "NumericGreaterThan",
                             "NumericLessThanEquals", "NumericGreaterThanEquals"};
  constexpr words<6> date{"DateEquals",      "DateNotEquals",      "DateLessThan",
                          "DateGreaterThan", "DateLessThanEquals", "DateGreaterThanEquals"};
  constexpr words<4> arn{"ArnLike", "ArnEquals", "StringLike", "StringEquals"};
  constexpr words<4> not_arn{"ArnNotLike", "ArnNotEquals", "StringNotLike", "StringNotEquals"};
  switch (type) {
  case key_type::boolean:
    return "Bool";
  case key_type::address:
    return negated ? "NotIpAddress" : "IpAddress";
  case key_type::number:
    return random.of(numeric);
  case key_type::date:
    return random.of(date);
  case key_type::arn:
    return negated ? random.of(not_arn) : random.of(arn);
  case key_type::text:
  case key_type::list:
    break;
  }
  return negated ? random.of(differ) : random.of(equal);
}

policy_condition random_condition(dice& random, policy_style const& style, bool variables,
                                  bool deny) {
  auto const keys = known_keys();
  policy_condition out;
  auto facts = keys[random.below(keys.size())];
  if (random.chance(50)) { // those that policies usually have
    constexpr words<10> usual{"aws:PrincipalOrgID",   "aws:SourceIp",      "aws:PrincipalArn",
                              "aws:SourceArn",        "aws:SourceVpce",    "aws:SecureTransport",
                              "aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceVpc",
                              "aws:PrincipalOrgPaths"};
    facts = facts_of(random.of(usual));
  }
  out.key = std::string(facts.name);
  if (random.chance(8)) {
    out.operation = "Null";
    out.values.values = {random.chance(50) ? "true" : "false"};
    return out;
  }
  bool const negated = random.chance(deny ? 45 : 20);
  std::string operation(some_operation(random, facts.type, negated));
  bool const like = operation.ends_with("Like") || operation.starts_with("Arn");
  bool const arn = facts.type == key_type::arn;
  for (auto count = random.chance(30) ? 2U : 1U; count != 0; --count) {
    auto value = some_value(random, facts.name);
    bool const text = facts.type == key_type::text || facts.type == key_type::list || arn;
    if (text && like && random.chance(45)) {
      value = blurred(random, value, arn);
    } else if (text && !operation.starts_with("Arn") && random.chance(3)) {
      value += '*'; // literal, where the operator knows no wildcards
    } else if (variables && text && random.chance(5)) {
      constexpr words<5> some{"${aws:ResourceAccount}", "${aws:username}",
                              "${aws:PrincipalTag/team}", "${aws:PrincipalAccount}",
                              "${aws:username, 'bob'}"};
      value = arn ? "arn:aws:iam::222233334444:user/" + std::string("${aws:username}")
                  : std::string(random.of(some));
    }
    if (!style.well_formed && random.chance(4)) {
      constexpr words<5> bad{"203.0.113.0/33", "yesterday", "ten", "", "arn:aws:s3"};
      value = std::string(random.of(bad));
    }
    out.values.values.push_back(value);
  }
  bool const list = facts.type == key_type::list;
  if (list ? style.well_formed || random.chance(90) : random.chance(4)) {
    operation = (random.chance(50) ? "ForAnyValue:" : "ForAllValues:") + operation;
  }
  if (random.chance(12) && !operation.starts_with("ForAnyValue:")) {
    operation += "IfExists";
  }
  if (!style.well_formed && random.chance(3)) {
    constexpr words<4> odd{"StringMatches", "NullIfExists", "ForSome:StringEquals", "Ip"};
    operation = std::string(random.of(odd));
  }
  if (random.chance(20)) {
    for (auto& each : out.key) { // names of keys are not case-sensitive
      each = each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    }
  }
  out.operation = operation;
  return out;
}

void add_id(principal_element& to, string_view type, string_view id) {
  for (auto& group : to.groups) {
    if (group.type == type) {
      group.ids.values.push_back(std::string(id));
      return;
    }
  }
  auto& group = to.groups.emplace_back();
  group.type = type;
  group.ids.values = {std::string(id)};
}

principal_element random_principal(dice& random, policy_style const& style, bool broad) {
  principal_element out;
  if (random.chance(broad ? 75 : 35)) {
    if (random.chance(50)) {
      out.text = "*";
    } else {
      add_id(out, "AWS", "*");
    }
    return out;
  }
  for (auto count = 1 + random.below(2); count != 0; --count) {
    auto const kind = random.below(20);
    if (kind < 6) {
      add_id(out, "AWS", random.of(accounts));
    } else if (kind < 12) {
      add_id(out, "AWS", random.of(callers));
    } else if (kind < 13) {
      add_id(out, "AWS", "arn:aws:sts::222233334444:assumed-role/r/s");
    } else if (kind < 16) {
      add_id(out, "Service", random.of(services));
    } else if (kind < 17) {
      add_id(out, "Federated",
             random.chance(50) ? "accounts.google.com"
                               : "arn:aws:iam::222233334444:saml-provider/p");
    } else if (kind < 18) {
      add_id(out, "CanonicalUser", "79a59df900b949e55d96a1e698fbaced");
    } else if (kind < 19) {
      add_id(out, "AWS", "AROACKCEVSQ6C2EXAMPLE");
    } else if (!style.well_formed) {
      add_id(out, "AWS", "arn:aws:iam::*:role/r");
    } else {
      add_id(out, "AWS", "*");
    }
  }
  return out;
}

std::string random_action(dice& random) {
  constexpr words<12> actions{"s3:GetObject",  "s3:PutObject", "s3:Get*",       "s3:*",
                              "s3:GetObject*", "s3:?etObject", "s3:ListBucket", "*",
                              "S3:getobject",  "s3:Delete*",   "s3:GetObject",  "s3:PutObjectAcl"};
  return std::string(random.of(actions));
}

std::string random_resource(dice& random, policy_style const& style, bool variables) {
  constexpr words<14> resources{
      "arn:aws:s3:::logs/*",  "arn:aws:s3:::logs/*",    "arn:aws:s3:::logs",
      "arn:aws:s3:::logs/a*", "arn:aws:s3:::logs/a*b",  "arn:aws:s3:::logs/?",
      "arn:aws:s3:::logs/ab", "arn:aws:s3:::*",         "*",
      "arn:aws:s3:::log*/*",  "arn:*:s3:::logs/*",      "arn:aws:s3:::other/*",
      "arn:aws:s3:::logs*",   "arn:aws:s3:::logs/a/*/b"};
  if (!style.well_formed && random.chance(5)) {
    return random.chance(50) ? "logs/*" : "arn:aws:*:::logs/*";
  }
  if (variables && random.chance(8)) {
    return random.chance(70) ? "arn:aws:s3:::logs/${aws:username}/*"
                             : "arn:aws:s3:::logs/${aws:PrincipalTag/team, 'a'}*";
  }
  return std::string(random.of(resources));
}

bool has_key(policy_statement const& statement, policy_condition const& wanted) {
  auto const fold = [](string_view text) {
    std::string out(text);
    for (auto& each : out) {
      each = each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    }
    return out;
  };
  for (auto const& each : statement.condition.conditions) {
    if (each.operation == wanted.operation && fold(each.key) == fold(wanted.key)) {
      return true;
    }
  }
  return false;
}

void add_condition(dice& random, policy_statement& to, policy_style const& style, bool variables) {
  auto condition = random_condition(random, style, variables, to.effect == "Deny");
  if (!has_key(to, condition) || (!style.well_formed && random.chance(30))) {
    to.condition.conditions.push_back(std::move(condition));
  }
}

void append(std::string& out, string_view text) {
  out += '"';
  for (auto const each : text) {
    if (each == '"' || each == '\\') {
      out += '\\';
    }
    out += each;
  }
  out += '"';
}
template <class List>
void append_list(std::string& out, string_view name, List const& values) {
  if (values.size() == 0) {
    return;
  }
  out += ',';
  append(out, name);
  out += ":[";
  bool first = true;
  for (auto const& each : values) {
    out += first ? "" : ",";
    append(out, each);
    first = false;
  }
  out += ']';
}
void append_principal(std::string& out, string_view name, principal_element const* element) {
  if (element == nullptr) {
    return;
  }
  out += ',';
  append(out, name);
  out += ':';
  if (!element->text.empty()) {
    append(out, element->text);
    return;
  }
  out += "{\"\":[]";
  for (auto const& each : element->groups) {
    append_list(out, each.type, each.ids.values);
  }
  out += '}';
}

} // namespace

policy_statement random_statement(dice& random, policy_style const& style, bool variables,
                                  string_view effect) {
  policy_statement out;
  out.effect = effect;
  bool const allow = effect == "Allow";
  if (random.chance(allow ? 6 : 10)) {
    out.not_principal = random_principal(random, style, false);
  } else {
    out.principal = random_principal(random, style, true);
  }
  for (auto count = 1 + random.below(2); count != 0; --count) {
    auto const action = random_action(random);
    (random.chance(6) ? out.not_action : out.action).values.push_back(action);
  }
  if (!out.action.values.empty()) {
    out.not_action.values.clear();
  }
  for (auto count = 1 + random.below(2); count != 0; --count) {
    auto const resource = random_resource(random, style, variables);
    (random.chance(6) ? out.not_resource : out.resource).values.push_back(resource);
  }
  if (!out.resource.values.empty()) {
    out.not_resource.values.clear();
  }
  for (auto count = random.below(style.max_conditions + 1); count != 0; --count) {
    add_condition(random, out, style, variables);
  }
  return out;
}

policy random_policy(dice& random, policy_style const& style) {
  policy out;
  bool const variables = random.chance(75);
  out.version = variables ? "2012-10-17" : random.chance(50) ? "2008-10-17" : "";
  auto& statements = out.statement.values;
  for (auto count = 1 + random.below(style.max_statements); count != 0; --count) {
    bool const allow = statements.empty() || random.chance(55);
    auto statement = random_statement(random, style, variables, allow ? "Allow" : "Deny");
    if (!allow && random.chance(60)) { // about what an Allow is about
      auto const& other = statements[random.below(statements.size())];
      statement.action = other.action;
      statement.not_action = other.not_action;
      if (random.chance(70)) {
        statement.resource = other.resource;
        statement.not_resource = other.not_resource;
      }
      if (random.chance(70)) {
        statement.principal = principal_element{"*", {}};
        statement.not_principal.reset();
      }
      if (random.chance(40)) {
        statement.condition = other.condition;
        for (auto& each : statement.condition.conditions) {
          if (random.chance(50) && each.operation.starts_with("String")) {
            each.operation = "StringNotEquals";
          } else if (random.chance(50) && each.operation == "IpAddress") {
            each.operation = "NotIpAddress";
          } else if (random.chance(50) && each.operation.starts_with("Arn")) {
            each.operation = "ArnNotLike";
          }
        }
        policy_statement unique;
        for (auto const& each : statement.condition.conditions) {
          if (!has_key(unique, each)) {
            unique.condition.conditions.push_back(each);
          }
        }
        statement.condition = unique.condition;
      }
    }
    statements.push_back(std::move(statement));
  }
  if (!style.well_formed && random.chance(5)) {
    trailaudit::policy_flaw flaw;
    flaw.code = trailaudit::policy_flaw_code::unknown_element;
    if (random.chance(80)) {
      flaw.statement = static_cast<std::uint32_t>(random.below(statements.size()));
    }
    out.flaws = {flaw};
  }
  return out;
}

policy as_key_policy(policy document) {
  for (auto& statement : document.statement.values) {
    statement.not_resource.values.clear();
    statement.resource.values = {"*"};
    for (auto* const actions : {&statement.action.values, &statement.not_action.values}) {
      for (auto& each : *actions) {
        if (each != "*") {
          each = each.find("Get") != each.npos   ? "kms:Decrypt"
                 : each.find("Put") != each.npos ? "kms:GenerateDataKey*"
                 : each == "s3:*"                ? "kms:*"
                                                 : "kms:DescribeKey";
        }
      }
    }
  }
  return document;
}

policy_request random_request(dice& random, policy const& document) {
  policy_request out;
  auto const kind = random.below(20);
  if (kind < 12) {
    out.principal.type = principal_type::aws;
    out.principal.id = std::string(random.of(callers));
    if (random.chance(30)) {
      constexpr words<4> others{"arn:aws:sts::222233334444:assumed-role/r/s",
                                "arn:aws:sts::111122223333:assumed-role/r/s",
                                "arn:aws:iam::999999999999:user/eve",
                                "arn:aws:sts::222233334444:federated-user/eve"};
      out.principal.id = std::string(random.of(others));
    }
  } else if (kind < 15) {
    out.principal.type = principal_type::anonymous;
  } else if (kind < 18) {
    out.principal.type = principal_type::service;
    out.principal.id = std::string(random.of(services));
  } else if (kind < 19) {
    out.principal.type = principal_type::federated;
    out.principal.id = "accounts.google.com";
  } else {
    out.principal.type = principal_type::canonical;
    out.principal.id = "79a59df900b949e55d96a1e698fbaced";
  }
  constexpr words<6> actions{"s3:GetObject",    "s3:PutObject",  "s3:GetObjectAcl",
                             "s3:DeleteObject", "s3:ListBucket", "S3:GETOBJECT"};
  constexpr words<9> resources{
      "arn:aws:s3:::logs",       "arn:aws:s3:::logs/a",    "arn:aws:s3:::logs/ab",
      "arn:aws:s3:::logs/a/b/b", "arn:aws:s3:::logs/b",    "arn:aws:s3:::other/a",
      "arn:aws:s3:::logs/eve/k", "arn:aws-cn:s3:::logs/a", "arn:aws:s3:::logs/a:b"};
  out.action = std::string(random.of(actions));
  out.resource = std::string(random.of(resources));
  out.account = random.chance(90) ? std::string(logs_bucket.account) : "";
  auto const add = [&](string_view name) {
    auto const facts = facts_of(name);
    for (auto const& each : out.context) {
      if (facts_of(each.key).name == facts.name) {
        return;
      }
    }
    auto& entry = out.context.emplace_back();
    entry.key = std::string(facts.name);
    bool const many = facts.type == key_type::list || random.chance(3);
    for (auto count = many ? random.below(3) : std::size_t{1}; count != 0; --count) {
      auto value = some_value(random, facts.name);
      auto const slash = facts.type == key_type::address ? value.find('/') : value.npos;
      value = random.chance(97) ? value.substr(0, slash) : value + "x";
      entry.values.push_back(random.chance(97) ? value : std::string());
    }
  };
  // Half of what the policy asks for, and something that it does not.
  for (auto const& statement : document.statement.values) {
    for (auto const& condition : statement.condition.conditions) {
      if (random.chance(60)) {
        add(condition.key);
      }
    }
  }
  if (random.chance(30)) {
    add("aws:username");
  }
  if (random.chance(20)) {
    add("aws:PrincipalTag/team");
  }
  return out;
}

std::string shown(policy const& document) {
  std::string out = "{\"Version\":";
  append(out, document.version);
  out += ",\"Statement\":[";
  bool first = true;
  for (auto const& each : document.statement.values) {
    out += first ? "\n {" : ",\n {";
    first = false;
    out += "\"Effect\":";
    append(out, each.effect);
    append_principal(out, "Principal", each.principal.get());
    append_principal(out, "NotPrincipal", each.not_principal.get());
    append_list(out, "Action", each.action.values);
    append_list(out, "NotAction", each.not_action.values);
    append_list(out, "Resource", each.resource.values);
    append_list(out, "NotResource", each.not_resource.values);
    for (auto const& condition : each.condition.conditions) {
      out += ",\n    \"" + condition.operation + "\":{";
      append(out, condition.key);
      out += ":[";
      for (auto const& value : condition.values.values) {
        append(out, value);
        out += ' ';
      }
      out += "]}";
    }
    out += '}';
  }
  out += "]}";
  for (auto const& flaw : document.flaws) {
    out += " flaw of " + std::to_string(flaw.statement);
  }
  return out;
}

std::string shown(policy_request const& request) {
  constexpr words<5> kinds{"anonymous", "aws", "service", "federated", "canonical"};
  std::string out(kinds[static_cast<std::size_t>(request.principal.type)]);
  out += ' ' + request.principal.id + ' ' + request.action + ' ' + request.resource + " of " +
         request.account;
  for (auto const& each : request.context) {
    out += "\n  " + each.key + " =";
    for (auto const& value : each.values) {
      out += ' ';
      append(out, value);
    }
  }
  return out;
}

} // namespace naive
