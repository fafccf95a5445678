#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if DNNL_VERSION_MAJOR != 2
#error "this shim is written for oneDNN 2.x"
#endif

enum { MAX_ARGUMENTS = 12 };

typedef struct {
    dnnl_memory_t memory[2];
    const uint8_t *parity;
    uint8_t flip;
} bound_argument;

struct bl_primitive {
    dnnl_primitive_desc_t desc;
    dnnl_primitive_t primitive;
    bl_md mds[BL_SCRATCHPAD + 1];
    int count;
    bound_argument bound[MAX_ARGUMENTS];
    dnnl_exec_arg_t arguments[MAX_ARGUMENTS];
};

static char error_text[160];

const char *bl_error(void) { return error_text; }

int bl_failed(dnnl_status_t status, const char *what) {
    if (status == dnnl_success) return 0;
    snprintf(error_text, sizeof error_text, "%s: oneDNN status %d%s", what, (int)status,
             status == dnnl_unimplemented ? " (not implemented on this processor)" : "");
    return 1;
}

const char *bl_version(void) {
    static char text[32];
    const dnnl_version_t *v = dnnl_version();
    snprintf(text, sizeof text, "%d.%d.%d", v->major, v->minor, v->patch);
    return text;
}

int bl_supports_bfloat16(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512bf16") || __builtin_cpu_supports("avx512bw");
}

int bl_has_wide_vectors(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

dnnl_engine_t bl_engine(void) {
    static dnnl_engine_t shared;
    if (!shared) dnnl_engine_create(&shared, dnnl_cpu, 0);
    return shared;
}

static dnnl_stream_t stream(void) {
    static dnnl_stream_t shared;
    if (!shared) dnnl_stream_create(&shared, bl_engine(), dnnl_stream_default_flags);
    return shared;
}

// Memory descriptors

static dnnl_data_type_t native_type(bl_type type) {
    return type == BL_FLOAT32 ? dnnl_f32 : dnnl_bf16;
}

static dnnl_format_tag_t native_tag(int rank, bl_layout layout) {
    if (layout == BL_ANY) return dnnl_format_tag_any;
    if (rank == 4 && layout == BL_CHANNELS_LAST) return dnnl_acdb;
    if (rank == 4 && layout == BL_BLOCKED) return dnnl_aBcd16b;
    static const dnnl_format_tag_t plain[] = {dnnl_a, dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd,
                                              dnnl_abcde};
    return plain[rank];
}

bl_md *bl_md_create(int rank, const int64_t *dims, bl_type type, bl_layout layout) {
    bl_md *md = calloc(1, sizeof *md);
    dnnl_dims_t native = {1};
    if (rank > 0) memcpy(native, dims, (size_t)rank * sizeof *dims);
    if (bl_failed(dnnl_memory_desc_init_by_tag(&md->desc, rank > 0 ? rank : 1, native,
                                            native_type(type), native_tag(rank, layout)),
               "memory descriptor")) {
        free(md);
        return NULL;
    }
    return md;
}

bl_md *bl_md_copy(const bl_md *md) {
    bl_md *copy = malloc(sizeof *copy);
    *copy = *md;
    return copy;
}

bl_md *bl_md_retyped(const bl_md *md, bl_type type) {
    bl_md *copy = bl_md_copy(md);
    copy->desc.data_type = native_type(type);
    return copy;
}

void bl_md_destroy(bl_md *md) { free(md); }

int bl_md_equal(const bl_md *a, const bl_md *b) {
    return dnnl_memory_desc_equal(&a->desc, &b->desc);
}

size_t bl_md_size(const bl_md *md) { return dnnl_memory_desc_get_size(&md->desc); }

bl_type bl_md_type(const bl_md *md) {
    return md->desc.data_type == dnnl_bf16 ? BL_BFLOAT16 : BL_FLOAT32;
}

int bl_md_rank(const bl_md *md) { return md->desc.ndims; }

int64_t bl_md_dim(const bl_md *md, int axis) { return md->desc.dims[axis]; }

// Primitives

static int native_argument(bl_argument argument) {
    static const int table[] = {
        DNNL_ARG_SRC,          DNNL_ARG_WEIGHTS,    DNNL_ARG_BIAS,      DNNL_ARG_DST,
        DNNL_ARG_DIFF_SRC,     DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS, DNNL_ARG_DIFF_DST,
        DNNL_ARG_MEAN,         DNNL_ARG_VARIANCE,   DNNL_ARG_SCALE,     DNNL_ARG_SHIFT,
        DNNL_ARG_DIFF_SCALE,   DNNL_ARG_DIFF_SHIFT, DNNL_ARG_WORKSPACE, DNNL_ARG_SCRATCHPAD,
    };
    return table[argument];
}

static bl_primitive *finished(dnnl_primitive_desc_t desc, const char *what) {
    bl_primitive *made = calloc(1, sizeof *made);
    made->desc = desc;
    if (bl_failed(dnnl_primitive_create(&made->primitive, desc), what)) {
        bl_primitive_destroy(made);
        return NULL;
    }
    return made;
}

// Attributes with user-managed scratch memory and, if wanted, a rectifier at the end.
static dnnl_primitive_attr_t attributes(int relu) {
    dnnl_primitive_attr_t attr;
    dnnl_primitive_attr_create(&attr);
    dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user);
    if (relu) {
        dnnl_post_ops_t ops;
        dnnl_post_ops_create(&ops);
        dnnl_post_ops_append_eltwise(ops, 1.0f, dnnl_eltwise_relu, 0.0f, 0.0f);
        dnnl_primitive_attr_set_post_ops(attr, ops);
        dnnl_post_ops_destroy(ops);
    }
    return attr;
}

