#include <math.h>

#include "CKernels.h"
#include "parallel.h"

typedef struct {
    const float *const *arrays;
    const size_t *counts;
    size_t array_count;
    double sums[256];
} norm_work;

// Sixteen running sums, so that the loop is vectors of doubles in a fixed order.
BK_VECTOR static double squares(const float *x, size_t count) {
    double lanes[16] = {0};
    size_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (int j = 0; j < 16; j++) lanes[j] += (double)x[i + j] * x[i + j];
    double sum = 0;
    for (; i < count; i++) sum += (double)x[i] * x[i];
    for (int j = 0; j < 16; j++) sum += lanes[j];
    return sum;
}

static void norm_part(void *pointer, int part, int parts) {
    norm_work *work = pointer;
    double sum = 0;
    for (size_t k = 0; k < work->array_count; k++) {
        size_t begin = bk_bound(work->counts[k], part, parts);
        size_t end = bk_bound(work->counts[k], part + 1, parts);
        sum += squares(work->arrays[k] + begin, end - begin);
    }
    work->sums[part] = sum;
}

double bk_squared_norm(const float *const *arrays, const size_t *counts, size_t array_count) {
    norm_work work = {arrays, counts, array_count, {0}};
    size_t total = 0;
    for (size_t k = 0; k < array_count; k++) total += counts[k];
    bk_parallel(norm_part, &work, total);
    double sum = 0;
    for (int part = 0; part < bk_threads(); part++) sum += work.sums[part];
    return sum;
}

typedef struct {
    const float *x, *dy, *scale, *shift;
    float *y, *mean, *inverse_deviation, *partials;
    size_t batch, pixels, channels, groups;
    float epsilon;
} group_work;

BK_VECTOR static void group_forward(const group_work *w, size_t n, size_t g) {
    const size_t width = w->channels / w->groups, first = g * width;
    const float *x = w->x + n * w->pixels * w->channels + first;
    float *y = w->y + n * w->pixels * w->channels + first;
    double sum = 0, squared = 0;
    for (size_t p = 0; p < w->pixels; p++)
        for (size_t c = 0; c < width; c++) sum += x[p * w->channels + c];
    const double mean = sum / (double)(w->pixels * width);
    for (size_t p = 0; p < w->pixels; p++)
        for (size_t c = 0; c < width; c++) {
            double d = x[p * w->channels + c] - mean;
            squared += d * d;
        }
    const double inverse = 1.0 / sqrt(squared / (double)(w->pixels * width) + w->epsilon);
    w->mean[n * w->groups + g] = (float)mean;
    w->inverse_deviation[n * w->groups + g] = (float)inverse;
    for (size_t p = 0; p < w->pixels; p++)
        for (size_t c = 0; c < width; c++)
            y[p * w->channels + c] =
                (x[p * w->channels + c] - (float)mean) * (float)inverse * w->scale[first + c] +
                w->shift[first + c];
}

static void group_forward_part(void *pointer, int part, int parts) {
    const group_work *w = pointer;
    const size_t count = w->batch * w->groups, end = bk_bound(count, part + 1, parts);
    for (size_t i = bk_bound(count, part, parts); i < end; i++)
        group_forward(w, i / w->groups, i % w->groups);
}

void bk_group_norm_forward(const float *x, const float *scale, const float *shift, float *y,
                           float *mean, float *inverse_deviation, size_t batch, size_t pixels,
                           size_t channels, size_t groups, float epsilon) {
    group_work work = {x,    0,      scale,  shift,    y,      mean, inverse_deviation,
                       0,    batch,  pixels, channels, groups, epsilon};
    bk_parallel(group_forward_part, &work, batch * pixels * channels);
}

// With x̂ the normalized input and h = γ·dy: dx = s·(h − mean(h) − x̂·mean(h·x̂)) over the group.
BK_VECTOR static void group_backward(const group_work *w, size_t n, size_t g) {
    const size_t width = w->channels / w->groups, first = g * width, stride = w->channels;
    const float *x = w->x + n * w->pixels * stride + first;
    const float *dy = w->dy + n * w->pixels * stride + first;
    float *dx = w->y + n * w->pixels * stride + first;
    const float mean = w->mean[n * w->groups + g];
    const float inverse = w->inverse_deviation[n * w->groups + g];
    float *products = w->partials + n * stride + first;
    float *sums = w->partials + (w->batch + n) * stride + first;
    double all = 0, weighted = 0;
    for (size_t c = 0; c < width; c++) {
        double sum = 0, product = 0;
        for (size_t p = 0; p < w->pixels; p++) {
            sum += dy[p * stride + c];
            product += dy[p * stride + c] * ((x[p * stride + c] - mean) * inverse);
        }
        sums[c] = (float)sum;
        products[c] = (float)product;
        all += sum * w->scale[first + c];
        weighted += product * w->scale[first + c];
    }
    const float count = (float)(w->pixels * width);
    const float mean_h = (float)all / count, mean_hx = (float)weighted / count;
    for (size_t p = 0; p < w->pixels; p++)
        for (size_t c = 0; c < width; c++) {
            const float normalized = (x[p * stride + c] - mean) * inverse;
            dx[p * stride + c] = inverse * (dy[p * stride + c] * w->scale[first + c] - mean_h -
                                            normalized * mean_hx);
        }
}

static void group_backward_part(void *pointer, int part, int parts) {
    const group_work *w = pointer;
    const size_t count = w->batch * w->groups, end = bk_bound(count, part + 1, parts);
    for (size_t i = bk_bound(count, part, parts); i < end; i++)
        group_backward(w, i / w->groups, i % w->groups);
}

void bk_group_norm_backward(const float *x, const float *dy, const float *mean,
                            const float *inverse_deviation, const float *scale, float *dx,
                            float *dscale, float *dshift, float *partials, size_t batch,
                            size_t pixels, size_t channels, size_t groups) {
    group_work work = {x,
                       dy,
                       scale,
                       0,
                       dx,
                       (float *)mean,
                       (float *)inverse_deviation,
                       partials,
                       batch,
                       pixels,
                       channels,
                       groups,
                       0};
    bk_parallel(group_backward_part, &work, batch * pixels * channels);
    for (size_t c = 0; c < channels; c++) {
        double product = 0, sum = 0;
        for (size_t n = 0; n < batch; n++) {
            product += partials[n * channels + c];
            sum += partials[(batch + n) * channels + c];
        }
        dscale[c] = (float)product;
        dshift[c] = (float)sum;
    }
}
