// Times one of LEMON's minimum-cost-flow methods on obligations, for the bench of clearing.
//
// Usage: minimum-cost-flow FILE METHOD REPETITIONS. FILE holds, in the byte order of this machine: the number of parties
// and of obligations (int32), then debtors, creditors (int32 each) and amounts (int64). Prints the least processor
// time in seconds and the total cleared.
//
// The problem is the one that suits LEMON best: every party's net position is a supply or a demand, and is routed over
// the obligations at the least total, each at cost one. What is cleared is the total less that. Timed is what follows
// the building of the graph.
#include <lemon/capacity_scaling.h>
#include <lemon/cost_scaling.h>
#include <lemon/cycle_canceling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <ctime>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using lemon::SmartDigraph;
using Amounts = SmartDigraph::ArcMap<int64_t>;
using Positions = SmartDigraph::NodeMap<int64_t>;

struct Problem {
  SmartDigraph graph;
  Amounts amount{graph};
  Amounts cost{graph};
  Positions position{graph};
  int64_t total = 0;
};

template <typename Value>
std::vector<Value> readColumn(std::FILE* file, size_t length) {
  std::vector<Value> column(length);
  if (std::fread(column.data(), sizeof(Value), length, file) != length) std::exit(2);
  return column;
}

void readProblem(const char* path, Problem& problem) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) std::exit(2);
  const auto sizes = readColumn<int32_t>(file, 2);
  const auto debtor = readColumn<int32_t>(file, sizes[1]);
  const auto creditor = readColumn<int32_t>(file, sizes[1]);
  const auto amount = readColumn<int64_t>(file, sizes[1]);
  std::fclose(file);
  std::vector<SmartDigraph::Node> party;
  for (int u = 0; u < sizes[0]; u++) {
    party.push_back(problem.graph.addNode());
    problem.position[party[u]] = 0;
  }
  for (int k = 0; k < sizes[1]; k++) {
    const auto arc = problem.graph.addArc(party[debtor[k]], party[creditor[k]]);
    problem.amount[arc] = amount[k];
    problem.cost[arc] = 1;
    problem.position[party[debtor[k]]] += amount[k];
    problem.position[party[creditor[k]]] -= amount[k];
    problem.total += amount[k];
  }
}

template <typename Solver>
void timeSolver(const Problem& problem, int repetitions) {
  double least = 1e9;
  int64_t cleared = 0;
  for (int i = 0; i < repetitions; i++) {
    const std::clock_t start = std::clock();
    Solver solver(problem.graph);
    solver.upperMap(problem.amount).costMap(problem.cost).supplyMap(problem.position);
    if (solver.run() != Solver::OPTIMAL) std::exit(3);
    cleared = problem.total - solver.template totalCost<int64_t>();
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    least = std::min(least, seconds);
  }
  std::printf("%.6f %lld\n", least, static_cast<long long>(cleared));
}

int main(int count, char** arguments) {
  if (count != 4) return 1;
  Problem problem;
  readProblem(arguments[1], problem);
  const std::string method = arguments[2];
  const int repetitions = std::atoi(arguments[3]);
  if (method == "NetworkSimplex") timeSolver<lemon::NetworkSimplex<SmartDigraph, int64_t, int64_t>>(problem, repetitions);
  else if (method == "CostScaling") timeSolver<lemon::CostScaling<SmartDigraph, int64_t, int64_t>>(problem, repetitions);
  else if (method == "CapacityScaling") timeSolver<lemon::CapacityScaling<SmartDigraph, int64_t, int64_t>>(problem, repetitions);
  else if (method == "CycleCanceling") timeSolver<lemon::CycleCanceling<SmartDigraph, int64_t, int64_t>>(problem, repetitions);
  else return 1;
}