bl_primitive *bl_from_descriptor(const void *descriptor, int relu, dnnl_primitive_desc_t hint,
                                     const char *what) {
    dnnl_primitive_desc_t desc = NULL;
    dnnl_primitive_attr_t attr = attributes(relu);
    dnnl_status_t status = dnnl_primitive_desc_create(&desc, descriptor, attr, bl_engine(), hint);
    dnnl_primitive_attr_destroy(attr);
    return bl_failed(status, what) ? NULL : finished(desc, what);
}

bl_primitive *bl_reorder(const bl_md *src, const bl_md *dst) {
    dnnl_primitive_desc_t desc = NULL;
    dnnl_primitive_attr_t attr = attributes(0);
    dnnl_status_t status = dnnl_reorder_primitive_desc_create(&desc, &src->desc, bl_engine(),
                                                              &dst->desc, bl_engine(), attr);
    dnnl_primitive_attr_destroy(attr);
    return bl_failed(status, "reorder") ? NULL : finished(desc, "reorder");
}

void bl_primitive_destroy(bl_primitive *primitive) {
    if (!primitive) return;
    for (int i = 0; i < primitive->count; i++) {
        bound_argument *bound = &primitive->bound[i];
        if (bound->memory[1] != bound->memory[0]) dnnl_memory_destroy(bound->memory[1]);
        dnnl_memory_destroy(bound->memory[0]);
    }
    if (primitive->primitive) dnnl_primitive_destroy(primitive->primitive);
    if (primitive->desc) dnnl_primitive_desc_destroy(primitive->desc);
    free(primitive);
}

const bl_md *bl_primitive_md(bl_primitive *primitive, bl_argument argument) {
    const dnnl_memory_desc_t *desc = dnnl_primitive_desc_query_md(
        primitive->desc, dnnl_query_exec_arg_md, native_argument(argument));
    if (!desc || desc->ndims == 0) return NULL;
    primitive->mds[argument].desc = *desc;
    return &primitive->mds[argument];
}

const char *bl_primitive_implementation(const bl_primitive *primitive) {
    const char *text = "";
    dnnl_primitive_desc_query(primitive->desc, dnnl_query_impl_info_str, 0, &text);
    return text;
}

int bl_primitive_bind(bl_primitive *primitive, bl_argument argument, void *base, void *alternate,
                      const uint8_t *parity, uint8_t flip) {
    const bl_md *md = bl_primitive_md(primitive, argument);
    if (!md || primitive->count == MAX_ARGUMENTS) {
        snprintf(error_text, sizeof error_text, "argument %d cannot be bound", (int)argument);
        return 1;
    }
    bound_argument *bound = &primitive->bound[primitive->count];
    if (bl_failed(dnnl_memory_create(&bound->memory[0], &md->desc, bl_engine(), base), "memory"))
        return 1;
    bound->memory[1] = bound->memory[0];
    if (alternate != base &&
        bl_failed(dnnl_memory_create(&bound->memory[1], &md->desc, bl_engine(), alternate),
                  "memory"))
        return 1;
    bound->parity = parity;
    bound->flip = flip;
    primitive->arguments[primitive->count].arg = native_argument(argument);
    primitive->arguments[primitive->count].memory = bound->memory[0];
    primitive->count++;
    return 0;
}

int bl_primitive_execute(bl_primitive *primitive) {
    for (int i = 0; i < primitive->count; i++) {
        const bound_argument *bound = &primitive->bound[i];
        primitive->arguments[i].memory = bound->memory[*bound->parity ^ bound->flip];
    }
    return bl_failed(dnnl_primitive_execute(primitive->primitive, stream(), primitive->count,
                                         primitive->arguments),
                  "execution");
}
