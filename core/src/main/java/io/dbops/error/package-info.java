/**
 * How DbOps fails: one unchecked exception with a stable code, context, a hint and the partial work. Every other package throws it; it knows none of them.
 */
@NullMarked
package io.dbops.error;

import org.jspecify.annotations.NullMarked;
