#include "formats/stix/pattern_atoms.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "formats/stix/pattern_property.hpp"

namespace tidings::stix {
namespace {

using observable::Type;
using Standing = Atom::Standing;
using Weight = Property::Weight;

bool is_equality(const Comparison& comparison) { return comparison.how == Operator::Equal && !comparison.negated; }

/// The text that a value is parsed from; nothing where the comparison holds no single value.
std::optional<std::string> value_of(const Comparison& comparison, const Literal& literal, Type hint) {
  if (hint == Type::Asn && literal.kind == Literal::Kind::Integer) return "AS" + literal.text;
  if (literal.kind != Literal::Kind::Text) return std::nullopt;
  const auto& text = literal.text;
  switch (comparison.how) {
    case Operator::Equal:
    case Operator::In: return text;
    case Operator::Like:
      if (text.find_first_of("%_") == std::string::npos) return text;
      if (hint == Type::Domain && text.starts_with("%.") && text.find_first_of("%_", 1) == std::string::npos)
        return "*" + text.substr(1);
      return std::nullopt;
    case Operator::IsSubset:
      if (hint == Type::Ipv4 || hint == Type::Ipv6) return text;
      return std::nullopt;
    case Operator::NotEqual:
    case Operator::Greater:
    case Operator::GreaterOrEqual:
    case Operator::Less:
    case Operator::LessOrEqual:
    case Operator::Matches:
    case Operator::IsSuperset:
    case Operator::Exists: return std::nullopt;
  }
  return std::nullopt;
}

Type hint_of(const Property& property, std::string_view text) {
  const bool has_folder = text.find_first_of("/\\") != std::string_view::npos;
  return property.hint == Type::Filename && has_folder ? Type::FilePath : property.hint;
}

class Gathering {
 public:
  explicit Gathering(const Pattern& pattern) : pattern_(pattern) {}
  Atoms run();

 private:
  using Number = std::uint32_t;
  void gather(Number number, Standing standing);
  void gather_all(const Node& node, Standing standing);
  void gather_comparison(const Comparison& comparison, Standing standing);
  void take(const Comparison& comparison, const Property& property, Standing standing);
  void add(observable::Observable observable, Standing standing);
  bool join_port(std::vector<Number>& parts, Standing standing);
  bool join_path(std::vector<Number>& parts);
  bool identifies(Number number) const;
  bool is_detail(Number number) const;
  void flatten(Number number, std::vector<Number>& parts) const;
  const Comparison* comparison(Number number) const {
    const auto& node = pattern_.nodes[number];
    return node.kind == Node::Kind::Comparison ? &pattern_.comparisons[node.comparison] : nullptr;
  }

