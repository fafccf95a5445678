#ifndef BK_PARALLEL_H
#define BK_PARALLEL_H

#include <stddef.h>

// Compiled for the widest vectors that the processor turns out to have. Function pointers and
// inlining don't cross such a function, so helpers are macros or always_inline.
#if defined(__x86_64__)
#define BK_VECTOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BK_VECTOR
#endif
#define BK_INLINE static inline __attribute__((always_inline))

// Calls body(context, part, parts) for every part on the shared pool. Runs on this thread alone
// when `work`, the number of elements, is small.
void bk_parallel(void (*body)(void *, int part, int parts), void *context, size_t work);
// The same with a number of parts that the caller has memory for.
void bk_parallel_parts(void (*body)(void *, int part, int parts), void *context, size_t work,
                       int parts);

BK_INLINE size_t bk_bound(size_t count, int part, int parts) {
    return count * (size_t)part / (size_t)parts;
}

#endif
