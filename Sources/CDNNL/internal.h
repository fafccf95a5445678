// What the files of this shim share.
#ifndef BL_INTERNAL_H
#define BL_INTERNAL_H

#include <oneapi/dnnl/dnnl.h>

#include "CDNNL.h"

struct bl_md {
    dnnl_memory_desc_t desc;
};

// Records why a call failed; returns whether it did.
int bl_failed(dnnl_status_t status, const char *what);
dnnl_engine_t bl_engine(void);
// Makes a primitive with scratch memory of the caller's and, if wanted, a rectifier at the end.
bl_primitive *bl_from_descriptor(const void *descriptor, int relu, dnnl_primitive_desc_t hint,
                                 const char *what);

#endif
