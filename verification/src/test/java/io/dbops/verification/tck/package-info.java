/** The contract tests of testkit on every database and store that DbOps serves, and on dialects that break them. */
@NullMarked
package io.dbops.verification.tck;

import org.jspecify.annotations.NullMarked;
