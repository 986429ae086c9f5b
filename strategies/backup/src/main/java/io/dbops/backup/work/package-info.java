/**
 * Threads, progress and failures that backup, verify and restore share.
 */
@NullMarked
package io.dbops.backup.work;

import org.jspecify.annotations.NullMarked;