  const Pattern& pattern_;
  Atoms found_;
  std::map<observable::Observable, std::size_t> places_;
  std::size_t said_{0};  ///< comparisons that the atoms say wholly
};

void Gathering::add(observable::Observable observable, Standing standing) {
  const auto [place, fresh] = places_.try_emplace(observable, found_.atoms.size());
  if (fresh)
    found_.atoms.push_back({std::move(observable), standing});
  else if (standing == Standing::Alone)
    found_.atoms[place->second].standing = standing;
}

void Gathering::take(const Comparison& comparison, const Property& property, Standing standing) {
  std::size_t taken = 0;
  for (const auto& literal : comparison.values) {
    const auto text = value_of(comparison, literal, property.hint);
    if (!text) continue;
    auto parsed = observable::parse(*text, {hint_of(property, *text), false});
    if (!parsed) {
      found_.refused.push_back({*text, parsed.error().what});
      continue;
    }
    ++taken;
    add(std::move(parsed->observable), standing);
  }
  if (taken == comparison.values.size()) ++said_;
}

void Gathering::gather_comparison(const Comparison& comparison, Standing standing) {
  if (comparison.negated) return;
  const auto property = property_at(comparison.path);
  if (!property) return;
  const bool says_little = property->weight == Weight::Common || property->weight == Weight::Peer;
  if (standing == Standing::Part && says_little) return;
  take(comparison, *property, standing);
}

/// Whether all that stands here are digests of one file, so that each of them names it.
bool Gathering::identifies(Number number) const {
  const auto& node = pattern_.nodes[number];
  if (node.kind == Node::Kind::AnyOf || node.kind == Node::Kind::AllOf) {
    return std::ranges::all_of(node.parts, [&](Number part) { return identifies(part); });
  }
  const auto* one = comparison(number);
  if (one == nullptr || one->negated || (one->how != Operator::Equal && one->how != Operator::In)) return false;
  const auto property = property_at(one->path);
  return property && property->weight == Weight::Identifies;
}

/// Whether it only repeats what its neighbours say: the type of what is referred to, the protocol of a connection.
bool Gathering::is_detail(Number number) const {
  const auto* one = comparison(number);
  if (one == nullptr || !is_equality(*one) || one->path.steps.empty()) return false;
  const auto& steps = one->path.steps;
  return steps.front().name == "protocols" ||
         (steps.size() == 2 && steps.back().name == "type" && steps.front().name.ends_with("_ref"));
}

/// An address and a port of the same end of a connection are one ip-port.
bool Gathering::join_port(std::vector<Number>& parts, Standing standing) {
  const auto at = [&](std::string_view property, std::size_t steps) {
    return std::ranges::find_if(parts, [&](Number part) {
      const auto* one = comparison(part);
      return one != nullptr && is_equality(*one) && one->path.object_type == "network-traffic" &&
             one->path.steps.size() == steps && one->path.steps.front().name == property;
    });
  };
  for (const std::string end : {"dst", "src"}) {
    const auto address = at(end + "_ref", 2), port = at(end + "_port", 1);
    if (address == parts.end() || port == parts.end() || comparison(*address)->path.steps.back().name != "value")
      continue;
    const auto& host = comparison(*address)->values[0].text;
    const bool brackets = host.find(':') != std::string::npos;
    const auto text = (brackets ? "[" + host + "]" : host) + ":" + comparison(*port)->values[0].text;
    auto parsed = observable::parse(text, {Type::IpPort, false});
    if (!parsed || parsed->observable.type != Type::IpPort) return false;
    if (standing == Standing::Alone || end == "dst") add(std::move(parsed->observable), standing);
    const Number joined[] = {*address, *port};
    std::erase_if(parts, [&](Number part) { return part == joined[0] || part == joined[1]; });
    said_ += 2;
    return true;
  }
  return false;
}

/// A file's name and its folder are one path; as a part of more they say nothing.
bool Gathering::join_path(std::vector<Number>& parts) {
  if (parts.size() != 2) return false;
  const auto *name = comparison(parts[0]), *folder = comparison(parts[1]);
  if (name != nullptr && name->path.steps.size() == 2) std::swap(name, folder);
  const bool both = name != nullptr && folder != nullptr && is_equality(*name) && is_equality(*folder) &&
                    name->path.text() == "file:name" && folder->path.text() == "file:parent_directory_ref.path";
  if (!both) return false;
  const auto& path = folder->values[0].text;
  const char separator = path.find('\\') == std::string::npos ? '/' : '\\';
  const auto text = path + (path.ends_with(separator) ? "" : std::string(1, separator)) + name->values[0].text;
  auto parsed = observable::parse(text, {Type::FilePath, false});
  if (!parsed) return false;
  add(std::move(parsed->observable), Standing::Alone);
  said_ += 2;
  return true;
}

void Gathering::flatten(Number number, std::vector<Number>& parts) const {
  const auto& node = pattern_.nodes[number];
  if (node.kind != Node::Kind::AllOf) {
    parts.push_back(number);
    return;
  }
  for (const auto part : node.parts) flatten(part, parts);
}

void Gathering::gather_all(const Node& node, Standing standing) {
  std::vector<Number> parts;
  for (const auto part : node.parts) flatten(part, parts);
  const auto details = std::erase_if(parts, [&](Number part) { return is_detail(part); });
  if (standing == Standing::Alone && join_path(parts)) return;
  const bool digests = std::ranges::any_of(parts, [&](Number part) { return identifies(part); });
  if (digests) std::erase_if(parts, [&](Number part) { return !identifies(part); });
  const bool joined = !digests && join_port(parts, parts.size() == 2 ? standing : Standing::Part);
  if (digests || (parts.size() == 1 && !joined)) {
    if (parts.size() == 1) said_ += details;
    for (const auto part : parts) gather(part, standing);
    return;
  }
  if (joined && parts.empty()) said_ += details;
  for (const auto part : parts) gather(part, Standing::Part);
}

void Gathering::gather(Number number, Standing standing) {
  const auto& node = pattern_.nodes[number];
  switch (node.kind) {
    case Node::Kind::Comparison: gather_comparison(pattern_.comparisons[node.comparison], standing); return;
    case Node::Kind::AllOf: gather_all(node, standing); return;
    case Node::Kind::Observation:
      if (node.qualifiers.repeats || node.qualifiers.start_stop) standing = Standing::Part;
      break;
    case Node::Kind::Both:
    case Node::Kind::FollowedBy: standing = Standing::Part; break;
    case Node::Kind::AnyOf:
    case Node::Kind::Either: break;
  }
  for (const auto part : node.parts) gather(part, standing);
}

Atoms Gathering::run() {
  gather(pattern_.root, Standing::Alone);
  found_.exact = found_.atoms.size() == 1 && found_.atoms[0].standing == Standing::Alone && found_.refused.empty() &&
                 said_ == pattern_.comparisons.size();
  return std::move(found_);
}

}  // namespace

Atoms atoms_of(const Pattern& pattern) { return Gathering(pattern).run(); }

}  // namespace tidings::stix
