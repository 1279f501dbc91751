#pragma once
/// Result<T>: what every function that can fail in service returns. No exception crosses a folder.
/// An Error is a code from the one list (error_code.hpp) and a sentence for people: what, where, what to do.
/// Lives on: any executor.
#include <boost/system/result.hpp>
#include <string>
#include <utility>

#include "base/error_code.hpp"

namespace tidings::base {

struct Error {
  ErrorCode code{ErrorCode::Internal};
  std::string what;  ///< one sentence, no trailing full stop, safe to show (no secret in it)
};

/// Found by boost::system::result when .value() is called on an error; service code tests first.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;
using Status = Result<void>;

inline Error fail(ErrorCode code, std::string what) { return Error{code, std::move(what)}; }

}  // namespace tidings::base
