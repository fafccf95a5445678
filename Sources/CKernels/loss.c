#include "CKernels.h"
#include "mathematics.h"

static float sample_weight(const float *weights, int32_t label) {
    return weights ? weights[label] : 1.0f;
}

void bk_cross_entropy(const float *logits, const int32_t *labels, size_t samples, size_t classes,
                      float smoothing, const float *class_weights, float *mean, float *per_sample,
                      float *gradient) {
    double divisor = 0;
    for (size_t i = 0; i < samples; i++) {
        int known = labels[i] >= 0 && (size_t)labels[i] < classes;
        divisor += known ? sample_weight(class_weights, labels[i]) : NAN;
    }
    float weight_sum = 0;
    for (size_t k = 0; k < classes; k++) weight_sum += class_weights ? class_weights[k] : 1.0f;
    const float spread = smoothing / (float)classes;
    double total = 0;
    for (size_t i = 0; i < samples; i++) {
        const float *row = logits + i * classes;
        float *out = gradient + i * classes;
        float top = row[0];
        for (size_t k = 1; k < classes; k++) top = row[k] > top || row[k] != row[k] ? row[k] : top;
        double sum = 0;
        for (size_t k = 0; k < classes; k++) sum += exp((double)row[k] - top);
        const double log_sum = log(sum) + top;
        if (labels[i] < 0 || (size_t)labels[i] >= classes) {
            per_sample[i] = NAN;
            for (size_t k = 0; k < classes; k++) out[k] = NAN;
            total += NAN;
            continue;
        }
        const float weight = sample_weight(class_weights, labels[i]);
        double loss = (1.0 - smoothing) * weight * (log_sum - row[labels[i]]);
        // The gradient of Σₖ tₖ·(log_sum − xₖ) is p·Σt − t.
        const double target_sum = (1.0 - smoothing) * weight + (double)spread * weight_sum;
        for (size_t k = 0; k < classes; k++) {
            const double own = class_weights ? class_weights[k] : 1.0;
            const double target =
                spread * own + (k == (size_t)labels[i] ? (1.0 - smoothing) * weight : 0.0);
            loss += smoothing > 0 ? spread * own * (log_sum - row[k]) : 0.0;
            const double p = exp((double)row[k] - log_sum);
            out[k] = (float)((p * target_sum - target) / divisor);
        }
        per_sample[i] = (float)loss;
        total += loss;
    }
    *mean = (float)(total / divisor);
}
