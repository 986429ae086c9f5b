/**
 * Connections that are borrowed and go back as they came, the lock on one of them, and the proof that its last holder is
 * gone. Fed by dialects; feeds the engine.
 */
@NullMarked
package io.dbops.migration.lock;

import org.jspecify.annotations.NullMarked;
