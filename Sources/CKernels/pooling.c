#include <string.h>

#include "CKernels.h"

// Cell i of `cells` covers ⌊i·size/cells⌋ ..< ⌈(i+1)·size/cells⌉.
static size_t cell_begin(size_t i, size_t size, size_t cells) { return i * size / cells; }
static size_t cell_end(size_t i, size_t size, size_t cells) {
    return ((i + 1) * size + cells - 1) / cells;
}

void bk_adaptive_average_forward(const float *x, float *y, size_t batch, size_t height,
                                 size_t width, size_t channels, size_t out_height,
                                 size_t out_width) {
    for (size_t n = 0; n < batch; n++)
        for (size_t i = 0; i < out_height; i++)
            for (size_t j = 0; j < out_width; j++) {
                const size_t top = cell_begin(i, height, out_height);
                const size_t bottom = cell_end(i, height, out_height);
                const size_t left = cell_begin(j, width, out_width);
                const size_t right = cell_end(j, width, out_width);
                const float share = 1.0f / (float)((bottom - top) * (right - left));
                float *cell = y + ((n * out_height + i) * out_width + j) * channels;
                memset(cell, 0, channels * sizeof(float));
                for (size_t r = top; r < bottom; r++)
                    for (size_t s = left; s < right; s++) {
                        const float *pixel = x + ((n * height + r) * width + s) * channels;
                        for (size_t c = 0; c < channels; c++) cell[c] += pixel[c];
                    }
                for (size_t c = 0; c < channels; c++) cell[c] *= share;
            }
}

void bk_adaptive_average_backward(const float *dy, float *dx, size_t batch, size_t height,
                                  size_t width, size_t channels, size_t out_height,
                                  size_t out_width) {
    memset(dx, 0, batch * height * width * channels * sizeof(float));
    for (size_t n = 0; n < batch; n++)
        for (size_t i = 0; i < out_height; i++)
            for (size_t j = 0; j < out_width; j++) {
                const size_t top = cell_begin(i, height, out_height);
                const size_t bottom = cell_end(i, height, out_height);
                const size_t left = cell_begin(j, width, out_width);
                const size_t right = cell_end(j, width, out_width);
                const float share = 1.0f / (float)((bottom - top) * (right - left));
                const float *cell = dy + ((n * out_height + i) * out_width + j) * channels;
                for (size_t r = top; r < bottom; r++)
                    for (size_t s = left; s < right; s++) {
                        float *pixel = dx + ((n * height + r) * width + s) * channels;
                        for (size_t c = 0; c < channels; c++) pixel[c] += cell[c] * share;
                    }
            }
}
