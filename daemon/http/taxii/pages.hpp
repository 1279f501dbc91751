#pragma once
/// One page of a collection, read in bounded steps on reader threads, and answered as JSON. Inside of this folder.
/// Errors: BadInput (`next` of another question), and what the store says, as error messages.
/// Lives on: the network thread; reads and writes JSON on reader threads.
#include "daemon/http/taxii/finder.hpp"
#include "daemon/http/taxii/resources.hpp"

namespace tidings::taxii {

struct PageWish {
  ScanQuestion question;
  std::shared_ptr<Remembered> remembered{};
  bool must_exist{false};  ///< one object was asked for by its id: 404 where it is not there
  PageOf what{PageOf::Objects};
  std::size_t limit{1'000};
  std::string identity;  ///< of the question, so that a `next` fits this one alone
};

void answer_page(const Taxii::Parts& parts, PageWish wish, server::Respond respond);

}  // namespace tidings::taxii
