/**
 * Reads a backup back and says what is wrong with it. Fed by catalogue and store; changes nothing.
 */
@NullMarked
package io.dbops.backup.verify;

import org.jspecify.annotations.NullMarked;
