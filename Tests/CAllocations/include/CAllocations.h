#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stddef.h>

/// What the calling thread allocated since the last start.
typedef struct {
    /// Requests that came from Ballast or the Swift runtime.
    size_t own;
    /// Requests that came from oneDNN, the C++ library on its behalf, or the OpenMP runtime.
    size_t foreign;
    /// Blocks of either kind that the thread allocated, less those that it freed.
    long kept;
} ca_count;

/// Starts to count the calling thread's calls of malloc and its relatives.
void ca_start(void);

/// Ends it.
ca_count ca_stop(void);

#endif
