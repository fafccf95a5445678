// A small C interface over oneDNN that hides which version of oneDNN is installed.
//
// Functions that create an object return NULL on failure; bl_error() then says why. Nothing here
// is thread safe: one thread creates and executes.
#ifndef CDNNL_H
#define CDNNL_H

#include <stddef.h>
#include <stdint.h>

typedef enum { BL_FLOAT32, BL_BFLOAT16 } bl_type;

// How the dimensions lie in memory. ANY lets the primitive choose; CHANNELS_LAST and BLOCKED mean
// the dimension after the first and apply to rank 4; other ranks are plain.
typedef enum { BL_ANY, BL_PLAIN, BL_CHANNELS_LAST, BL_BLOCKED } bl_layout;

// The arguments of a primitive.
typedef enum {
    BL_SRC,
    BL_WEIGHTS,
    BL_BIAS,
    BL_DST,
    BL_DIFF_SRC,
    BL_DIFF_WEIGHTS,
    BL_DIFF_BIAS,
    BL_DIFF_DST,
    BL_MEAN,
    BL_VARIANCE,
    BL_SCALE,
    BL_SHIFT,
    BL_DIFF_SCALE,
    BL_DIFF_SHIFT,
    BL_WORKSPACE,
    BL_SCRATCHPAD,
} bl_argument;

typedef struct bl_md bl_md;
typedef struct bl_primitive bl_primitive;

typedef struct {
    int64_t stride[2], dilation[2], padding_before[2], padding_after[2];
    int64_t groups;
} bl_convolution_geometry;

typedef struct {
    int64_t kernel[2], stride[2], padding_before[2], padding_after[2];
    // 0 maximum, 1 average over the window, 2 average over the window's part inside the input
    int kind;
} bl_pooling_geometry;

const char *bl_version(void);
const char *bl_error(void);
// Whether this processor computes with bfloat16 at all.
int bl_supports_bfloat16(void);
// Whether vectors hold a block of 16 channels, which BL_BLOCKED counts on.
int bl_has_wide_vectors(void);

bl_md *bl_md_create(int rank, const int64_t *dims, bl_type type, bl_layout layout);
bl_md *bl_md_copy(const bl_md *md);
// The same memory, its elements of another type.
bl_md *bl_md_retyped(const bl_md *md, bl_type type);
void bl_md_destroy(bl_md *md);
int bl_md_equal(const bl_md *a, const bl_md *b);
size_t bl_md_size(const bl_md *md);
bl_type bl_md_type(const bl_md *md);
int bl_md_rank(const bl_md *md);
int64_t bl_md_dim(const bl_md *md, int axis);

bl_primitive *bl_convolution_forward(const bl_md *src, const bl_md *weights, const bl_md *bias,
                                     const bl_md *dst, const bl_convolution_geometry *geometry,
                                     int relu);
bl_primitive *bl_convolution_backward_data(const bl_md *diff_src, const bl_md *weights,
                                           const bl_md *diff_dst,
                                           const bl_convolution_geometry *geometry);
bl_primitive *bl_convolution_backward_weights(const bl_md *src, const bl_md *diff_weights,
                                              const bl_md *diff_bias, const bl_md *diff_dst,
                                              const bl_convolution_geometry *geometry);
bl_primitive *bl_inner_product_forward(const bl_md *src, const bl_md *weights, const bl_md *bias,
                                       const bl_md *dst, int relu);
bl_primitive *bl_inner_product_backward_data(const bl_md *diff_src, const bl_md *weights,
                                             const bl_md *diff_dst);
bl_primitive *bl_inner_product_backward_weights(const bl_md *src, const bl_md *diff_weights,
                                                const bl_md *diff_bias, const bl_md *diff_dst);
bl_primitive *bl_batch_normalization_forward(const bl_md *src, float epsilon,
                                             int given_statistics, int relu);
bl_primitive *bl_batch_normalization_backward(const bl_md *src, float epsilon,
                                              int given_statistics, int relu);
bl_primitive *bl_pooling_forward(const bl_md *src, const bl_md *dst,
                                 const bl_pooling_geometry *geometry);
bl_primitive *bl_pooling_backward(const bl_md *diff_src, const bl_md *diff_dst,
                                  const bl_pooling_geometry *geometry);
bl_primitive *bl_reorder(const bl_md *src, const bl_md *dst);
void bl_primitive_destroy(bl_primitive *primitive);

// The descriptor that the primitive wants for an argument; NULL where it has none. Borrowed.
const bl_md *bl_primitive_md(bl_primitive *primitive, bl_argument argument);
const char *bl_primitive_implementation(const bl_primitive *primitive);

// Binds an argument to one of two places: base where (*parity ^ flip) is 0 at execution, else
// alternate. Returns 0 on success.
int bl_primitive_bind(bl_primitive *primitive, bl_argument argument, void *base, void *alternate,
                      const uint8_t *parity, uint8_t flip);
// Returns 0 on success.
int bl_primitive_execute(bl_primitive *primitive);

#endif
