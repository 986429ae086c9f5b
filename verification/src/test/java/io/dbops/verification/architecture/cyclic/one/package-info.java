/** Half of a deliberate package cycle, which the cycle rule must reject. */
@NullMarked
package io.dbops.verification.architecture.cyclic.one;

import org.jspecify.annotations.NullMarked;
