/**
 * The age v1 file format (<a href="https://age-encryption.org/v1">age-encryption.org/v1</a>): streams encrypted to
 * X25519 recipients or a passphrase, so that the stock {@code age} tool opens what DbOps wrote. The backup pipeline
 * feeds it compressed bytes on the way out; restore and verify read plaintext from it. ASCII armor and plugin or
 * post-quantum recipients are not part of it.
 */
@NullMarked
package io.dbops.backup.age;

import org.jspecify.annotations.NullMarked;
