#include "internal.h"

#include <string.h>

// A backward primitive is made with its forward one as a hint.
static bl_primitive *backward_primitive(const void *backward, const void *forward,
                                        const char *what) {
    dnnl_primitive_desc_t hint = NULL;
    if (bl_failed(dnnl_primitive_desc_create(&hint, forward, NULL, bl_engine(), NULL), what))
        return NULL;
    bl_primitive *made = bl_from_descriptor(backward, 0, hint, what);
    dnnl_primitive_desc_destroy(hint);
    return made;
}

// oneDNN declares spatial extents as arrays of its largest rank.
typedef struct {
    dnnl_dims_t stride, dilation, kernel, before, after;
} spatial;

static void widen(dnnl_dims_t wide, const int64_t *extents) {
    memset(wide, 0, sizeof(dnnl_dims_t));
    memcpy(wide, extents, 2 * sizeof *extents);
}

static spatial convolution_spatial(const bl_convolution_geometry *g) {
    spatial s;
    widen(s.stride, g->stride);
    widen(s.dilation, g->dilation);
    widen(s.before, g->padding_before);
    widen(s.after, g->padding_after);
    return s;
}

static spatial pooling_spatial(const bl_pooling_geometry *g) {
    spatial s;
    widen(s.stride, g->stride);
    widen(s.kernel, g->kernel);
    widen(s.before, g->padding_before);
    widen(s.after, g->padding_after);
    return s;
}

static dnnl_status_t convolution_forward_desc(dnnl_convolution_desc_t *desc, const bl_md *src,
                                              const bl_md *weights, const bl_md *bias,
                                              const bl_md *dst,
                                              const bl_convolution_geometry *g) {
    const spatial s = convolution_spatial(g);
    return dnnl_dilated_convolution_forward_desc_init(
        desc, dnnl_forward_training, dnnl_convolution_direct, &src->desc, &weights->desc,
        bias ? &bias->desc : NULL, &dst->desc, s.stride, s.dilation, s.before, s.after);
}

bl_primitive *bl_convolution_forward(const bl_md *src, const bl_md *weights, const bl_md *bias,
                                     const bl_md *dst, const bl_convolution_geometry *geometry,
                                     int relu) {
    dnnl_convolution_desc_t desc;
    if (bl_failed(convolution_forward_desc(&desc, src, weights, bias, dst, geometry),
               "convolution forward"))
        return NULL;
    return bl_from_descriptor(&desc, relu, NULL, "convolution forward");
}

bl_primitive *bl_convolution_backward_data(const bl_md *diff_src, const bl_md *weights,
                                           const bl_md *diff_dst,
                                           const bl_convolution_geometry *g) {
    const char *what = "convolution backward data";
    dnnl_convolution_desc_t forward, backward;
    if (bl_failed(convolution_forward_desc(&forward, diff_src, weights, NULL, diff_dst, g), what))
        return NULL;
    const spatial s = convolution_spatial(g);
    if (bl_failed(dnnl_dilated_convolution_backward_data_desc_init(
                   &backward, dnnl_convolution_direct, &diff_src->desc, &weights->desc,
                   &diff_dst->desc, s.stride, s.dilation, s.before, s.after),
               what))
        return NULL;
    return backward_primitive(&backward, &forward, what);
}

bl_primitive *bl_convolution_backward_weights(const bl_md *src, const bl_md *diff_weights,
                                              const bl_md *diff_bias, const bl_md *diff_dst,
                                              const bl_convolution_geometry *g) {
    const char *what = "convolution backward weights";
    dnnl_convolution_desc_t forward, backward;
    bl_md weights = *diff_weights;
    weights.desc.data_type = src->desc.data_type;
    if (bl_failed(convolution_forward_desc(&forward, src, &weights, NULL, diff_dst, g), what))
        return NULL;
    const spatial s = convolution_spatial(g);
    if (bl_failed(dnnl_dilated_convolution_backward_weights_desc_init(
                   &backward, dnnl_convolution_direct, &src->desc, &diff_weights->desc,
                   diff_bias ? &diff_bias->desc : NULL, &diff_dst->desc, s.stride, s.dilation,
                   s.before, s.after),
               what))
        return NULL;
    return backward_primitive(&backward, &forward, what);
}

bl_primitive *bl_inner_product_forward(const bl_md *src, const bl_md *weights, const bl_md *bias,
                                       const bl_md *dst, int relu) {
    dnnl_inner_product_desc_t desc;
    if (bl_failed(dnnl_inner_product_forward_desc_init(&desc, dnnl_forward_training, &src->desc,
                                                    &weights->desc, bias ? &bias->desc : NULL,
                                                    &dst->desc),
               "linear forward"))
        return NULL;
    return bl_from_descriptor(&desc, relu, NULL, "linear forward");
}

