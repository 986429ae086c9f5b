/**
 * The vocabulary of backups: what an application asks for and what it is told. The engine of dbops-backup implements {@link io.dbops.backup.Backups}.
 */
@NullMarked
package io.dbops.backup;

import org.jspecify.annotations.NullMarked;
