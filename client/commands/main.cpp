#include <google/protobuf/stubs/logging.h>

#include "client/commands/table.hpp"

int main(int argc, char** argv) {
  google::protobuf::SetLogHandler(nullptr);  // what cannot be read we say ourselves, with file and reason
  return tidings::commands::run(argc, argv);
}
