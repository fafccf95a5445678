#include <string.h>

#include "CKernels.h"
#include "parallel.h"

typedef struct {
    char *destination;
    const char *source;
    size_t destination_stride, source_stride, bytes, rows;
} row_copy;

static void copy_part(void *pointer, int part, int parts) {
    const row_copy *c = pointer;
    const size_t end = bk_bound(c->rows, part + 1, parts);
    for (size_t row = bk_bound(c->rows, part, parts); row < end; row++)
        memcpy(c->destination + row * c->destination_stride, c->source + row * c->source_stride,
               c->bytes);
}

void bk_copy_rows(void *destination, size_t destination_stride, const void *source,
                  size_t source_stride, size_t bytes, size_t rows) {
    row_copy work = {destination, source, destination_stride, source_stride, bytes, rows};
    bk_parallel(copy_part, &work, rows * bytes / sizeof(float));
}
