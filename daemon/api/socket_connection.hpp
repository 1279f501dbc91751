#pragma once
/// A Connection over an accepted Unix socket. Only .cpp files that speak Asio include this.
/// Lives on: the network thread.
#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/api/connection.hpp"

namespace tidings::api {

std::shared_ptr<Connection> make_connection(boost::asio::local::stream_protocol::socket socket, const base::Clock& clock,
                                            const ConnectionLimits& limits);

}  // namespace tidings::api
