/*
 * Power iteration on compressed sparse rows, as plainly as it is written in C.
 * Usage: power-iteration FILE PASSES REPETITIONS. The file holds 32-bit integers: rows, entries, where each row starts,
 * columns; then the values in 64 bits. Prints milliseconds of the processor a pass, the best of the repetitions, and the first centrality.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void *take(FILE *file, size_t size, size_t count) {
  void *memory = malloc(size * count + 1);
  if (memory == NULL || fread(memory, size, count, file) != count) exit(1);
  return memory;
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  FILE *file = fopen(arguments[1], "rb");
  if (file == NULL) return 1;
  int passes = atoi(arguments[2]);
  int repetitions = atoi(arguments[3]);
  int32_t *sizes = take(file, 4, 2);
  int32_t rows = sizes[0];
  int32_t *start = take(file, 4, rows + 1);
  int32_t *column = take(file, 4, sizes[1]);
  double *value = take(file, 8, sizes[1]);
  double *x = malloc(8 * rows);
  double *y = malloc(8 * rows);
  double best = HUGE_VAL;
  for (int repetition = 0; repetition < repetitions; repetition++) {
    for (int32_t i = 0; i < rows; i++) x[i] = 1.0 / rows;
    double began = milliseconds();
    for (int pass = 0; pass < passes; pass++) {
      double sum = 0;
      for (int32_t i = 0; i < rows; i++) {
        double image = x[i];
        for (int32_t k = start[i]; k < start[i + 1]; k++) image += value[k] * x[column[k]];
        y[i] = image;
        sum += image;
      }
      double change = 0;
      for (int32_t i = 0; i < rows; i++) {
        y[i] /= sum;
        change += fabs(y[i] - x[i]);
      }
      double *swapped = x;
      x = y;
      y = swapped;
      if (change == 0) break;
    }
    double took = (milliseconds() - began) / passes;
    if (took < best) best = took;
  }
  printf("%.6f %.17g\n", best, x[0]);
  return 0;
}
