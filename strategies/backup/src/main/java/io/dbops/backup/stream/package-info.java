/**
 * The streams every object passes on its way into a store and back: row counting, content digests, compression, encryption, digests of
 * stored bytes. Used by pipeline, catalogue, verify and restore.
 */
@NullMarked
package io.dbops.backup.stream;

import org.jspecify.annotations.NullMarked;
