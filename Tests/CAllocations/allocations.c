// The C library's allocator with a count in front, linked into the test program in its place.
#define _GNU_SOURCE
#include "CAllocations.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static _Thread_local int is_counting;
static _Thread_local ca_count counted;

static int is_foreign(const char *object) {
    return strstr(object, "libdnnl") || strstr(object, "libstdc++") || strstr(object, "libgomp");
}

static void note(const void *caller) {
    if (!is_counting) return;
    is_counting = 0;
    counted.kept++;
    Dl_info info;
    if (dladdr(caller, &info) && info.dli_fname && is_foreign(info.dli_fname))
        counted.foreign++;
    else
        counted.own++;
    is_counting = 1;
}

void *malloc(size_t size) {
    note(__builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note(__builtin_return_address(0));
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    note(__builtin_return_address(0));
    if (block && is_counting) counted.kept--;
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    note(__builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note(__builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    note(__builtin_return_address(0));
    void *made = __libc_memalign(alignment, size);
    if (!made) return ENOMEM;
    *block = made;
    return 0;
}

void free(void *block) {
    if (block && is_counting) counted.kept--;
    __libc_free(block);
}

void ca_start(void) {
    memset(&counted, 0, sizeof counted);
    is_counting = 1;
}

ca_count ca_stop(void) {
    is_counting = 0;
    return counted;
}
