#pragma once
/// A text to be read, and what a reader of a format made of it, for tests.
/// Lives on: one thread.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/observable/observable.hpp"
#include "formats/draft/draft.hpp"

namespace tidings::test {

/// Gives its text in pieces of `piece` bytes: readers must not depend on where they are cut.
class TextSource : public draft::Source {
 public:
  explicit TextSource(std::string text, std::size_t piece = 64 * 1024) : text_(std::move(text)), piece_(piece) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    const auto size = std::min({into.size(), text_.size() - at_, piece_});
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
    at_ += size;
    return size;
  }
  base::Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_{0};
};

class Drafted : public draft::Sink {
 public:
  std::uint32_t context(v1::Header header) override {
    contexts.push_back(std::move(header));
    return static_cast<std::uint32_t>(contexts.size() - 1);
  }
  base::Status claim(std::uint32_t context, v1::Claim claim) override {
    of_context.push_back(context);
    claims.push_back(std::move(claim));
    return {};
  }
  void note(draft::Note note) override { notes.push_back(std::move(note)); }

  /// "domain evil.tw", of opaque claims "opaque ID", of rules the id that their comment begins with.
  std::vector<std::string> told() const {
    std::vector<std::string> out;
    for (const auto& claim : claims) {
      const auto type = observable::type_from_number(claim.type()).value_or(observable::Type::None);
      const bool opaque = type == observable::Type::Opaque, rule = observable::name(type) == claim.comment().substr(0, claim.comment().find(':'));
      out.push_back(rule ? claim.comment().substr(0, claim.comment().find(": "))
                         : std::string(observable::name(type)) + " " +
                               (opaque ? claim.value() : observable::to_text(type, claim.value())));
    }
    return out;
  }
  /// "what: reason" of all notes of one fate.
  std::vector<std::string> noted(draft::Fate fate) const {
    std::vector<std::string> out;
    for (const auto& note : notes) {
      if (note.fate == fate) out.push_back(note.what + ": " + note.reason);
    }
    return out;
  }

  std::vector<v1::Header> contexts;
  std::vector<v1::Claim> claims;
  std::vector<std::uint32_t> of_context;
  std::vector<draft::Note> notes;
};

}  // namespace tidings::test
