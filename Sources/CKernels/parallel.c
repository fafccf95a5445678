#define _GNU_SOURCE
#include "parallel.h"

#include <dlfcn.h>

#include "CKernels.h"

// oneDNN brings libgomp with it; its pool is found at run time so that nothing links to it twice.
typedef void (*gomp_parallel_t)(void (*)(void *), void *, unsigned, unsigned);
typedef int (*omp_get_t)(void);
typedef void (*omp_set_t)(int);

static int thread_count = 1;
static gomp_parallel_t gomp_parallel;
static omp_get_t omp_thread_number;
static omp_get_t omp_team_size;

enum { SMALLEST_PARALLEL_WORK = 16384 };

void bk_set_threads(int count) {
    thread_count = count < 1 ? 1 : count;
    omp_set_t set = (omp_set_t)dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (set) set(thread_count);
    gomp_parallel = (gomp_parallel_t)dlsym(RTLD_DEFAULT, "GOMP_parallel");
    omp_thread_number = (omp_get_t)dlsym(RTLD_DEFAULT, "omp_get_thread_num");
    omp_team_size = (omp_get_t)dlsym(RTLD_DEFAULT, "omp_get_num_threads");
}

int bk_threads(void) { return thread_count; }

typedef struct {
    void (*body)(void *, int, int);
    void *context;
    int parts;
} team_work;

// A team may be smaller than asked for, so each thread takes every team-size-th part.
static void run_parts(void *pointer) {
    const team_work *work = pointer;
    int size = omp_team_size();
    for (int part = omp_thread_number(); part < work->parts; part += size)
        work->body(work->context, part, work->parts);
}

void bk_parallel(void (*body)(void *, int, int), void *context, size_t work) {
    bk_parallel_parts(body, context, work, thread_count);
}

void bk_parallel_parts(void (*body)(void *, int, int), void *context, size_t work, int parts) {
    if (parts == 1 || work < SMALLEST_PARALLEL_WORK || !gomp_parallel || !omp_team_size) {
        for (int part = 0; part < parts; part++) body(context, part, parts);
        return;
    }
    team_work team = {body, context, parts};
    gomp_parallel(run_parts, &team, (unsigned)parts, 0);
}
