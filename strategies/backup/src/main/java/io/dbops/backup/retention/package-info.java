/**
 * Which backups a policy keeps: pure functions. Knows no store.
 */
@NullMarked
package io.dbops.backup.retention;

import org.jspecify.annotations.NullMarked;
