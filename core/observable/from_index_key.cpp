#include <algorithm>
#include <array>

#include "core/observable/observable.hpp"

namespace tidings::observable {
namespace {

/// "com\0example\0" as "example.com".
std::optional<std::string> name_of(std::string_view labels) {
  if (labels.empty() || labels.back() != '\0') return std::nullopt;
  labels.remove_suffix(1);
  std::string name;
  while (true) {
    const auto zero = labels.rfind('\0');
    name += labels.substr(zero == std::string_view::npos ? 0 : zero + 1);
    if (zero == std::string_view::npos) return name;
    name.push_back('.');
    labels = labels.substr(0, zero);
  }
}

/// An address stands as it is written: one label that holds dots or is in brackets.
std::optional<std::string> host_of(std::string_view key) {
  const bool is_address =
      std::count(key.begin(), key.end(), '\0') == 1 && key.find_first_of(".[") != std::string_view::npos;
  return is_address ? std::string(key.substr(0, key.size() - 1)) : name_of(key);
}

std::optional<std::string> url_of(std::string_view key) {
  const auto end = key.find('\x01');
  if (end == std::string_view::npos) return std::string(key);
  auto host = host_of(key.substr(0, end));
  if (!host) return std::nullopt;
  std::array<std::string_view, 4> parts{};  // what follows the host: path and query, scheme, user@, :port
  auto rest = key.substr(end + 1);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto next = rest.find('\x01');
    const bool is_last = i + 1 == parts.size();
    if (is_last != (next == std::string_view::npos)) return std::nullopt;
    parts.at(i) = rest.substr(0, next);
    if (!is_last) rest.remove_prefix(next + 1);
  }
  return std::string(parts[1]) + "://" + std::string(parts[2]) + *host + std::string(parts[3]) + std::string(parts[0]);
}

std::optional<std::string> email_of(std::string_view key) {
  const auto end = key.find('\x01');
  if (end == std::string_view::npos) return std::string(key);
  const auto name = name_of(key.substr(0, end));
  if (!name) return std::nullopt;
  return std::string(key.substr(end + 1)) + "@" + *name;
}

std::optional<std::string> value_of(Type& type, std::string_view key) {
  if (type == Type::Domain && key.ends_with('\x02')) {
    type = Type::DomainWildcard;
    const auto name = name_of(key.substr(0, key.size() - 1));
    return name ? std::optional("*." + *name) : std::nullopt;
  }
  if (type == Type::Domain) return name_of(key);
  if (type == Type::Url) return url_of(key);
  if (type == Type::Email) return email_of(key);
  if (type == Type::IpPort) {
    if (key.size() < 2) return std::nullopt;
    return std::string(1, static_cast<char>(key.size() - 2)).append(key);
  }
  return std::string(key);
}

}  // namespace

std::optional<Observable> observable_at(std::string_view index_key) {
  if (index_key.size() < 2 || index_key.size() >= max_index_key_bytes) return std::nullopt;
  auto type = type_from_number(static_cast<std::uint32_t>(base::read_be(index_key, 0, 2)));
  if (!type) return std::nullopt;
  auto value = value_of(*type, index_key.substr(2));
  if (!value || !is_canonical(*type, *value)) return std::nullopt;
  return Observable{*type, std::move(*value)};
}

}  // namespace tidings::observable
