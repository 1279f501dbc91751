#pragma once
/// Settings that may be given many times, as blocks of TOML: `[[webhook]]`. What stands in a block is declared like any
/// setting; its place is the draft, one block in hand (Settings::webhook), which is put behind the list when it was
/// read. To add a list is to add a draft and a vector to Settings, its rows, and one entry to the table of lists. Lives
/// on: any executor (values).
#include <span>

#include "daemon/settings/declarations.hpp"

namespace tidings::settings {

struct ListDeclaration {
  std::string_view key;   ///< "webhook"
  std::string_view says;  ///< sentences
  Takes takes;
  std::size_t most;
  std::span<const Declaration> rows;
  std::size_t (*size)(const Settings&);
  void (*take)(Settings&, std::size_t number);  ///< the block of that number becomes the draft
  void (*put)(Settings&, std::uint32_t line);   ///< the draft becomes the last block; it stood in this line
  void (*copy)(Settings& to, const Settings& from);
  /// What is wrong with the draft as a whole, beside those that are in the list already; or nothing.
  std::optional<std::string> (*check)(const Settings&);
};

/// The blocks that have a file of their own.
ListDeclaration export_list();
ListDeclaration feed_list();

std::span<const ListDeclaration> lists();
const ListDeclaration* find_list(std::string_view key);

/// Makes the draft of `list` a block in which nothing is given.
void clear_draft(const ListDeclaration& list, Settings& settings);
/// All blocks as they are written in a config file.
std::string list_text(const ListDeclaration& list, const Settings& settings);

}  // namespace tidings::settings
