/** Calls that end early, on every database. */
@NullMarked
package io.dbops.verification.call;

import org.jspecify.annotations.NullMarked;
