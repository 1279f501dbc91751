#include "daemon/exporting/run.hpp"

#include "base/shell.hpp"

namespace tidings::exporting {
namespace {

using base::ErrorCode;

class Run : public std::enable_shared_from_this<Run> {
 public:
  Run(const RunParts& parts, ExportOptions options, bool owes_command, std::shared_ptr<std::atomic<bool>> wanted,
      std::function<void(base::Result<Outcome>)> done)
      : parts_(parts),
        options_(std::move(options)),
        owes_command_(owes_command),
        wanted_(std::move(wanted)),
        done_(std::move(done)) {
    begin_pass();
  }

  void begin() {
    parts_.worker.post([self = shared_from_this()] {
      const auto now = self->parts_.clock.now();
      exports::Gate gate(self->options_.format->purpose, self->options_.gate, now);
      auto file = exports::begin_target(self->options_.path, *self->options_.format, self->options_.options,
                                        std::move(gate), now);
      if (!file) return self->end(file.error());
      self->file_ = std::move(*file);
      self->parts_.home.post([self] { self->ask(); });
    });
  }

 private:
  bool is_wanted() const { return wanted_->load(); }

  exports::Pass pass() const { return options_.format->passes[pass_]; }
  void begin_pass() {
    request_.Clear();
    *request_.mutable_filter() = options_.filter;
    request_.set_limit(query::max_page);
    request_.set_unlogged(true);
    exports::ask_for(pass(), request_);
  }

  void ask() {
    if (!is_wanted()) return drop();
    query::Ceiling ceiling{options_.gate.max_tlp, [wanted = wanted_] { return wanted->load(); }, options_.goes};
    parts_.query.query(request_, std::move(ceiling), [self = shared_from_this()](base::Result<v1::QueryAnswer> page) {
      self->take(std::move(page));
    });
  }

  void take(base::Result<v1::QueryAnswer> page) {
    const bool has_none = page.has_error() && page.error().code == ErrorCode::NotFound;
    if (!page && !has_none) return end(page.error());
    if (page && page->rebuilding()) return end(base::fail(ErrorCode::Busy, "the index is being rebuilt"));
    auto answer = page ? std::move(*page) : v1::QueryAnswer();
    request_.set_page(answer.next_page());
    parts_.worker.post([self = shared_from_this(), answer = std::move(answer)] { self->write(answer); });
  }

  void write(const v1::QueryAnswer& answer) {
    file_->begin(pass());
    for (const auto& indicator : answer.indicators()) {
      if (auto added = file_->add(indicator); !added) return end(added.error());
    }
    if (answer.next_page().empty()) {
      if (++pass_ == options_.format->passes.size()) return finish();
      begin_pass();
    }
    parts_.home.post([self = shared_from_this()] { self->ask(); });
  }

  void finish() {
    if (!is_wanted()) return drop();
    const auto replaced = file_->finish();
    if (!replaced) return end(replaced.error());
    Outcome outcome{file_->counts(), *replaced, {}};
    if ((*replaced || owes_command_) && !options_.reload.empty()) {
      outcome.commanded = base::run_by_shell(options_.reload, options_.reload_bound, [this] { return is_wanted(); });
    }
    end(std::move(outcome));
  }

  /// On either side; what was begun beside the file goes with it.
  void end(base::Result<Outcome> outcome) {
    parts_.home.post([self = shared_from_this(), outcome = std::move(outcome)] {
      if (self->is_wanted()) self->done_(outcome);
      self->drop();
    });
  }

  void drop() {
    parts_.worker.post([self = shared_from_this()] { self->file_.reset(); });
  }

  RunParts parts_;
  ExportOptions options_;
  bool owes_command_;
  std::shared_ptr<std::atomic<bool>> wanted_;
  std::function<void(base::Result<Outcome>)> done_;
  v1::QueryRequest request_;
  std::size_t pass_{0};
  std::unique_ptr<exports::Target> file_;  ///< the worker's, but for its making and going
};

}  // namespace

bool is_same(const ExportOptions& a, const ExportOptions& b) {
  const auto& x = a.gate;
  const auto& y = b.gate;
  return a.name == b.name && a.path == b.path && a.reload == b.reload && a.format == b.format &&
         a.options.zone == b.options.zone && a.options.set == b.options.set &&
         a.options.sids.first == b.options.sids.first && a.options.sids.last == b.options.sids.last &&
         x.types == y.types && x.roles == y.roles && x.ecosystems == y.ecosystems && x.max_tlp == y.max_tlp &&
         x.max_pap == y.max_pap && x.min_score == y.min_score && x.max_age == y.max_age && x.disputes == y.disputes &&
         x.dispute_trust == y.dispute_trust && a.filter.SerializeAsString() == b.filter.SerializeAsString() &&
         a.every == b.every && a.reload_bound == b.reload_bound;
}

void run_export(const RunParts& parts, ExportOptions options, bool owes_command,
                std::shared_ptr<std::atomic<bool>> wanted, std::function<void(base::Result<Outcome>)> done) {
  std::make_shared<Run>(parts, std::move(options), owes_command, std::move(wanted), std::move(done))->begin();
}

}  // namespace tidings::exporting
