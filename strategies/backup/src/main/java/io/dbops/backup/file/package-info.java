/**
 * Files and directories that survive a power cut. Knows nothing of backups; used by the directory store and the key file.
 */
@NullMarked
package io.dbops.backup.file;

import org.jspecify.annotations.NullMarked;
