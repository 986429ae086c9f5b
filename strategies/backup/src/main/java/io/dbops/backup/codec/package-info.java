/**
 * Compression of backup objects: one frame per object, checked to its very end. The backup pipeline feeds it a
 * strategy's bytes and passes the result to encryption; restore and verify read back through it.
 */
@NullMarked
package io.dbops.backup.codec;

import org.jspecify.annotations.NullMarked;
