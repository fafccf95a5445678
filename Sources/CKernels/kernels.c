#include "CKernels.h"
int bk_version(void) { return 0; }
