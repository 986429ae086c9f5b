/** The migration engine on real databases: one body of each behaviour for all of them. Fed by the test servers. */
@NullMarked
package io.dbops.verification.migration;

import org.jspecify.annotations.NullMarked;