bl_primitive *bl_inner_product_backward_data(const bl_md *diff_src, const bl_md *weights,
                                             const bl_md *diff_dst) {
    const char *what = "linear backward data";
    dnnl_inner_product_desc_t forward, backward;
    if (bl_failed(dnnl_inner_product_forward_desc_init(&forward, dnnl_forward_training,
                                                    &diff_src->desc, &weights->desc, NULL,
                                                    &diff_dst->desc),
               what) ||
        bl_failed(dnnl_inner_product_backward_data_desc_init(&backward, &diff_src->desc,
                                                          &weights->desc, &diff_dst->desc),
               what))
        return NULL;
    return backward_primitive(&backward, &forward, what);
}

bl_primitive *bl_inner_product_backward_weights(const bl_md *src, const bl_md *diff_weights,
                                                const bl_md *diff_bias, const bl_md *diff_dst) {
    const char *what = "linear backward weights";
    dnnl_inner_product_desc_t forward, backward;
    bl_md weights = *diff_weights;
    weights.desc.data_type = src->desc.data_type;
    if (bl_failed(dnnl_inner_product_forward_desc_init(&forward, dnnl_forward_training, &src->desc,
                                                    &weights.desc, NULL, &diff_dst->desc),
               what) ||
        bl_failed(dnnl_inner_product_backward_weights_desc_init(
                   &backward, &src->desc, &diff_weights->desc,
                   diff_bias ? &diff_bias->desc : NULL, &diff_dst->desc),
               what))
        return NULL;
    return backward_primitive(&backward, &forward, what);
}

static unsigned normalization_flags(int given_statistics, int relu) {
    return dnnl_use_scale | dnnl_use_shift | (given_statistics ? dnnl_use_global_stats : 0u) |
           (relu ? dnnl_fuse_norm_relu : 0u);
}

bl_primitive *bl_batch_normalization_forward(const bl_md *src, float epsilon,
                                             int given_statistics, int relu) {
    dnnl_batch_normalization_desc_t desc;
    if (bl_failed(dnnl_batch_normalization_forward_desc_init(
                   &desc, dnnl_forward_training, &src->desc, epsilon,
                   normalization_flags(given_statistics, relu)),
               "batch normalization forward"))
        return NULL;
    return bl_from_descriptor(&desc, 0, NULL, "batch normalization forward");
}

bl_primitive *bl_batch_normalization_backward(const bl_md *src, float epsilon,
                                              int given_statistics, int relu) {
    const char *what = "batch normalization backward";
    dnnl_batch_normalization_desc_t forward, backward;
    unsigned flags = normalization_flags(given_statistics, relu);
    if (bl_failed(dnnl_batch_normalization_forward_desc_init(&forward, dnnl_forward_training,
                                                          &src->desc, epsilon, flags),
               what) ||
        bl_failed(dnnl_batch_normalization_backward_desc_init(&backward, dnnl_backward, &src->desc,
                                                           &src->desc, epsilon, flags),
               what))
        return NULL;
    return backward_primitive(&backward, &forward, what);
}

static dnnl_alg_kind_t pooling_algorithm(int kind) {
    static const dnnl_alg_kind_t table[] = {dnnl_pooling_max, dnnl_pooling_avg_include_padding,
                                            dnnl_pooling_avg_exclude_padding};
    return table[kind];
}

static dnnl_status_t pooling_forward_desc(dnnl_pooling_desc_t *desc, const bl_md *src,
                                          const bl_md *dst, const bl_pooling_geometry *g) {
    const spatial s = pooling_spatial(g);
    return dnnl_pooling_forward_desc_init(desc, dnnl_forward_training,
                                          pooling_algorithm(g->kind), &src->desc, &dst->desc,
                                          s.stride, s.kernel, s.before, s.after);
}

bl_primitive *bl_pooling_forward(const bl_md *src, const bl_md *dst,
                                 const bl_pooling_geometry *geometry) {
    dnnl_pooling_desc_t desc;
    if (bl_failed(pooling_forward_desc(&desc, src, dst, geometry), "pooling forward")) return NULL;
    return bl_from_descriptor(&desc, 0, NULL, "pooling forward");
}

bl_primitive *bl_pooling_backward(const bl_md *diff_src, const bl_md *diff_dst,
                                  const bl_pooling_geometry *g) {
    const char *what = "pooling backward";
    dnnl_pooling_desc_t forward, backward;
    const spatial s = pooling_spatial(g);
    if (bl_failed(pooling_forward_desc(&forward, diff_src, diff_dst, g), what) ||
        bl_failed(dnnl_pooling_backward_desc_init(&backward, pooling_algorithm(g->kind),
                                               &diff_src->desc, &diff_dst->desc, s.stride,
                                               s.kernel, s.before, s.after),
               what))
        return NULL;
    return backward_primitive(&backward, &forward, what);
}
