#include "daemon/http/taxii/finder.hpp"

#include <algorithm>
#include <map>

namespace tidings::taxii {
namespace {

/// match[version] over all versions of one object.
void choose(const Versions& versions, std::vector<Told>& of_one) {
  std::ranges::sort(of_one, {}, [](const Told& told) { return told.object.version; });
  if (versions.all || of_one.empty()) return;
  const auto first = of_one.front().object.version, last = of_one.back().object.version;
  std::erase_if(of_one, [&](const Told& told) {
    const auto version = told.object.version;
    const bool wanted = (versions.first && version == first) || (versions.last && version == last) ||
                        std::ranges::find(versions.exactly, version) != versions.exactly.end();
    return !wanted;
  });
}

class Finding : public std::enable_shared_from_this<Finding> {
 public:
  Finding(const Taxii::Parts& parts, std::shared_ptr<Remembered> remembered, ScanQuestion question, Window window,
          Found found)
      : parts_(parts),
        remembered_(std::move(remembered)),
        question_(std::move(question)),
        wanted_(window),
        found_(std::move(found)) {
    chosen_ = question_.asked.versions;
    question_.asked.versions = {false, false, true, {}};
    if (chosen_.all) read_ = wanted_;
  }

  void start() {
    for (const auto& id : question_.asked.ids) values_[id] = remembered_->find(id);
    parts_.store.read_for_askers(
        [self = shared_from_this(), outlook = parts_.query.outlook()](store::Reading& reading) {
          query::Asking asking(reading, outlook, {self->question_.max_tlp, {}});
          const auto done = self->look_up_all(asking);
          self->parts_.home.post([self, done] {
            if (!done) return self->found_(done.error());
            self->question_.asked.ids.empty() ? self->finish() : self->step();
          });
        });
  }

 private:
  /// What is left in the question's ids is to be looked for.
  base::Status look_up_all(query::Asking& asking) {
    std::vector<std::string> unknown;
    for (const auto& id : question_.asked.ids) {
      auto found = look_up(asking, question_, id, values_.at(id), read_);
      if (!found) return found.error();
      if (found->told.empty() && read_.from > 0) {
        const auto before = look_up(asking, question_, id, values_.at(id), {0, 1});
        if (!before) return before.error();
        exist_ = exist_ || !before->told.empty();
        if (!before->told.empty()) continue;
      }
      if (found->told.empty() && !values_.at(id)) unknown.push_back(id);
      to_ = std::min(to_, found->to);
      std::ranges::move(found->told, std::back_inserter(all_));
    }
    question_.asked.ids = std::move(unknown);
    return {};
  }

  void step() {
    parts_.store.read_for_askers(
        [self = shared_from_this(), outlook = parts_.query.outlook()](store::Reading& reading) {
          query::Asking asking(reading, outlook, {self->question_.max_tlp, {}});
          auto scanned = scan(asking, self->question_, self->from_, max_found, {}, self->spoken_);
          bool at_end = false;
          if (scanned) {
            std::ranges::move(scanned->told, std::back_inserter(self->all_));
            self->from_ = scanned->to;
            at_end = scanned->at_end || self->all_.size() >= max_found;
          }
          const auto failed = scanned ? base::Status() : base::Status(scanned.error());
          self->parts_.home.post([self, failed, at_end] {
            if (!failed) return self->found_(failed.error());
            at_end ? self->finish() : self->step();  // others have their turn between
          });
        });
  }

  void finish() {
    std::map<std::string, std::vector<Told>> by_id;
    for (auto& told : all_) {
      if (told.value.type() != 0) remembered_->add(told.object.id, told.value);
      by_id[told.object.id].push_back(std::move(told));
    }
    FoundObjects chosen;
    for (auto& [id, of_one] : by_id) {
      choose(chosen_, of_one);
      std::ranges::move(of_one, std::back_inserter(chosen.told));
    }
    chosen.exist = exist_ || !chosen.told.empty();
    chosen.to = to_;
    std::erase_if(chosen.told, [this](const Told& told) { return told.date <= wanted_.from || told.date > to_; });
    std::ranges::sort(chosen.told, {}, &Told::date);
    if (chosen.told.size() > wanted_.most) chosen.told.resize(wanted_.most);
    found_(std::move(chosen));
  }

  Taxii::Parts parts_;
  std::shared_ptr<Remembered> remembered_;
  ScanQuestion question_;
  Window wanted_, read_;
  Found found_;
  Versions chosen_;
  std::map<std::string, std::optional<v1::Value>> values_;
  std::vector<Told> all_;
  bool exist_{false};
  std::uint64_t from_{0}, to_{UINT64_MAX};
  SpokenOf spoken_;
};

}  // namespace

void Remembered::add(const std::string& id, const v1::Value& value) {
  if (young_.size() >= most_a_generation) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert_or_assign(id, value);
}

std::optional<v1::Value> Remembered::find(const std::string& id) const {
  for (const auto* generation : {&young_, &old_}) {
    if (const auto found = generation->find(id); found != generation->end()) return found->second;
  }
  return std::nullopt;
}

void find_objects(const Taxii::Parts& parts, std::shared_ptr<Remembered> remembered, ScanQuestion question,
                  Window window, Found found) {
  std::make_shared<Finding>(parts, std::move(remembered), std::move(question), window, std::move(found))->start();
}

}  // namespace tidings::taxii
