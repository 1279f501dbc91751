// tidings-bench: measures what users would feel, beside the limit of the machine in the same run.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "tests/bench/core_suite.hpp"
#include "tests/bench/formats_suite.hpp"
#include "tests/bench/query_suite.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Measures Tidings on this machine: starts what it needs on loopback, prints a table, cleans up."};
  std::string suite = "core";
  std::string json;
  tidings::bench::CoreOptions core;
  tidings::bench::QueryOptions query;
  app.add_option("--suite", suite, "what to measure: core, query, formats")
      ->check(CLI::IsMember({"core", "query", "formats"}));
  std::vector<std::string> only;
  app.add_option("--only", only, "only these rows, by id; several are separated by commas")->delimiter(',');
  app.add_option("--json", json, "also write the rows to this file");
  app.add_option("--claims", core.claims, "core: claims of the transfer")->check(CLI::Range(10'000, 10'000'000));
  app.add_option("--held", query.held, "query: claims held; from 10,000,000 on they are transferred, too")
      ->check(CLI::Range(10'000, 100'000'000));
  CLI11_PARSE(app, argc, argv);
  tidings::bench::Rows rows(std::move(only));
  try {
    if (suite == "core") tidings::bench::run_core_suite(core, rows);
    if (suite == "query") tidings::bench::run_query_suite(query, rows);
    if (suite == "formats") tidings::bench::run_formats_suite(rows);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tidings-bench: %s\n", error.what());
    return 1;
  }
  rows.print();
  if (!json.empty() && !rows.write_json(json)) {
    std::fprintf(stderr, "tidings-bench: cannot write %s\n", json.c_str());
    return 1;
  }
  return 0;
}
