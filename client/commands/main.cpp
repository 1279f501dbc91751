#include "client/commands/table.hpp"

int main(int argc, char** argv) { return tidings::commands::run(argc, argv); }
