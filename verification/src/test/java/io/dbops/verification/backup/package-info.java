/** Backups of real databases: taken, damaged, killed and restored, and proven by plain JDBC that shares nothing with the engine. */
@NullMarked
package io.dbops.verification.backup;

import org.jspecify.annotations.NullMarked;
