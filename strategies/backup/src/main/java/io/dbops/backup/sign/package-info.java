/**
 * Ed25519 signatures of manifests: the writer's key and the writers a reader trusts. Fed by the application's keys, used by
 * manifest and catalogue.
 */
@NullMarked
package io.dbops.backup.sign;

import org.jspecify.annotations.NullMarked;
