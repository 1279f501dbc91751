#pragma once
/// One page of a collection, read in bounded steps on reader threads, and answered as JSON. Inside of this folder.
/// Errors: BadInput (`next` of another question), and what the store says, as error messages.
/// Lives on: the network thread; reads and writes JSON on reader threads.
#include "daemon/http/taxii/resources.hpp"

namespace tidings::taxii {

struct PageWish {
  ScanQuestion question;
  std::string object_id;  ///< of this object alone; else of the collection, or of question.asked.ids
  PageOf what{PageOf::Objects};
  std::size_t limit{1'000};
  std::string identity;   ///< of the question, so that a `next` fits this one alone
};

void answer_page(const Taxii::Parts& parts, PageWish wish, server::Respond respond);

}  // namespace tidings::taxii
