/**
 * Removes backups: says so first, and deletes what nobody needs a good while later.
 */
@NullMarked
package io.dbops.backup.expire;

import org.jspecify.annotations.NullMarked;
